import { compareInTurns, seedValues, type Comparison } from '@shared/statistics/comparison'
import { METRICS, type Metric } from '@shared/statistics/metrics'
import { computed, onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { comparisonCount, type BaselineComparisons } from '../../../charts/compare-data'
import { isSamePin, type Compared } from '../../../charts/compared'
import { inTurns } from '../../../common/in-turns'
import { useThrottled } from '../use-throttled'

/** Milliseconds between two judgements while trials arrive. */
const LIVE_INTERVAL = 2000
/** Seeds up to which the bootstrap of a pair fits a turn of the page's loop. */
const SEEDS_WITH_INTERVAL = 50
const RESAMPLES = 2000

export interface Comparisons {
  /** Of the items as they were last judged; null before, and while others are pinned. */
  readonly comparisons: Readonly<ShallowRef<BaselineComparisons | null>>
  readonly computing: Readonly<Ref<boolean>>
}

/** The same configurations with the same trials: a band of another metric changes no comparison. */
function isSame(a: readonly Compared[], b: readonly Compared[]): boolean {
  return (
    hasSamePins(a, b) &&
    a.every(({ results: { trials } }, index) => {
      const others = b[index]?.results.trials
      return trials.length === others?.length && trials.every((trial, place) => trial === others[place])
    })
  )
}

function hasSamePins(a: readonly Compared[], b: readonly Compared[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ pin }, index) => {
      const other = b[index]
      return other !== undefined && isSamePin(pin, other.pin)
    })
  )
}

/**
 * Every pinned configuration against the first one by every metric, one pair a turn of the page's loop. Holm's correction counts all of
 * them, since they are read together.
 */
export function useComparisons(items: () => readonly Compared[], isLive: () => boolean): Comparisons {
  const comparisons = shallowRef<BaselineComparisons | null>(null)
  const computing = shallowRef(false)
  const settled = computed<readonly Compared[]>((before) => {
    const now = items()
    return before !== undefined && isSame(before, now) ? before : now
  })
  const throttled = useThrottled(() => settled.value, LIVE_INTERVAL)
  const judged = computed(() =>
    hasSamePins(throttled.value, settled.value) ? throttled.value : settled.value,
  )
  let judgement = 0
  let last: readonly Compared[] = []

  async function compareBy(
    metric: Metric,
    [baseline, ...others]: readonly Compared[],
    isCurrent: () => boolean,
  ): Promise<readonly Comparison[] | null> {
    if (baseline === undefined) return []
    const b = seedValues(baseline.results.trials, metric)
    const pairs = others.map(({ results }) => ({ a: seedValues(results.trials, metric), b }))
    const seeds = pairs.reduce((most, { a }) => Math.max(most, a.length), b.length)
    const turns = compareInTurns(pairs, metric, {
      comparisons: comparisonCount(others.length + 1),
      resamples: isLive() || seeds > SEEDS_WITH_INTERVAL ? 0 : RESAMPLES,
    })
    return inTurns(turns, isCurrent)
  }

  async function judge(): Promise<void> {
    judgement += 1
    const mine = judgement
    const now = judged.value
    if (!hasSamePins(now, last)) comparisons.value = null
    last = now
    computing.value = true
    const found = new Map<Metric, readonly Comparison[]>()
    for (const metric of METRICS) {
      const own = await compareBy(metric, now, () => mine === judgement)
      if (own === null) return
      found.set(metric, own)
    }
    if (mine !== judgement) return
    const of = (metric: Metric): readonly Comparison[] => found.get(metric) ?? []
    comparisons.value = {
      trainLoss: of('trainLoss'),
      trainAccuracy: of('trainAccuracy'),
      testLoss: of('testLoss'),
      testAccuracy: of('testAccuracy'),
    }
    computing.value = false
  }

  watch([judged, isLive], () => void judge(), { immediate: true })
  onScopeDispose(() => {
    judgement += 1
  })
  return { comparisons, computing }
}
