import { STANDARD_BAND, type BandChoice, type CurveMetric } from '@shared/statistics/convergence-bands'
import type { LayerQuantity } from '@shared/statistics/layer-bands'
import type { Metric } from '@shared/statistics/metrics'
import { computed, readonly, ref, shallowReadonly, shallowRef } from 'vue'
import { withPin, type Pin } from '../../charts/compared'
import type { AxisScale } from '../../charts/axis-range'
import type { Intervals, MetricPart } from '../../charts/parallel-data'
import type { StepScale } from '../../charts/step-scale'

/** What every view of one sweep's results shares: what is pointed at, what is hidden, which metric. */
export function useSweepSelection() {
  const emphasized = shallowRef<number | null>(null)
  const hidden = shallowRef<ReadonlySet<number>>(new Set())
  /** The configurations inside a brushed interval; null when nothing is brushed. */
  const brushed = shallowRef<ReadonlySet<number> | null>(null)
  /** The intervals of the parallel axes that brushed them; none where another chart picked them. */
  const intervals = shallowRef<Intervals>(new Map())
  /** What the interval of the metric's axis stands for, where it was asked for in words. */
  const metricPart = shallowRef<MetricPart>('all')
  /** What is compared side by side, the baseline first; null until somebody chose. */
  const pinned = shallowRef<readonly Pin[] | null>(null)
  const metric = ref<CurveMetric>('trainLoss')
  /** The final metric that the views of ended trials show. */
  const finalMetric = ref<Metric>('trainLoss')
  const scales = ref<Record<CurveMetric, AxisScale>>({ trainLoss: 'log', trainAccuracy: 'linear' })
  const seedsShown = ref(true)
  /** What the lines and bands over steps show, and what the axis below them counts. */
  const bandChoice = shallowRef<BandChoice>(STANDARD_BAND)
  const stepScale = ref<StepScale>('steps')
  const quantity = ref<LayerQuantity>('z2')
  const place = ref(0)
  /** The configuration that views of one alone show; null for the first. */
  const inspected = ref<number | null>(null)
  const scale = computed({
    get: () => scales.value[metric.value],
    set: (next) => {
      scales.value = { ...scales.value, [metric.value]: next }
    },
  })

  function emphasize(configuration: number | null): void {
    emphasized.value = configuration
  }

  function toggle(configuration: number): void {
    const next = new Set(hidden.value)
    if (!next.delete(configuration)) next.add(configuration)
    hidden.value = next
  }

  function showAll(): void {
    hidden.value = new Set()
  }

  /** Hides every configuration but one; shows all again when it is alone already. */
  function showOnly(configuration: number, count: number): void {
    const others = Array.from({ length: count }, (_, index) => index).filter(
      (index) => index !== configuration,
    )
    const alone = !hidden.value.has(configuration) && others.every((index) => hidden.value.has(index))
    hidden.value = new Set(alone ? [] : others)
  }

  /** Of a chart that picks configurations: intervals would no longer tell what is brushed. */
  function brush(configurations: ReadonlySet<number> | null): void {
    brushWithin(new Map(), configurations)
  }

  /** Of the parallel axes. They come back with their intervals when their view does. */
  function brushWithin(
    within: Intervals,
    configurations: ReadonlySet<number> | null,
    part: MetricPart = 'all',
  ): void {
    intervals.value = within
    metricPart.value = part
    brushed.value = configurations
  }

  function pin(pins: readonly Pin[]): void {
    pinned.value = pins
  }

  function togglePin(one: Pin): void {
    pinned.value = withPin(pinned.value ?? [], one)
  }

  return {
    emphasized: readonly(emphasized),
    hidden,
    brushed: readonly(brushed),
    intervals: shallowReadonly(intervals),
    metricPart: readonly(metricPart),
    pinned: readonly(pinned),
    metric,
    finalMetric,
    scale,
    seedsShown,
    bandChoice,
    stepScale,
    quantity,
    place,
    inspected,
    emphasize,
    toggle,
    showAll,
    showOnly,
    brush,
    brushWithin,
    pin,
    togglePin,
  }
}

export type SweepSelection = ReturnType<typeof useSweepSelection>
