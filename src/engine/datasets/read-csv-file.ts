import { open, stat } from 'node:fs/promises'
import { CSV_BYTES } from '@shared/dataset-limits'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'

/** What identifies the state of a file without reading it. */
export async function fileState(path: string): Promise<string> {
  try {
    const { size, mtimeMs, ino } = await stat(path)
    return `${String(size)} ${String(mtimeMs)} ${String(ino)}`
  } catch {
    return 'unreadable'
  }
}

function describe(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  switch (code) {
    case 'ENOENT':
      return 'there is no such file'
    case 'EACCES':
    case 'EPERM':
      return 'access is not allowed'
    case 'EISDIR':
      return 'it is a folder'
    default:
      return error instanceof Error ? error.message : String(error)
  }
}

function decode(bytes: Uint8Array, path: string): Result<string> {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (isWide) return failure('dataset-unreadable', 'The file is UTF-16 text. Save it as UTF-8.', path)
  try {
    return success(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return failure('dataset-unreadable', 'The file is not UTF-8 text. Save it as UTF-8.', path)
  }
}

/** The text of a CSV file; one that is too large is refused before it is read. */
export async function readCsvFile(path: string): Promise<Result<string>> {
  try {
    const status = await stat(path)
    if (!status.isFile()) return failure('dataset-unreadable', 'This is not a file.', path)
    if (status.size > CSV_BYTES) {
      const megabytes = String(CSV_BYTES / 1024 / 1024)
      return failure(
        'dataset-unreadable',
        `The file has ${String(status.size)} bytes; at most ${megabytes} MB are read.`,
        path,
      )
    }
    const file = await open(path, 'r')
    try {
      const bytes = new Uint8Array(status.size)
      const { bytesRead } = await file.read(bytes, 0, bytes.length, 0)
      return decode(bytes.subarray(0, bytesRead), path)
    } finally {
      await file.close()
    }
  } catch (error) {
    return failure('dataset-unreadable', `The file cannot be read: ${describe(error)}.`, path)
  }
}
