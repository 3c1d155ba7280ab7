import { success } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { TrialKey, TrialRecord } from '@shared/sweep'
import type { TrialStatus } from '@shared/trial-result'
import { TRIAL_STATUSES } from '@shared/trial-result'
import { integer, oneOf, selection } from './columns'
import { DamagedRow } from './database'
import type { Connection, Row, Statements } from './database'
import { INSERT_TRIAL, TRIAL_SELECTION, trialOf, trialParameters } from './trial-row'
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

function readRow(row: Row, sweepId: number): StoredTrial | string {
  try {
    return trialOf(row, sweepId)
  } catch (error) {
    if (error instanceof DamagedRow) return error.message
    throw error
  }
}

function trialsOf(statements: Statements, sweepId: number): SweepTrials {
  const query = `SELECT ${TRIAL_SELECTION} FROM trials WHERE sweep_id = ? ORDER BY configuration, seed`
  return readRows(statements.all(query, [sweepId]), sweepId)
}

function readRows(rows: readonly Row[], sweepId: number): SweepTrials {
  const trials: TrialRecord[] = []
  const damaged: string[] = []
  for (const row of rows) {
    const read = readRow(row, sweepId)
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

const PAGE = `SELECT ${TRIAL_SELECTION} FROM trials
  WHERE sweep_id = ? AND id <= ? AND (configuration, seed) > (?, ?) ORDER BY configuration, seed LIMIT ?`

function pageOf(
  statements: Statements,
  sweepId: number,
  cursor: TrialCursor | null,
  length: number,
): TrialPage {
  const { through, configuration, seed } = cursor ?? beginning(statements, sweepId)
  const rows = statements.all(PAGE, [sweepId, through, configuration, seed, length])
  const last = rows.at(-1)
  const next =
    last === undefined || rows.length < length
      ? null
      : { through, configuration: integer(last, 'configuration'), seed: integer(last, 'seed') }
  return { ...readRows(rows, sweepId), next }
}

export interface TrialsTable {
  /** One group: all of them or none. */
  readonly insert: (sweepId: number, trials: readonly StoredTrial[]) => Result<null>
  /** Ordered by configuration, then seed. */
  readonly ofSweep: (sweepId: number) => Result<SweepTrials>
  /** The same in pages of so many rows, for a reader that must not hold up the main process; null begins. */
  readonly page: (sweepId: number, cursor: TrialCursor | null, length: number) => Result<TrialPage>
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
    page: (sweepId, cursor, length) =>
      connection.read((statements) => pageOf(statements, sweepId, cursor, length)),
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
          const read = readRow(row, integer(row, 'sweep_id'))
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
