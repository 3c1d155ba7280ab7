import { setImmediate } from 'node:timers/promises'
import { success } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { LayerRow, LayerRows, TrialDetails } from '@shared/layer-rows'
import type { TrialRecord } from '@shared/sweep'
import type { LayerColumn } from '@shared/trial-result'
import type { Store } from '../store/store'
import type { LayerPlace, SweepTrials, TrialCursor } from '../store/trials-table'

/** Reads the trials of a sweep a few in each turn of the event loop: whoever else lives in the process goes on. */
export interface TrialReader {
  /** Every trial as a report needs it. */
  readonly whole: (sweepId: number) => Promise<Result<SweepTrials>>
  /** Every trial without layer statistics, singular values and histograms, which are empty. */
  readonly shown: (sweepId: number) => Promise<Result<SweepTrials>>
  /** One column of the layer statistics behind store row `after` (0: from the first), some hundred rows a call. */
  readonly layers: (sweepId: number, column: LayerColumn, after: number) => Promise<Result<LayerRows>>
  /** Whole records of one configuration, as far as they are there, in the order of the seeds. */
  readonly details: (
    sweepId: number,
    configuration: number,
    seeds: readonly number[],
  ) => Promise<Result<TrialDetails>>
}

/** Rows of a deep network take some 50 kB each: a turn reads them in a millisecond or two. */
const TRIALS_A_TURN = 16
/** Without their layers rows take a tenth of that. */
const SHOWN_TRIALS_A_TURN = 64

/** Rows of one answer: the window takes it in some milliseconds. */
const LAYER_ROWS = 256
/** Values of one answer: a megabyte. One larger row goes alone. */
const LAYER_VALUES = 250_000
/** Layer statistics read in one turn: some hundred microseconds. */
const LAYER_BYTES_A_TURN = 512 * 1024

async function inPages(
  store: Store,
  sweepId: number,
  kind: 'whole' | 'shown',
  length: number,
): Promise<Result<SweepTrials>> {
  const trials: TrialRecord[] = []
  const damaged: string[] = []
  for (let cursor: TrialCursor | null = null; ;) {
    const page = store.trials.page(sweepId, cursor, length, kind)
    if (!page.ok) return page
    trials.push(...page.value.trials)
    damaged.push(...page.value.damaged)
    cursor = page.value.next
    if (cursor === null) return success({ trials, damaged })
    await setImmediate()
  }
}

/** The last row of each turn: as many as fit into the bytes of a turn, one at least. */
function turnsOf(places: readonly LayerPlace[]): readonly number[] {
  const lasts: number[] = []
  let bytes = 0
  for (const [index, place] of places.entries()) {
    if (index > 0 && bytes + place.bytes > LAYER_BYTES_A_TURN) {
      lasts.push(places[index - 1]?.id ?? 0)
      bytes = 0
    }
    bytes += place.bytes
  }
  const last = places.at(-1)
  return last === undefined ? lasts : [...lasts, last.id]
}

async function layersOf(
  store: Store,
  sweepId: number,
  column: LayerColumn,
  after: number,
): Promise<Result<LayerRows>> {
  const sweep = store.sweeps.get(sweepId)
  if (!sweep.ok) return sweep
  // One more than an answer holds tells whether that is all.
  const places = store.trials.layerPlaces(sweepId, after, LAYER_ROWS + 1)
  if (!places.ok) return places
  const rows: LayerRow[] = []
  const damaged: string[] = []
  let next = after
  let values = 0
  for (const last of turnsOf(places.value.slice(0, LAYER_ROWS))) {
    if (values > LAYER_VALUES) return success({ rows, damaged, next, more: true })
    const read = store.trials.layers(sweepId, next, last, column)
    if (!read.ok) return read
    rows.push(...read.value.rows)
    damaged.push(...read.value.damaged)
    values += read.value.rows.reduce((sum, row) => sum + row.values.length, 0)
    next = last
    await setImmediate()
  }
  return success({ rows, damaged, next, more: places.value.length > LAYER_ROWS })
}

async function detailsOf(
  store: Store,
  sweepId: number,
  configuration: number,
  seeds: readonly number[],
): Promise<Result<TrialDetails>> {
  const sweep = store.sweeps.get(sweepId)
  if (!sweep.ok) return sweep
  const trials: TrialRecord[] = []
  const damaged: string[] = []
  // A whole record may be large: one a turn.
  for (const seed of new Set(seeds)) {
    const read = store.trials.ofSeed(sweepId, configuration, seed)
    if (!read.ok) return read
    trials.push(...read.value.trials)
    damaged.push(...read.value.damaged)
    await setImmediate()
  }
  return success({ trials, damaged })
}

export function trialReader(store: Store): TrialReader {
  return {
    whole: (sweepId) => inPages(store, sweepId, 'whole', TRIALS_A_TURN),
    shown: (sweepId) => inPages(store, sweepId, 'shown', SHOWN_TRIALS_A_TURN),
    layers: (sweepId, column, after) => layersOf(store, sweepId, column, after),
    details: (sweepId, configuration, seeds) => detailsOf(store, sweepId, configuration, seeds),
  }
}
