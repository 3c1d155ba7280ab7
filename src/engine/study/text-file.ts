import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { describeFileFault } from '../reports/file-faults'

/**
 * The text of a file that a person chose.
 * @param what the file in words: `deck`
 */
export async function readTextFile(file: string, what: string, mostBytes: number): Promise<Result<string>> {
  try {
    const { size } = await stat(file)
    if (size > mostBytes)
      return failure('spec-too-large', `A ${what} has at most ${String(mostBytes / 1e6)} MB.`, file)
    return decodeText(await readFile(file), path.basename(file))
  } catch (error) {
    return failure('not-found', `The ${what} cannot be read: ${describeFileFault(error)}.`, file)
  }
}

/**
 * The text of bytes: UTF-8, or UTF-16 where the first two say so, as spreadsheets and editors write it. Other bytes are
 * refused: read as UTF-8, every letter outside ASCII would be lost.
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
