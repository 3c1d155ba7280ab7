import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { Clock } from '../clock'
import { integer, selection, text } from './columns'
import { openConnection } from './database'
import type { Connection } from './database'
import { MIGRATIONS, SCHEMA_VERSION } from './migrations'
import { sweepsTable } from './sweeps-table'

export interface OpenedDatabase {
  readonly connection: Connection
  /** What the person should know: a damaged file set aside, a backup restored. */
  readonly notices: readonly string[]
}

/** Above this size the check of every index would delay the start; the shape of every page is still checked. */
const FULL_CHECK_BYTES = 64 * 1024 * 1024
const KEPT_BACKUPS = 3
const VERSION_OFFSET = 60

/** A time as part of a file name: no colon, which Windows refuses. */
function fileStamp(clock: Clock): string {
  return clock.timestamp().replaceAll(':', '-')
}

function freeName(wanted: string): string {
  let name = wanted
  for (let count = 2; existsSync(name); count++) name = `${wanted}-${count}`
  return name
}

/** Schema version in the file's header, read without SQLite: a newer library must stay untouched. */
function headerVersion(path: string): number {
  if (!existsSync(path) || statSync(path).size < 100) return 0
  const header = Buffer.alloc(100)
  const file = openSync(path, 'r')
  try {
    readSync(file, header, 0, 100, 0)
  } finally {
    closeSync(file)
  }
  return header.toString('latin1', 0, 15) === 'SQLite format 3' ? header.readUInt32BE(VERSION_OFFSET) : 0
}

function newerStore(version: number, path: string): Result<never> {
  const message = `This library was written by a newer Init Lab (schema ${version}, this one knows ${SCHEMA_VERSION}). It was not touched. Install the newer version, or choose another library.`
  return failure('store-newer', message, path)
}

function userVersion(connection: Connection): Result<number> {
  return connection.read((statements) => {
    const [row] = statements.all(
      `SELECT ${selection({ user_version: 'integer' })} FROM pragma_user_version`,
      [],
    )
    return row === undefined ? 0 : integer(row, 'user_version')
  })
}

/** Null when SQLite finds nothing wrong, else its first complaint. */
function firstDamage(connection: Connection, path: string): Result<string | null> {
  const check = statSync(path).size > FULL_CHECK_BYTES ? 'quick_check' : 'integrity_check'
  return connection.read((statements) => {
    const rows = statements.all(`SELECT ${selection({ [check]: 'text' })} FROM pragma_${check}(1)`, [])
    const first = rows[0]
    const complaint = first === undefined ? 'ok' : text(first, check)
    return complaint === 'ok' ? null : complaint
  })
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", "''")}'`
}

/** Writes a copy of the whole database into a new file; half a copy never gets a backup's name. */
function backUp(connection: Connection, path: string, clock: Clock): Result<null> {
  const part = `${path}.unfinished-backup`
  rmSync(part, { force: true })
  const copied = connection.read((statements) => {
    statements.script(`VACUUM INTO ${quoted(part)}`)
    return null
  })
  if (copied.ok) renameSync(part, freeName(`${path}.backup-${fileStamp(clock)}`))
  else rmSync(part, { force: true })
  return copied
}

/** Newest first: their names hold the time. */
function backupsOf(path: string): readonly string[] {
  const start = `${basename(path)}.backup-`
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(start))
    .sort()
    .reverse()
    .map((name) => join(dirname(path), name))
}

function migrate(connection: Connection, path: string, clock: Clock): Result<null> {
  const found = userVersion(connection)
  if (!found.ok) return found
  if (found.value > SCHEMA_VERSION) return newerStore(found.value, path)
  if (found.value > 0 && found.value < SCHEMA_VERSION) {
    const saved = backUp(connection, path, clock)
    if (!saved.ok) return saved
  }
  for (const [index, step] of MIGRATIONS.entries()) {
    if (index < found.value) continue
    const done = connection.transaction((statements) => {
      statements.script(step)
      statements.script(`PRAGMA user_version = ${index + 1}`)
      return null
    })
    if (!done.ok) return done
  }
  return success(null)
}

/** The tables as SQLite wrote them down: a damaged text here leads to other columns than the queries know. */
function schemaText(connection: Connection): Result<string> {
  return connection.read((statements) => {
    const query = `SELECT ${selection({ name: 'text', sql: 'text' })} FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name`
    return JSON.stringify(statements.all(query, []).map((row) => [text(row, 'name'), text(row, 'sql')]))
  })
}

function checkSchema(connection: Connection): Result<null> {
  const found = schemaText(connection)
  if (!found.ok) return found
  const model = openConnection(':memory:')
  if (!model.ok) return model
  const expected = model.value.transaction((statements) => {
    for (const step of MIGRATIONS) statements.script(step)
  })
  const wanted = expected.ok ? schemaText(model.value) : expected
  model.value.close()
  if (!wanted.ok) return wanted
  return found.value === wanted.value
    ? success(null)
    : failure('store-corrupt', 'its tables are not those of a library')
}

function makeReady(connection: Connection, path: string, clock: Clock): Result<null> {
  const damage = firstDamage(connection, path)
  if (!damage.ok) return damage
  if (damage.value !== null) return failure('store-corrupt', damage.value)
  const migrated = migrate(connection, path, clock)
  if (!migrated.ok) return migrated
  const schema = checkSchema(connection)
  if (!schema.ok) return schema
  // One line that cannot be read would hide all the others.
  const lines = sweepsTable(connection).list()
  return lines.ok ? success(null) : lines
}

/** Opens, checks and migrates. 'store-corrupt' means that the file itself is damaged. */
function openChecked(path: string, clock: Clock): Result<Connection> {
  const version = headerVersion(path)
  if (version > SCHEMA_VERSION) return newerStore(version, path)
  const opened = openConnection(path)
  if (!opened.ok) return opened
  const connection = opened.value
  const ready = makeReady(connection, path, clock)
  if (ready.ok) return success(connection)
  connection.close()
  return ready
}

/** Renames the file and its log; nothing is ever deleted. @returns the new name. */
function setAside(path: string, clock: Clock): string {
  const target = freeName(`${path}.corrupt-${fileStamp(clock)}`)
  renameSync(path, target)
  for (const log of ['-wal', '-journal', '-shm']) {
    if (existsSync(path + log)) renameSync(path + log, target + log)
  }
  return target
}

function restoreNewestBackup(
  path: string,
  clock: Clock,
): { readonly connection: Connection; readonly backup: string } | null {
  for (const backup of backupsOf(path)) {
    copyFileSync(backup, path)
    const opened = openChecked(path, clock)
    if (opened.ok) return { connection: opened.value, backup }
    for (const log of ['', '-wal', '-journal', '-shm']) rmSync(path + log, { force: true })
  }
  return null
}

function replaceDamaged(path: string, reason: string, clock: Clock): Result<OpenedDatabase> {
  let aside: string
  try {
    aside = setAside(path, clock)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return failure(
      'store-corrupt',
      `The library is damaged (${reason}) and cannot be set aside: ${why}`,
      path,
    )
  }
  const first = `The library was damaged (${reason}). It was set aside as ${aside} and not deleted.`
  const restored = restoreNewestBackup(path, clock)
  if (restored !== null) {
    const notice = `${first} The newest backup, ${basename(restored.backup)}, was restored; sweeps run after it are missing.`
    return success({ connection: restored.connection, notices: [notice] })
  }
  const fresh = openChecked(path, clock)
  if (!fresh.ok) return fresh
  return success({
    connection: fresh.value,
    notices: [`${first} There was no backup: the library starts empty.`],
  })
}

/** Opens the library: creates, checks, migrates; a damaged file is set aside and the newest backup restored. */
export function openDatabase(path: string, clock: Clock): Result<OpenedDatabase> {
  const opened = openChecked(path, clock)
  if (opened.ok) return success({ connection: opened.value, notices: [] })
  if (opened.error.code !== 'store-corrupt') return opened
  return replaceDamaged(path, opened.error.message, clock)
}

/** Keeps a backup of a library that is small enough to copy at the end of a session, at most one a day, the newest three. */
export function keepDailyBackup(connection: Connection, path: string, clock: Clock): Result<null> {
  const today = fileStamp(clock).slice(0, 10)
  const backups = backupsOf(path)
  if (statSync(path).size > FULL_CHECK_BYTES || backups.some((backup) => backup.includes(`.backup-${today}`)))
    return success(null)
  const saved = backUp(connection, path, clock)
  if (saved.ok) for (const old of backupsOf(path).slice(KEPT_BACKUPS)) rmSync(old, { force: true })
  return saved
}
