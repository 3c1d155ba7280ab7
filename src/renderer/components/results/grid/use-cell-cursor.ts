import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { HeatCell } from '../../../charts/heat-data'
import type { SweepSelection } from '../use-sweep-selection'
import { pickConfigurations, pointAt } from './pick'

export interface CellCursor {
  /** The keyboard's cell; null when it is elsewhere. */
  readonly place: Readonly<ShallowRef<number | null>>
  /** The cell under the pointer or the cursor. */
  readonly cell: ComputedRef<HeatCell | null>
  /** Of the pointer: a mark of a series, or none. */
  readonly point: (series: string | null, index: number | null) => void
  readonly moveTo: (index: number | null) => void
  readonly pick: (index: number) => void
  /** No cell is looked at: the cells are about to be others. */
  readonly leave: () => void
}

/** Pointer and keyboard over the cells of a map: what they point at and pick, they point at and pick for every chart. */
export function useCellCursor(cells: () => readonly HeatCell[], selection: SweepSelection): CellCursor {
  const place = shallowRef<number | null>(null)
  const pointed = shallowRef<number | null>(null)
  const cellAt = (index: number | null): HeatCell | null => (index === null ? null : (cells()[index] ?? null))
  return {
    place,
    cell: computed(() => cellAt(pointed.value ?? place.value)),
    point: (series, index) => {
      pointed.value = series === 'cells' ? index : null
      pointAt(selection, cellAt(pointed.value)?.configurations ?? [])
    },
    moveTo: (index) => {
      place.value = index
      pointAt(selection, cellAt(index)?.configurations ?? [])
    },
    pick: (index) => {
      pickConfigurations(selection, cellAt(index)?.configurations ?? [])
    },
    leave: () => {
      place.value = null
      pointed.value = null
    },
  }
}
