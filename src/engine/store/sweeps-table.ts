import { createHash } from 'node:crypto'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { KernelState } from '@shared/report'
import type { SweepState, TrialCounts } from '@shared/sweep'
import { TRIAL_STATUSES } from '@shared/trial-result'
import { bytesOrNull, integer, json, oneOf, selection, text, textOrNull } from './columns'
import { DamagedRow } from './database'
import type { Connection, Row, SqlValue, Statements } from './database'

const STATES = ['running', 'paused', 'done', 'cancelled'] as const
const ORIGINS = ['run', 'file'] as const

/** A sweep as it is kept. */
export interface NewSweep {
  readonly name: string
  readonly origin: 'run' | 'file'
  /** The spec as run, as JSON text. */
  readonly document: string
  /** Hash of the canonical spec: equal sweeps have equal hashes. */
  readonly sweepHash: string
  readonly state: SweepState
  readonly createdAt: string
  readonly configurationCount: number
  readonly trialCount: number
  readonly notes: string
  readonly view: string
  readonly missing: readonly string[]
  readonly filePath: string | null
  readonly readOnly: boolean
  readonly engineVersion: string
  /** What computed its trials; null where it is not known. */
  readonly kernels: KernelState | null
  /** Fingerprint of each data set used, by its task settings. */
  readonly datasets: Readonly<Record<string, string>>
  /** The file it was opened from, byte by byte. */
  readonly source: Uint8Array | null
}

export interface StoredSweep extends Omit<NewSweep, 'source'> {
  readonly id: number
  readonly sourceHash: string | null
  readonly deletedAt: string | null
}

const COLUMNS = {
  id: 'integer',
  name: 'text',
  origin: 'text',
  document: 'text',
  sweep_hash: 'text',
  state: 'text',
  created_at: 'text',
  configuration_count: 'integer',
  trial_count: 'integer',
  notes: 'text',
  view: 'text',
  missing: 'text',
  file_path: 'text',
  read_only: 'integer',
  engine_version: 'text',
  datasets: 'text',
  deleted_at: 'text',
  source_hash: 'text',
  kernels: 'text',
} as const
const SWEEP_SELECTION = selection(COLUMNS)

/** A zero byte ends a text of SQLite early. */
function clean(value: string): string {
  return value.replaceAll('\0', '')
}

function texts(value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw new DamagedRow('A list of the library cannot be read.')
  return value.map(String)
}

function textRecord(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null)
    throw new DamagedRow('A table of the library cannot be read.')
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, String(entry)]))
}

function kernelsOf(row: Row): KernelState | null {
  if (textOrNull(row, 'kernels') === null) return null
  const { set, revectorizer } = textRecord(json(row, 'kernels'))
  if (set === undefined || revectorizer === undefined)
    throw new DamagedRow('The kernels of a sweep cannot be read.')
  return { set, revectorizer }
}

function sweepOf(row: Row): StoredSweep {
  return {
    id: integer(row, 'id'),
    name: text(row, 'name'),
    origin: oneOf(row, 'origin', ORIGINS),
    document: text(row, 'document'),
    sweepHash: text(row, 'sweep_hash'),
    state: oneOf(row, 'state', STATES),
    createdAt: text(row, 'created_at'),
    configurationCount: integer(row, 'configuration_count'),
    trialCount: integer(row, 'trial_count'),
    notes: text(row, 'notes'),
    view: text(row, 'view'),
    missing: texts(json(row, 'missing')),
    filePath: textOrNull(row, 'file_path'),
    readOnly: integer(row, 'read_only') !== 0,
    engineVersion: text(row, 'engine_version'),
    kernels: kernelsOf(row),
    datasets: textRecord(json(row, 'datasets')),
    sourceHash: textOrNull(row, 'source_hash'),
    deletedAt: textOrNull(row, 'deleted_at'),
  }
}

export function sourceHash(source: Uint8Array): string {
  return createHash('sha256').update(source).digest('hex')
}

const NO_TRIALS: TrialCounts = {
  queued: 0,
  running: 0,
  done: 0,
  stalled: 0,
  diverged: 0,
  cancelled: 0,
  error: 0,
}

/** Trials without a row wait, except in a cancelled sweep, where they will never run. */
function countsOf(statements: Statements, sweep: StoredSweep): TrialCounts {
  const counts = { ...NO_TRIALS }
  const rows = statements.all(
    `SELECT ${selection({ status: 'text' })}, count(*) AS count FROM trials WHERE sweep_id = ? GROUP BY status`,
    [sweep.id],
  )
  let ended = 0
  for (const row of rows) {
    const count = integer(row, 'count')
    counts[oneOf(row, 'status', TRIAL_STATUSES)] = count
    ended += count
  }
  const rest = Math.max(0, sweep.trialCount - ended)
  if (sweep.state === 'cancelled') return { ...counts, cancelled: counts.cancelled + rest }
  return sweep.origin === 'file' ? counts : { ...counts, queued: rest }
}

export interface SweepsTable {
  readonly insert: (sweep: NewSweep) => Result<number>
  /** The same as a deleted line, until `restore`: what is left half-way is purged in a later session. */
  readonly insertHidden: (sweep: NewSweep, session: number) => Result<number>
  readonly get: (id: number) => Result<StoredSweep>
  readonly list: () => Result<readonly { readonly sweep: StoredSweep; readonly counts: TrialCounts }[]>
  readonly counts: (id: number) => Result<TrialCounts>
  readonly setState: (id: number, state: SweepState) => Result<null>
  readonly setName: (id: number, name: string) => Result<null>
  readonly setNotes: (id: number, notes: string) => Result<null>
  readonly setView: (id: number, view: string) => Result<null>
  /** The file that it was saved to; `hash` finds the line when that file is opened. */
  readonly setFile: (id: number, path: string, hash: string) => Result<null>
  /** The same for a report from a file, whose bytes are kept for the next save. */
  readonly setSource: (id: number, path: string, source: Uint8Array) => Result<null>
  readonly source: (id: number) => Result<Uint8Array | null>
  /** Newest first. */
  readonly findByHash: (sweepHash: string) => Result<readonly StoredSweep[]>
  readonly findBySource: (hash: string) => Result<StoredSweep | null>
  readonly delete: (id: number, at: string, session: number) => Result<null>
  readonly restore: (id: number) => Result<null>
  /** Removes what an earlier session deleted. */
  readonly purge: (session: number) => Result<number>
  /** A sweep that was running when the program ended is paused. */
  readonly interruptRunning: () => Result<number>
}

function notFound(id: number): ReturnType<typeof failure> {
  return failure('not-found', `There is no sweep ${id} in the library.`)
}

const INSERTED = Object.keys(COLUMNS).filter((name) => name !== 'id' && name !== 'deleted_at')
const INSERT_SWEEP = `INSERT INTO sweeps(${[...INSERTED, 'source'].join(', ')}) VALUES (${[...INSERTED, 'source'].map(() => '?').join(', ')})`

function sweepParameters(sweep: NewSweep): readonly SqlValue[] {
  return [
    clean(sweep.name),
    sweep.origin,
    sweep.document,
    sweep.sweepHash,
    sweep.state,
    sweep.createdAt,
    sweep.configurationCount,
    sweep.trialCount,
    clean(sweep.notes),
    clean(sweep.view),
    JSON.stringify(sweep.missing),
    sweep.filePath,
    sweep.readOnly ? 1 : 0,
    clean(sweep.engineVersion),
    JSON.stringify(sweep.datasets),
    sweep.source === null ? null : sourceHash(sweep.source),
    sweep.kernels === null ? null : JSON.stringify(sweep.kernels),
    sweep.source,
  ]
}

type SweepReads = Pick<SweepsTable, 'get' | 'list' | 'counts' | 'source' | 'findByHash' | 'findBySource'>
type SweepWrites = Omit<SweepsTable, keyof SweepReads>

function sweepReads(connection: Connection): SweepReads {
  const select = (rest: string, parameters: readonly SqlValue[]): Result<readonly StoredSweep[]> =>
    connection.read((statements) =>
      statements.all(`SELECT ${SWEEP_SELECTION} FROM sweeps ${rest}`, parameters).map(sweepOf),
    )
  const get = (id: number): Result<StoredSweep> => {
    const rows = select('WHERE id = ?', [id])
    if (!rows.ok) return rows
    const [sweep] = rows.value
    return sweep === undefined ? notFound(id) : success(sweep)
  }
  return {
    get,
    list: () =>
      connection.read((statements) =>
        statements
          .all(`SELECT ${SWEEP_SELECTION} FROM sweeps WHERE deleted_at IS NULL ORDER BY id DESC`, [])
          .map(sweepOf)
          .map((sweep) => ({ sweep, counts: countsOf(statements, sweep) })),
      ),
    counts: (id) => {
      const sweep = get(id)
      return sweep.ok ? connection.read((statements) => countsOf(statements, sweep.value)) : sweep
    },
    source: (id) =>
      connection.read((statements) => {
        const [row] = statements.all(
          `SELECT ${selection({ source: 'bytes', source_hash: 'text' })} FROM sweeps WHERE id = ?`,
          [id],
        )
        const source = row === undefined ? null : bytesOrNull(row, 'source')
        if (row !== undefined && source !== null && sourceHash(source) !== textOrNull(row, 'source_hash')) {
          throw new DamagedRow('The kept file of this report is damaged.')
        }
        return source
      }),
    findByHash: (hash) => select('WHERE sweep_hash = ? AND deleted_at IS NULL ORDER BY id DESC', [hash]),
    findBySource: (hash) => {
      const rows = select('WHERE source_hash = ? AND deleted_at IS NULL ORDER BY id DESC LIMIT 1', [hash])
      return rows.ok ? success(rows.value[0] ?? null) : rows
    },
  }
}

function sweepWrites(connection: Connection): SweepWrites {
  const update = (id: number, assignments: string, parameters: readonly SqlValue[]): Result<null> => {
    const changed = connection.transaction(
      (statements) =>
        statements.run(`UPDATE sweeps SET ${assignments} WHERE id = ?`, [...parameters, id]).changes,
    )
    if (!changed.ok) return changed
    return changed.value === 0 ? notFound(id) : success(null)
  }
  const change = (sql: string, parameters: readonly SqlValue[]): Result<number> =>
    connection.transaction((statements) => statements.run(sql, parameters).changes)
  return {
    insert: (sweep) =>
      connection.transaction((statements) => statements.run(INSERT_SWEEP, sweepParameters(sweep)).insertedId),
    insertHidden: (sweep, session) =>
      connection.transaction((statements) => {
        const { insertedId } = statements.run(INSERT_SWEEP, sweepParameters(sweep))
        statements.run('UPDATE sweeps SET deleted_at = created_at, deleted_session = ? WHERE id = ?', [
          session,
          insertedId,
        ])
        return insertedId
      }),
    setState: (id, state) => update(id, 'state = ?', [state]),
    setName: (id, name) => update(id, 'name = ?', [clean(name)]),
    setNotes: (id, notes) => update(id, 'notes = ?', [clean(notes)]),
    setView: (id, view) => update(id, 'view = ?', [clean(view)]),
    setFile: (id, path, hash) => update(id, 'file_path = ?, source_hash = ?', [path, hash]),
    setSource: (id, path, source) =>
      update(id, 'file_path = ?, source = ?, source_hash = ?', [path, source, sourceHash(source)]),
    delete: (id, at, session) => update(id, 'deleted_at = ?, deleted_session = ?', [at, session]),
    restore: (id) => update(id, 'deleted_at = NULL, deleted_session = NULL', []),
    purge: (session) =>
      change('DELETE FROM sweeps WHERE deleted_session IS NOT NULL AND deleted_session < ?', [session]),
    interruptRunning: () => change(`UPDATE sweeps SET state = 'paused' WHERE state = 'running'`, []),
  }
}

export function sweepsTable(connection: Connection): SweepsTable {
  return { ...sweepReads(connection), ...sweepWrites(connection) }
}
