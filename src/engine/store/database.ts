import Database from 'libsql'
import { failure, success } from '@shared/errors'
import type { LabError, Result } from '@shared/errors'

/** What SQLite holds. NaN, undefined and booleans are refused: the library stores the first two as NULL and dies of the third. */
export type SqlValue = null | number | string | Uint8Array
export type Row = Readonly<Record<string, unknown>>

export interface Statements {
  /** Runs one statement. @returns the rows changed and the id of the last inserted row. */
  readonly run: (
    sql: string,
    parameters: readonly SqlValue[],
  ) => { readonly changes: number; readonly insertedId: number }
  /** All rows, read to the end: a statement left half-way would keep its lock. */
  readonly all: (sql: string, parameters: readonly SqlValue[]) => readonly Row[]
  /** Several statements without parameters or rows. */
  readonly script: (sql: string) => void
}

export interface Connection {
  /** Expected failures of SQLite (full, damaged, busy) come back as a value; anything else throws. */
  readonly read: <Value>(body: (statements: Statements) => Value) => Result<Value>
  /** The same inside BEGIN IMMEDIATE and COMMIT; on any failure nothing of it remains. */
  readonly transaction: <Value>(body: (statements: Statements) => Value) => Result<Value>
  /** Leaves one file without a log beside it, and frees the lock. */
  readonly close: () => void
}

/** A value read back that cannot be what was written. Thrown inside `read` and `transaction`, which return it as 'store-corrupt'. */
export class DamagedRow extends Error {}

function checkedParameter(value: SqlValue): null | number | string | Buffer {
  if (value === null) return null
  if (typeof value === 'number' && !Number.isNaN(value)) return value
  if (typeof value === 'string' && !value.includes('\0')) return value
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  throw new TypeError(
    `The store takes null, numbers, strings without a zero byte and bytes, not ${describe(value)}`,
  )
}

function describe(value: unknown): string {
  return typeof value === 'string' ? 'a string with a zero byte' : `${typeof value} ${String(value)}`
}

function sqliteCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  return error.code.startsWith('SQLITE_') ? error.code : null
}

/** The failures of SQLite that a lab must live with; null for a bug, such as a broken constraint. */
function storeFailure(error: unknown): LabError | null {
  if (error instanceof DamagedRow) return { code: 'store-corrupt', message: error.message }
  const code = sqliteCode(error)
  if (code === null || !(error instanceof Error)) return null
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return {
      code: 'store-busy',
      message: 'Another Init Lab is using this library. Close it, or work in its window.',
    }
  }
  if (code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR')) {
    return {
      code: 'store-full',
      message: `The library cannot be written (${error.message}). Make room on the disk, then resume the sweep; nothing that was shown as finished is lost.`,
    }
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return { code: 'store-corrupt', message: `The library is damaged (${error.message}).` }
  }
  if (code === 'SQLITE_CANTOPEN' || code === 'SQLITE_READONLY' || code === 'SQLITE_PERM') {
    return {
      code: 'file-unwritable',
      message: `The library cannot be opened for writing (${error.message}).`,
    }
  }
  return null
}

function guarded<Value>(body: () => Value): Result<Value> {
  try {
    return success(body())
  } catch (error) {
    const expected = storeFailure(error)
    if (expected === null) throw error
    return { ok: false, error: expected }
  }
}

function statementsOf(database: Database.Database): Statements {
  const prepared = new Map<string, Database.Statement>()
  const statement = (sql: string): Database.Statement => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const made = database.prepare(sql)
    prepared.set(sql, made)
    return made
  }
  return {
    run: (sql, parameters) => {
      const outcome = statement(sql).run([...parameters.map(checkedParameter)])
      return { changes: outcome.changes, insertedId: Number(outcome.lastInsertRowid) }
    },
    all: (sql, parameters) => {
      const rows: Row[] = []
      for (const row of statement(sql).all([...parameters.map(checkedParameter)])) {
        if (typeof row !== 'object' || row === null) throw new Error('A row of the store is not an object')
        rows.push(Object.fromEntries(Object.entries(row)))
      }
      return rows
    },
    script: (sql) => {
      database.exec(sql)
    },
  }
}

/** SQLite ends the transaction itself after some failures; a second ROLLBACK then fails, which changes nothing. */
function rollBack(database: Database.Database): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // There is no transaction left to roll back.
  }
}

function releaseLock(database: Database.Database): void {
  try {
    database.exec(
      'PRAGMA journal_mode=DELETE; PRAGMA locking_mode=NORMAL; SELECT count(*) FROM sqlite_schema',
    )
  } catch {
    // A full disk keeps the log; the next start reads it.
  }
}

/**
 * Opens the file and takes its lock at once: SQLite takes an exclusive lock at the first access only.
 * Creates the file when it is missing. A failure leaves nothing changed.
 */
export function openConnection(path: string): Result<Connection> {
  let database: Database.Database
  try {
    database = new Database(path)
  } catch {
    // The library's own words are a number of SQLite.
    return failure(
      'file-unwritable',
      'No library can be opened or created here; choose another folder or a shorter name.',
      path,
    )
  }
  const locked = guarded(() => {
    database.exec('PRAGMA locking_mode=EXCLUSIVE')
    database.exec('PRAGMA journal_mode=WAL')
    database.exec('PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON')
    database.exec('BEGIN IMMEDIATE; COMMIT')
  })
  if (!locked.ok) {
    database.close()
    return { ok: false, error: { ...locked.error, place: path } }
  }
  return success(connectionOf(database))
}

function connectionOf(database: Database.Database): Connection {
  const statements = statementsOf(database)
  let open = true
  // A prepared statement of libsql still runs after close: the guard is ours.
  const whileOpen = <Value>(body: () => Value): Result<Value> =>
    open ? guarded(body) : failure('internal', 'The library is closed.')
  return {
    read: (body) => whileOpen(() => body(statements)),
    transaction: (body) =>
      whileOpen(() => {
        database.exec('BEGIN IMMEDIATE')
        try {
          const value = body(statements)
          database.exec('COMMIT')
          return value
        } catch (error) {
          rollBack(database)
          throw error
        }
      }),
    close: () => {
      if (!open) return
      open = false
      releaseLock(database)
      database.close()
    },
  }
}
