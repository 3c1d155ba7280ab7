import { shallowRef, type Ref, type ShallowRef } from 'vue'
import {
  cellAt,
  cellOrigin,
  rowAt,
  type CellPlace,
  type GridLayout,
  type GridStates,
} from '../../charts/grid-map'
import { cellAfter } from './cell-moves'

export interface MapCursor {
  /** The cell under the pointer or the keyboard's cursor. */
  readonly active: Readonly<ShallowRef<CellPlace | null>>
  /** The configuration whose row, name or cells, the pointer is on. */
  readonly row: Readonly<ShallowRef<number | null>>
  readonly onPointer: (event: PointerEvent) => void
  readonly onKey: (event: KeyboardEvent) => void
  readonly enter: () => void
  readonly leave: () => void
}

/** Pointer and keyboard over the map of the trials; the configuration they are at is told. */
export function useMapCursor(
  box: Readonly<Ref<HTMLElement | null>>,
  layout: () => GridLayout,
  grid: () => GridStates,
  tell: (configuration: number | null) => void,
): MapCursor {
  const active = shallowRef<CellPlace | null>(null)
  const row = shallowRef<number | null>(null)

  function go(place: CellPlace | null, configuration: number | null): void {
    const isSame =
      place?.configuration === active.value?.configuration &&
      place?.seed === active.value?.seed &&
      configuration === row.value
    if (isSame) return
    active.value = place
    row.value = configuration
    tell(place?.configuration ?? configuration)
  }

  function reveal(place: CellPlace): void {
    const element = box.value
    if (element === null) return
    const { y } = cellOrigin(place, layout())
    const below = y + layout().cell - element.clientHeight
    element.scrollTop = Math.max(below, Math.min(y, element.scrollTop))
  }

  function onPointer({ offsetX, offsetY }: PointerEvent): void {
    const { configurations } = grid()
    go(cellAt(offsetX, offsetY, layout(), grid()), rowAt(offsetX, offsetY, layout(), configurations))
  }

  function onKey(event: KeyboardEvent): void {
    const { configurations, seeds } = grid()
    const { configuration, seed } = active.value ?? { configuration: 0, seed: 0 }
    const size = { rows: configurations, columns: seeds.length }
    const next = cellAfter(event.key, { row: configuration, column: seed }, size)
    if (next === null) return
    event.preventDefault()
    const place =
      active.value === null ? { configuration, seed } : { configuration: next.row, seed: next.column }
    go(place, null)
    reveal(place)
  }

  return {
    active,
    row,
    onPointer,
    onKey,
    enter: () => {
      if (active.value === null) go({ configuration: 0, seed: 0 }, null)
    },
    leave: () => go(null, null),
  }
}
