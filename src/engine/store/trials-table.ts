import { success } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { LayerRow, LayerRows } from '@shared/layer-rows'
import type { TrialKey, TrialRecord } from '@shared/sweep'
import type { LayerColumn, TrialStatus } from '@shared/trial-result'
import { TRIAL_STATUSES } from '@shared/trial-result'
import { integer, oneOf, selection } from './columns'
import { DamagedRow } from './database'
import type { Connection, Row, Statements } from './database'
import {
  INSERT_TRIAL,
  LAYER_SELECTION,
  layerRowOf,
  SHOWN_SELECTION,
  shownTrialOf,
  TRIAL_SELECTION,
  trialOf,
  trialParameters,
} from './trial-row'
import type { StoredTrial } from './trial-row'

export interface SweepTrials {
  readonly trials: readonly TrialRecord[]
  /** Sentences on rows whose checksum differs; those trials are left out. */
  readonly damaged: readonly string[]
}

const KEY_SELECTION = selection({ configuration: 'integer', seed: 'integer', status: 'text' })

function insertAll(statements: Statements, sweepId: number, trials: readonly StoredTrial[]): void {
  for (const trial of trials) statements.run(INSERT_TRIAL, trialParameters(sweepId, trial))
}

/** What was read, or a sentence on why not. */
function readRow<Value>(read: () => Value): Value | string {
  try {
    return read()
  } catch (error) {
    if (error instanceof DamagedRow) return error.message
    throw error
  }
}

function trialsOf(statements: Statements, sweepId: number): SweepTrials {
  const query = `SELECT ${TRIAL_SELECTION} FROM trials WHERE sweep_id = ? ORDER BY configuration, seed`
  return readRows(statements.all(query, [sweepId]), sweepId, trialOf)
}

type ReadTrial = (row: Row, sweepId: number) => StoredTrial

function readRows(rows: readonly Row[], sweepId: number, trialIn: ReadTrial): SweepTrials {
  const trials: TrialRecord[] = []
  const damaged: string[] = []
  for (const row of rows) {
    const read = readRow(() => trialIn(row, sweepId))
    if (typeof read === 'string') damaged.push(read)
    else trials.push(read.record)
  }
  return { trials, damaged }
}

/** Where a reading in pages stands: `through` bounds it to the rows that were there when it began. */
export interface TrialCursor extends TrialKey {
  readonly through: number
}

export interface TrialPage extends SweepTrials {
  /** For the next page; null after the last. */
  readonly next: TrialCursor | null
}

function beginning(statements: Statements, sweepId: number): TrialCursor {
  const query = 'SELECT CAST(ifnull(max(id), 0) AS INTEGER) AS through FROM trials WHERE sweep_id = ?'
  const [row] = statements.all(query, [sweepId])
  return { through: row === undefined ? 0 : integer(row, 'through'), configuration: -1, seed: -1 }
}

/** Ordered by the columns themselves: by the selected names, which are casts, SQLite would sort all that is left for each page. */
const PAGE_ROWS = `FROM trials WHERE sweep_id = ? AND id <= ? AND (configuration, seed) > (?, ?)
  ORDER BY trials.configuration, trials.seed LIMIT ?`
const PAGES = {
  whole: { query: `SELECT ${TRIAL_SELECTION} ${PAGE_ROWS}`, trialIn: trialOf },
  shown: { query: `SELECT ${SHOWN_SELECTION} ${PAGE_ROWS}`, trialIn: shownTrialOf },
} as const

function pageOf(
  statements: Statements,
  sweepId: number,
  cursor: TrialCursor | null,
  length: number,
  kind: keyof typeof PAGES,
): TrialPage {
  const { query, trialIn } = PAGES[kind]
  const { through, configuration, seed } = cursor ?? beginning(statements, sweepId)
  const rows = statements.all(query, [sweepId, through, configuration, seed, length])
  const last = rows.at(-1)
  const next =
    last === undefined || rows.length < length
      ? null
      : { through, configuration: integer(last, 'configuration'), seed: integer(last, 'seed') }
  return { ...readRows(rows, sweepId, trialIn), next }
}

/** A row on disk and what reading its layer statistics costs. */
export interface LayerPlace {
  readonly id: number
  readonly bytes: number
}

/**
 * By the key of the rows, not by the index of the sweep, which would sort them all: the plus sign says so. The bounds keep it
 * among the sweep's own.
 */
const LAYER_ROWS = 'FROM trials WHERE +sweep_id = ? AND id > ? AND id <= ? ORDER BY trials.id'
const LAYER_BOUNDS = `SELECT CAST(ifnull(min(id), 1) AS INTEGER) AS first, CAST(ifnull(max(id), 0) AS INTEGER) AS last
  FROM trials WHERE sweep_id = ? AND id > ?`

function layerPlaces(
  statements: Statements,
  sweepId: number,
  after: number,
  length: number,
): readonly LayerPlace[] {
  const [bounds] = statements.all(LAYER_BOUNDS, [sweepId, after])
  if (bounds === undefined) return []
  const query = `SELECT CAST(id AS INTEGER) AS id, CAST(length(layers) AS INTEGER) AS bytes ${LAYER_ROWS} LIMIT ?`
  return statements
    .all(query, [sweepId, integer(bounds, 'first') - 1, integer(bounds, 'last'), length])
    .map((row) => ({ id: integer(row, 'id'), bytes: integer(row, 'bytes') }))
}

export type ReadLayers = Pick<LayerRows, 'rows' | 'damaged'>

function layersOf(
  statements: Statements,
  sweepId: number,
  after: number,
  through: number,
  column: LayerColumn,
): ReadLayers {
  const rows: LayerRow[] = []
  const damaged: string[] = []
  for (const row of statements.all(`SELECT ${LAYER_SELECTION} ${LAYER_ROWS}`, [sweepId, after, through])) {
    const read = readRow(() => layerRowOf(row, column))
    if (typeof read === 'string') damaged.push(read)
    else rows.push(read)
  }
  return { rows, damaged }
}

const ONE = `SELECT ${TRIAL_SELECTION} FROM trials WHERE sweep_id = ? AND configuration = ? AND seed = ?`

export interface TrialsTable {
  /** One group: all of them or none. */
  readonly insert: (sweepId: number, trials: readonly StoredTrial[]) => Result<null>
  /** Ordered by configuration, then seed. */
  readonly ofSweep: (sweepId: number) => Result<SweepTrials>
  /**
   * The same in pages of so many rows, for a reader that must not hold up the main process; null begins. `shown` leaves
   * layer statistics, singular values and histograms empty.
   */
  readonly page: (
    sweepId: number,
    cursor: TrialCursor | null,
    length: number,
    kind: 'whole' | 'shown',
  ) => Result<TrialPage>
  /** The rows of the sweep behind row `after`, at most so many, in the order in which they were written. */
  readonly layerPlaces: (sweepId: number, after: number, length: number) => Result<readonly LayerPlace[]>
  /** One column of the layer statistics of the rows behind `after`, `through` included. */
  readonly layers: (
    sweepId: number,
    after: number,
    through: number,
    column: LayerColumn,
  ) => Result<ReadLayers>
  /** The trial of this key, if it is there. */
  readonly ofSeed: (sweepId: number, configuration: number, seed: number) => Result<SweepTrials>
  readonly keys: (sweepId: number) => Result<readonly (TrialKey & { readonly status: TrialStatus })[]>
  /** Forgets the trials of these statuses, so that they run again. */
  readonly remove: (sweepId: number, statuses: readonly TrialStatus[]) => Result<number>
  /** A finished and undamaged trial of the same identity, from any sweep run here. */
  readonly findEqual: (identities: readonly string[]) => Result<ReadonlyMap<string, TrialRecord>>
  readonly countEqual: (identities: readonly string[]) => Result<number>
}

const EQUAL = `FROM trials WHERE identity = ? AND status IN ('done', 'stalled', 'diverged')`

export function trialsTable(connection: Connection): TrialsTable {
  return {
    insert: (sweepId, trials) =>
      connection.transaction((statements) => {
        insertAll(statements, sweepId, trials)
        return null
      }),
    ofSweep: (sweepId) => connection.read((statements) => trialsOf(statements, sweepId)),
    page: (sweepId, cursor, length, kind) =>
      connection.read((statements) => pageOf(statements, sweepId, cursor, length, kind)),
    layerPlaces: (sweepId, after, length) =>
      connection.read((statements) => layerPlaces(statements, sweepId, after, length)),
    layers: (sweepId, after, through, column) =>
      connection.read((statements) => layersOf(statements, sweepId, after, through, column)),
    ofSeed: (sweepId, configuration, seed) =>
      connection.read((statements) =>
        readRows(statements.all(ONE, [sweepId, configuration, seed]), sweepId, trialOf),
      ),
    keys: (sweepId) =>
      connection.read((statements) =>
        statements
          .all(`SELECT ${KEY_SELECTION} FROM trials WHERE sweep_id = ? ORDER BY id`, [sweepId])
          .map((row) => ({
            configuration: integer(row, 'configuration'),
            seed: integer(row, 'seed'),
            status: oneOf(row, 'status', TRIAL_STATUSES),
          })),
      ),
    remove: (sweepId, statuses) =>
      connection.transaction((statements) => {
        let removed = 0
        for (const status of statuses) {
          removed += statements.run('DELETE FROM trials WHERE sweep_id = ? AND status = ?', [
            sweepId,
            status,
          ]).changes
        }
        return removed
      }),
    findEqual: (identities) =>
      connection.read((statements) => {
        const found = new Map<string, TrialRecord>()
        const query = `SELECT CAST(sweep_id AS INTEGER) AS sweep_id, ${TRIAL_SELECTION} ${EQUAL} LIMIT 1`
        for (const identity of identities) {
          const [row] = statements.all(query, [identity])
          if (row === undefined) continue
          const read = readRow(() => trialOf(row, integer(row, 'sweep_id')))
          if (typeof read !== 'string') found.set(identity, read.record)
        }
        return found
      }),
    countEqual: (identities) => {
      const counted = connection.read((statements) => {
        let count = 0
        for (const identity of identities)
          count += statements.all(`SELECT 1 AS found ${EQUAL} LIMIT 1`, [identity]).length
        return count
      })
      return counted.ok ? success(counted.value) : counted
    },
  }
}
