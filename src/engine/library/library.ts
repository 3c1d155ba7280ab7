import { setImmediate } from 'node:timers/promises'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { NAME_CHARACTERS } from '@shared/limits'
import type { SweepResults, SweepSummary, TrialRecord } from '@shared/sweep'
import type { Clock } from '../clock'
import { readJsonObject } from '../reports/json-text'
import type { Store } from '../store/store'
import type { SweepTrials, TrialCursor, TrialPage } from '../store/trials-table'
import type { SweepControl } from '../sweep/sweep-control'
import { sweepSummary } from '../sweep/sweep-summary'

/** What is kept: the sweeps of the store, with the figures of the one that runs. */
export interface Library {
  readonly list: () => Result<readonly SweepSummary[]>
  readonly results: (sweepId: number) => Result<SweepResults>
  /** The same a few trials a turn, so that a large sweep does not hold up the main process. */
  readonly resultsInTurns: (sweepId: number) => Promise<Result<SweepResults>>
  readonly rename: (sweepId: number, name: string) => Result<SweepSummary>
  readonly annotate: (sweepId: number, notes: string) => Result<null>
  readonly delete: (sweepId: number) => Result<null>
  readonly restore: (sweepId: number) => Result<SweepSummary>
  readonly purge: () => Result<number>
}

/** Rows of a deep network take some 50 kB each: a turn reads them in a millisecond or two. */
const TRIALS_A_TURN = 16

async function trialsInTurns(store: Store, sweepId: number): Promise<Result<SweepTrials>> {
  const trials: TrialRecord[] = []
  const damaged: string[] = []
  for (let cursor: TrialCursor | null = null; ;) {
    const page: Result<TrialPage> = store.trials.page(sweepId, cursor, TRIALS_A_TURN)
    if (!page.ok) return page
    trials.push(...page.value.trials)
    damaged.push(...page.value.damaged)
    cursor = page.value.next
    if (cursor === null) return success({ trials, damaged })
    await setImmediate()
  }
}

export function library(store: Store, control: SweepControl, clock: Clock, onChanged: () => void): Library {
  const told = <Value>(result: Result<Value>): Result<Value> => {
    if (result.ok) onChanged()
    return result
  }
  const resultsOf = (sweepId: number, { trials, damaged }: SweepTrials): Result<SweepResults> => {
    const sweep = store.sweeps.get(sweepId)
    if (!sweep.ok) return sweep
    const summary = control.summary(sweepId)
    if (!summary.ok) return summary
    const document = readJsonObject(sweep.value.document, 'sweep.json')
    if (!document.ok) return document
    return success({
      summary: summary.value,
      document: document.value,
      trials,
      engineVersion: sweep.value.engineVersion,
      notes: sweep.value.notes,
      view: sweep.value.view,
      missing: [...sweep.value.missing, ...damaged],
    })
  }
  return {
    list: () => {
      const sweeps = store.sweeps.list()
      if (!sweeps.ok) return sweeps
      return success(
        sweeps.value.map(({ sweep, counts }) => sweepSummary(sweep, control.liveCounts(sweep.id) ?? counts)),
      )
    },
    results: (sweepId) => {
      const rows = store.trials.ofSweep(sweepId)
      return rows.ok ? resultsOf(sweepId, rows.value) : rows
    },
    resultsInTurns: async (sweepId) => {
      const rows = await trialsInTurns(store, sweepId)
      return rows.ok ? resultsOf(sweepId, rows.value) : rows
    },
    rename: (sweepId, name) => {
      const wanted = name.trim()
      if (wanted === '' || wanted.length > NAME_CHARACTERS) {
        return failure('refused', `A name has 1 to ${NAME_CHARACTERS} characters, not ${wanted.length}.`)
      }
      const written = store.sweeps.setName(sweepId, wanted)
      return written.ok ? told(control.summary(sweepId)) : written
    },
    annotate: (sweepId, notes) => told(store.sweeps.setNotes(sweepId, notes)),
    delete: (sweepId) => {
      const released = control.release(sweepId)
      return released.ok ? told(store.sweeps.delete(sweepId, clock.timestamp(), store.session)) : released
    },
    restore: (sweepId) => {
      const written = store.sweeps.restore(sweepId)
      return written.ok ? told(control.summary(sweepId)) : written
    },
    purge: () => told(store.sweeps.purge(store.session)),
  }
}
