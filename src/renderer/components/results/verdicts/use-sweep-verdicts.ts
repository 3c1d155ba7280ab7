import { compareSweepInTurns, type SweepComparisons } from '@shared/statistics/sweep-comparisons'
import { isResult, type Metric } from '@shared/statistics/metrics'
import { onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { ShownSweep } from '../../../charts/shown-sweep'
import { inTurns } from '../../../common/in-turns'
import { useThrottled } from '../use-throttled'

/** Milliseconds between two judgements while trials arrive. */
const LIVE_INTERVAL = 2000
/** Seeds up to which the bootstrap of a pair fits a turn of the page's loop; no verdict needs its interval. */
const SEEDS_WITH_INTERVAL = 50
const RESAMPLES = 2000

export interface SweepVerdicts {
  /** The last whole judgement; null before the first. */
  readonly verdicts: Readonly<ShallowRef<SweepComparisons | null>>
  readonly computing: Readonly<Ref<boolean>>
  /** Trials with a result that the last whole judgement knows: fewer than have ended for a moment after new ones. */
  readonly judged: Readonly<Ref<number>>
}

export interface VerdictChoices {
  /** Key of the factor to compare by; undefined: the sweep's own question. */
  readonly factor: () => string | undefined
  /** Whether the intervals of the differences are shown: their bootstrap is most of the work. */
  readonly intervals: boolean
}

/**
 * The comparisons that a sweep asks for, one pair a turn of the page's loop: sixty pairs with their bootstrap take half a second, in
 * which the window goes on.
 */
export function useSweepVerdicts(
  sweep: () => ShownSweep,
  metric: () => Metric,
  { factor, intervals }: VerdictChoices,
): SweepVerdicts {
  const verdicts = shallowRef<SweepComparisons | null>(null)
  const computing = shallowRef(false)
  const known = shallowRef(0)
  const trials = useThrottled(() => sweep().trials, LIVE_INTERVAL)
  let judgement = 0

  async function judge(): Promise<void> {
    judgement += 1
    const mine = judgement
    computing.value = true
    const chosen = factor()
    const { expansion, isLive } = sweep()
    const drawsIntervals = intervals && !isLive && expansion.seeds.length <= SEEDS_WITH_INTERVAL
    const judgedTrials = trials.value
    const turns = compareSweepInTurns(expansion, judgedTrials, metric(), {
      ...(chosen === undefined ? {} : { factor: chosen }),
      resamples: drawsIntervals ? RESAMPLES : 0,
    })
    const judged = await inTurns(turns, () => mine === judgement)
    if (judged === null) return
    verdicts.value = judged
    known.value = judgedTrials.filter(isResult).length
    computing.value = false
  }

  watch([trials, () => sweep().expansion, () => sweep().isLive, metric, factor], () => void judge(), {
    immediate: true,
  })
  onScopeDispose(() => {
    judgement += 1
  })
  return { verdicts, computing, judged: known }
}
