import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'

/**
 * The text of a file: UTF-8, or UTF-16 where its first two bytes say so, as spreadsheets and editors write it. Other bytes are refused: read as
 * UTF-8, every letter outside ASCII would be lost.
 */
export function decodeText(bytes: Uint8Array, fileName: string): Result<string> {
  const [first, second] = bytes
  const marked =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null
  try {
    return success(new TextDecoder(marked ?? 'utf-8', { fatal: true }).decode(bytes))
  } catch {
    const line = marked === null ? `:${String(lineOfFault(bytes))}` : ''
    return failure(
      'report-invalid',
      `${fileName}${line}: these letters are not in UTF-8; save the file again in that encoding`,
      fileName,
    )
  }
}

/** The first line that is not UTF-8. A line end is never part of another letter. */
function lineOfFault(bytes: Uint8Array): number {
  let line = 1
  for (let from = 0; from < bytes.length; line += 1) {
    const end = bytes.indexOf(10, from)
    const next = end === -1 ? bytes.length : end + 1
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(from, next))
    } catch {
      return line
    }
    from = next
  }
  return line
}
