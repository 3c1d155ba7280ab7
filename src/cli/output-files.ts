import { constants, existsSync } from 'node:fs'
import { access, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'

const EXTENSION = '.initlab'
const RESERVED_NAMES = /^(con|prn|aux|nul|com\d|lpt\d)$/i
const MOST_NAME_BYTES = 180

/** A sweep's name as a file name that every system takes: no separators, no control characters, not too long, not empty. */
export function safeFileName(name: string): string {
  const plain = Array.from(name, (character) =>
    character < ' ' || '<>:"/\\|?*\u007f'.includes(character) ? '-' : character,
  )
  const short: string[] = []
  let bytes = 0
  for (const character of plain) {
    bytes += Buffer.byteLength(character)
    if (bytes > MOST_NAME_BYTES) break
    short.push(character)
  }
  const trimmed = short
    .join('')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  if (trimmed === '') return 'sweep'
  return RESERVED_NAMES.test(trimmed) ? `${trimmed}_` : trimmed
}

/** NAME.initlab in a folder, or `NAME 2.initlab` and on where that exists. */
export function freeReportPath(directory: string, sweepName: string): string {
  const name = safeFileName(sweepName)
  let file = path.join(directory, `${name}${EXTENSION}`)
  for (let count = 2; existsSync(file); count++) file = path.join(directory, `${name} ${count}${EXTENSION}`)
  return file
}

/** The report's path, known to be free and its folder writable before anything runs. */
export async function chooseReportPath(
  asked: string | null,
  sweepName: string,
  workingDirectory: string,
): Promise<Result<string>> {
  const file =
    asked === null ? freeReportPath(workingDirectory, sweepName) : path.resolve(workingDirectory, asked)
  if (existsSync(file)) {
    return failure(
      'file-exists',
      `${file} exists and is not written over; choose another name with -o.`,
      file,
    )
  }
  const directory = path.dirname(file)
  try {
    await access(directory, constants.W_OK)
  } catch {
    return failure(
      'file-unwritable',
      `No file can be written into ${directory}; choose another place with -o.`,
      file,
    )
  }
  return success(file)
}

/** The database of a run, beside its report: the same command finds it again after a crash. */
export function runDatabasePath(reportPath: string): string {
  const base = path.basename(reportPath)
  const name = base.endsWith(EXTENSION) ? base.slice(0, -EXTENSION.length) : base
  return path.join(path.dirname(reportPath), `.${name}${EXTENSION}-run.db`)
}

/** Removes the database of a run, what SQLite lays beside it and its backups. */
export async function removeRunDatabase(databasePath: string): Promise<void> {
  const directory = path.dirname(databasePath)
  const name = path.basename(databasePath)
  for (const file of await readdir(directory)) {
    if (!file.startsWith(name)) continue
    if (/^(-wal|-shm|-journal|\.backup-.*)?$/.test(file.slice(name.length))) {
      await rm(path.join(directory, file), { force: true })
    }
  }
}
