import type { CurveMetric } from '@shared/statistics/convergence-bands'
import { countedPairs, sweepQuestion } from '@shared/statistics/sweep-comparisons'
import { computed, ref, shallowRef } from 'vue'
import { pairData, questionPair, type PairScale } from '../../../charts/pair-data'
import { profileCaption, profileData, type ProfileData } from '../../../charts/profile-data'
import { stripCaption, stripData, stripRows, type RowOrder, type StripData } from '../../../charts/seeds-data'
import type { ShownSweep } from '../../../charts/shown-sweep'
import {
  standardTarget,
  survivalCaption,
  survivalData,
  survivalRows,
  type SurvivalData,
  type Target,
} from '../../../charts/survival-data'
import type { SweepSelection } from '../use-sweep-selection'

/** Nothing pointed at, nothing brushed. */
const UNTOUCHED = { emphasized: null, brushed: null } as const

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
  // What a pointer changes is laid over what was counted, so that pointing counts nothing again.
  const counted = computed(() =>
    stripData(all.value, order.value, {
      metric: finalMetric.value,
      seeds: sweep().expansion.seeds,
      hidden: hidden.value,
      ...UNTOUCHED,
      joined: null,
    }),
  )
  const marks = computed(() => ({ emphasized: emphasized.value, brushed: brushed.value }))
  const strip = computed<StripData>(() => ({
    ...counted.value,
    ...marks.value,
    joined: joined.value ? pair.value : null,
  }))
  /** Comparisons that the verdicts of the sweep count; a pair that none of them asks for stands alone. */
  const asked = computed(() => {
    const question = sweepQuestion(sweep().expansion)
    return question === null ? 1 : Math.max(1, countedPairs(question))
  })
  const pairs = computed(() =>
    pair.value === null ? null : pairData(all.value, pair.value, finalMetric.value, scale.value, asked.value),
  )
  const plainProfile = computed(() => profileData(counted.value))
  const profile = computed<ProfileData>(() => ({ ...plainProfile.value, ...marks.value }))

  const curveMetric = computed<CurveMetric>(() =>
    finalMetric.value.endsWith('Loss') ? 'trainLoss' : 'trainAccuracy',
  )
  const standard = computed(() => standardTarget(sweep(), curveMetric.value))
  const target = computed<Target>(() =>
    chosenTarget.value === null ? standard.value : { value: chosenTarget.value, reason: 'chosen' },
  )
  const arrivals = computed(() => survivalRows(sweep(), curveMetric.value, target.value))
  const plainSurvival = computed(() =>
    survivalData(arrivals.value, {
      metric: curveMetric.value,
      target: target.value,
      hidden: hidden.value,
      ...UNTOUCHED,
    }),
  )
  const survival = computed<SurvivalData>(() => ({ ...plainSurvival.value, ...marks.value }))
  const captions = {
    strip: computed(() => stripCaption(counted.value)),
    profile: computed(() => profileCaption(plainProfile.value)),
    survival: computed(() => survivalCaption(plainSurvival.value)),
  }
  return {
    order,
    joined,
    scale,
    pair,
    chosenPair,
    chosenTarget,
    standard,
    strip,
    pairs,
    profile,
    survival,
    captions,
  }
}
