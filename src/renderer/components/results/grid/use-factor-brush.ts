import { watch, type Ref } from 'vue'
import {
  brushedPlaces,
  insideIntervals,
  METRIC_AXIS,
  placeIntervals,
  type Interval,
  type Intervals,
  type MetricPart,
  type ParallelGrid,
} from '../../../charts/parallel-data'
import type { SweepSelection } from '../use-sweep-selection'

export interface FactorBrush {
  readonly intervals: Readonly<Ref<Intervals>>
  /** Brushes intervals of an axis; none take its brush away. `part` is what they stand for on the metric's axis. */
  readonly brush: (axis: string, intervals: readonly Interval[], part?: MetricPart) => void
  /** Brushes the places of a factor in words; all of them, or none, take its brush away. */
  readonly only: (axis: string, places: readonly number[]) => void
  readonly clear: () => void
}

/**
 * The brushed intervals of every axis, and through them the brushed configurations of the whole view. They are kept in the selection:
 * a view that comes back shows them again.
 */
export function useFactorBrush(grid: () => ParallelGrid, selection: SweepSelection): FactorBrush {
  const held = selection.intervals

  function apply(next: Intervals, part: MetricPart): void {
    selection.brushWithin(next, insideIntervals(grid(), next), part)
  }

  function brush(axis: string, intervals: readonly Interval[], part: MetricPart = 'all'): void {
    // The chart tells of what it was told, too.
    if (isSameIntervals(intervals, held.value.get(axis) ?? [])) return
    const next = new Map(held.value)
    if (intervals.length === 0) next.delete(axis)
    else next.set(axis, intervals)
    apply(next, axis === METRIC_AXIS ? part : selection.metricPart.value)
  }

  function only(axis: string, places: readonly number[]): void {
    const factor = grid().axes.find(({ key }) => key === axis)
    if (factor === undefined) return
    const isWhole = places.length === 0 || places.length === factor.places.length
    brush(axis, isWhole ? [] : placeIntervals(places))
  }

  // Medians move while trials arrive, with this view closed as well: the same intervals then hold other configurations.
  watch(
    grid,
    () => {
      if (held.value.size > 0) apply(held.value, selection.metricPart.value)
    },
    { immediate: true },
  )
  return { intervals: held, brush, only, clear: () => apply(new Map(), 'all') }
}

function isSameIntervals(a: readonly Interval[], b: readonly Interval[]): boolean {
  return a.length === b.length && a.every((one, index) => one.every((end, side) => end === b[index]?.[side]))
}

/** Places as the list of a factor's chooser: empty when the factor is not brushed. */
export function chosenPlaces(axis: ParallelGrid['axes'][number], intervals: Intervals): readonly number[] {
  return intervals.has(axis.key) ? brushedPlaces(axis, intervals) : []
}
