import type { CurveMetric } from '@shared/statistics/convergence-bands'
import { countedPairs, sweepQuestion } from '@shared/statistics/sweep-comparisons'
import { computed, ref, shallowRef } from 'vue'
import { pairData, questionPair, type PairScale } from '../../../charts/pair-data'
import { profileData } from '../../../charts/profile-data'
import { stripData, stripRows, type RowOrder } from '../../../charts/seeds-data'
import type { ShownSweep } from '../../../charts/shown-sweep'
import { standardTarget, survivalData, survivalRows, type Target } from '../../../charts/survival-data'
import type { SweepSelection } from '../use-sweep-selection'

type Pair = readonly [a: number, b: number]

/** The choices of the seeds' views, and the data of their charts. What a pointer changes is apart from what is counted. */
export function useSeedCharts(sweep: () => ShownSweep, selection: SweepSelection) {
  const { finalMetric, hidden, emphasized, brushed } = selection
  const order = ref<RowOrder>('grid')
  const joined = ref(false)
  const scale = ref<PairScale>('difference')
  /** A person's own pair and target; null for the standard ones. */
  const chosenPair = shallowRef<Pair | null>(null)
  const chosenTarget = ref<number | null>(null)

  const all = computed(() => stripRows(sweep(), finalMetric.value))
  const pair = computed<Pair | null>(
    () => chosenPair.value ?? questionPair(sweep().expansion, all.value, finalMetric.value),
  )
  const strip = computed(() =>
    stripData(all.value, order.value, {
      metric: finalMetric.value,
      seeds: sweep().expansion.seeds,
      hidden: hidden.value,
      emphasized: emphasized.value,
      brushed: brushed.value,
      joined: joined.value ? pair.value : null,
    }),
  )
  /** Comparisons that the verdicts of the sweep count. */
  const asked = computed(() => {
    const question = sweepQuestion(sweep().expansion)
    return question === null ? 1 : countedPairs(question)
  })
  const pairs = computed(() =>
    pair.value === null ? null : pairData(all.value, pair.value, finalMetric.value, scale.value, asked.value),
  )
  const profile = computed(() => profileData(strip.value))

  const curveMetric = computed<CurveMetric>(() =>
    finalMetric.value.endsWith('Loss') ? 'trainLoss' : 'trainAccuracy',
  )
  const standard = computed(() => standardTarget(sweep(), curveMetric.value))
  const target = computed<Target>(() =>
    chosenTarget.value === null ? standard.value : { value: chosenTarget.value, reason: 'chosen' },
  )
  const arrivals = computed(() => survivalRows(sweep(), curveMetric.value, target.value))
  const survival = computed(() =>
    survivalData(arrivals.value, {
      metric: curveMetric.value,
      target: target.value,
      hidden: hidden.value,
      emphasized: emphasized.value,
      brushed: brushed.value,
    }),
  )
  return { order, joined, scale, pair, chosenPair, chosenTarget, standard, strip, pairs, profile, survival }
}
