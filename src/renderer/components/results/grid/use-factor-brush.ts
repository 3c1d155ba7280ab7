import { computed, shallowRef, toRaw, watch, type ComputedRef } from 'vue'
import {
  brushedPlaces,
  insideIntervals,
  placeIntervals,
  type Interval,
  type Intervals,
  type ParallelGrid,
} from '../../../charts/parallel-data'
import type { SweepSelection } from '../use-sweep-selection'

export interface FactorBrush {
  readonly intervals: ComputedRef<Intervals>
  /** Brushes intervals of an axis; none take its brush away. */
  readonly brush: (axis: string, intervals: readonly Interval[]) => void
  /** Brushes the places of a factor in words; all of them, or none, take its brush away. */
  readonly only: (axis: string, places: readonly number[]) => void
  readonly clear: () => void
}

/**
 * The brushed intervals of every axis, and through them the brushed configurations of the whole view. Another chart that picks
 * configurations takes the intervals away: they would no longer tell what is brushed.
 */
export function useFactorBrush(grid: () => ParallelGrid, selection: SweepSelection): FactorBrush {
  const held = shallowRef<Intervals>(new Map())
  let own: ReadonlySet<number> | null = null

  function apply(next: Intervals): void {
    held.value = next
    own = insideIntervals(grid(), next)
    selection.brush(own)
  }

  function brush(axis: string, intervals: readonly Interval[]): void {
    // The chart tells of what it was told, too.
    if (isSameIntervals(intervals, held.value.get(axis) ?? [])) return
    const next = new Map(held.value)
    if (intervals.length === 0) next.delete(axis)
    else next.set(axis, intervals)
    apply(next)
  }

  function only(axis: string, places: readonly number[]): void {
    const factor = grid().axes.find(({ key }) => key === axis)
    if (factor === undefined) return
    const isWhole = places.length === 0 || places.length === factor.places.length
    brush(axis, isWhole ? [] : placeIntervals(places))
  }

  watch(selection.brushed, (brushed) => {
    // The selection hands out a read-only view of what it was given.
    if (toRaw(brushed) !== own && held.value.size > 0) held.value = new Map()
  })
  // Medians move while trials arrive: the same intervals then hold other configurations.
  watch(grid, () => {
    if (held.value.size > 0) apply(held.value)
  })
  return { intervals: computed(() => held.value), brush, only, clear: () => apply(new Map()) }
}

function isSameIntervals(a: readonly Interval[], b: readonly Interval[]): boolean {
  return a.length === b.length && a.every((one, index) => one.every((end, side) => end === b[index]?.[side]))
}

/** Places as the list of a factor's chooser: empty when the factor is not brushed. */
export function chosenPlaces(axis: ParallelGrid['axes'][number], intervals: Intervals): readonly number[] {
  return intervals.has(axis.key) ? brushedPlaces(axis, intervals) : []
}
