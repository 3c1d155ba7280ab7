import { expandSweep } from '@shared/expand-sweep'
import type {
  Expansion,
  SweepResults,
  SweepState,
  SweepUpdate,
  TrialCounts,
  TrialRecord,
  TrialState,
} from '@shared/sweep'
import { parseSweepDocument, type SweepDocument } from '@shared/sweep-spec'
import { trialWith } from '../../shared/statistics/synthetic-trials'

const DOCUMENT: SweepDocument = {
  format: 'initlab-sweep/1',
  name: 'He or Xavier',
  model: { depth: [3, 10], init: ['he-normal', 'xavier-normal'] },
  train: { steps: 20 },
  seeds: { first: 0, count: 3 },
}

export function expansionOf(document: SweepDocument = DOCUMENT): Expansion {
  const parsed = parseSweepDocument(document)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return expandSweep(parsed.value)
}

function countsOf(trials: readonly TrialRecord[], total: number): TrialCounts {
  const counts: Record<TrialState, number> = {
    queued: total - trials.length,
    running: 0,
    done: 0,
    stalled: 0,
    diverged: 0,
    cancelled: 0,
    error: 0,
  }
  for (const { status } of trials) counts[status]++
  return counts
}

/** Three seeds a configuration; the last configuration's seeds 1 and 2 diverged. */
export function trialsOf(expansion: Expansion): TrialRecord[] {
  return expansion.configurations.flatMap(({ index }) =>
    expansion.seeds.map((seed) => {
      const hasDiverged = index === 3 && seed > 0
      return trialWith({
        configuration: index,
        seed,
        status: hasDiverged ? 'diverged' : 'done',
        losses: hasDiverged ? [2.3, NaN] : [2.3, 1 + index, (0.1 + index) * (1 + seed / 10)],
        firstCause: hasDiverged
          ? { step: 7, layer: 2, quantity: 'z', side: 'not-finite', value: null }
          : null,
      })
    }),
  )
}

export function resultsOf(
  trials: readonly TrialRecord[],
  state: SweepState = 'done',
  document: SweepDocument = DOCUMENT,
): SweepResults {
  const { trialCount, configurations } = expansionOf(document)
  return {
    summary: {
      id: 1,
      name: 'He or Xavier',
      origin: 'run',
      state,
      createdAt: '2026-11-21T22:00:00Z',
      counts: countsOf(trials, trialCount),
      configurationCount: configurations.length,
      trialCount,
      filePath: null,
      readOnly: false,
    },
    document,
    trials,
    engineVersion: '1',
    notes: '',
    view: '{}',
    missing: [],
  }
}

export function updateOf(trials: readonly TrialRecord[], over: Partial<SweepUpdate> = {}): SweepUpdate {
  return {
    sweepId: 1,
    state: 'running',
    counts: countsOf(trials, expansionOf().trialCount),
    trialsPerSecond: 12,
    etaSeconds: 30,
    workers: 2,
    workersBusy: 2,
    running: [],
    ended: [],
    notice: null,
    ...over,
  }
}
