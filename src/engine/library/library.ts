import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { LayerRows, TrialDetails } from '@shared/layer-rows'
import { NAME_CHARACTERS } from '@shared/limits'
import type { SweepResults, SweepSummary } from '@shared/sweep'
import type { LayerColumn } from '@shared/trial-result'
import type { Clock } from '../clock'
import { readJsonObject } from '../reports/json-text'
import type { Store } from '../store/store'
import type { SweepTrials } from '../store/trials-table'
import type { SweepControl } from '../sweep/sweep-control'
import { sweepSummary } from '../sweep/sweep-summary'
import type { TrialReader } from './trial-reader'

/** What is kept: the sweeps of the store, with the figures of the one that runs. */
export interface Library {
  readonly list: () => Result<readonly SweepSummary[]>
  readonly results: (sweepId: number) => Result<SweepResults>
  readonly shownResults: (sweepId: number) => Promise<Result<SweepResults>>
  readonly layerRows: (sweepId: number, column: LayerColumn, after: number) => Promise<Result<LayerRows>>
  readonly trialDetails: (
    sweepId: number,
    configuration: number,
    seeds: readonly number[],
  ) => Promise<Result<TrialDetails>>
  readonly rename: (sweepId: number, name: string) => Result<SweepSummary>
  readonly annotate: (sweepId: number, notes: string) => Result<null>
  readonly delete: (sweepId: number) => Result<null>
  readonly restore: (sweepId: number) => Result<SweepSummary>
  readonly purge: () => Result<number>
}

export function library(
  store: Store,
  reader: TrialReader,
  control: SweepControl,
  clock: Clock,
  onChanged: () => void,
): Library {
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
    shownResults: async (sweepId) => {
      const rows = await reader.shown(sweepId)
      return rows.ok ? resultsOf(sweepId, rows.value) : rows
    },
    layerRows: reader.layers,
    trialDetails: reader.details,
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
