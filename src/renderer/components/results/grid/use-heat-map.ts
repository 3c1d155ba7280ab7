import { computed, shallowRef, type ComputedRef } from 'vue'
import { factorAxes, type FactorAxis } from '../../../charts/factor-axes'
import {
  defaultHeatChoice,
  heatCellSentence,
  heatGrid,
  type HeatChoice,
  type HeatData,
} from '../../../charts/heat-data'
import type { ShownSweep } from '../../../charts/shown-sweep'
import type { SweepSelection } from '../use-sweep-selection'
import { useCellCursor, type CellCursor } from './use-cell-cursor'

export interface HeatMap {
  readonly axes: ComputedRef<readonly FactorAxis[]>
  readonly choice: ComputedRef<HeatChoice>
  readonly choose: (part: Partial<Pick<HeatChoice, 'rows' | 'columns' | 'others'>>) => void
  readonly data: ComputedRef<HeatData>
  readonly cursor: CellCursor
  /** The cell under the pointer or the cursor, in words. */
  readonly sentence: ComputedRef<string | null>
}

/** The choices of the heat map and what it shows; a factor chosen for one side leaves the other. */
export function useHeatMap(sweep: () => ShownSweep, selection: SweepSelection): HeatMap {
  const axes = computed(() => factorAxes(sweep().expansion))
  const chosen = shallowRef<Partial<Pick<HeatChoice, 'rows' | 'columns' | 'others'>>>({})
  const choice = computed<HeatChoice>(() => ({
    ...defaultHeatChoice(axes.value, selection.finalMetric.value),
    ...chosen.value,
  }))
  const grid = computed(() => heatGrid(sweep(), choice.value))
  const cursor = useCellCursor(() => grid.value.cells, selection)
  const data = computed<HeatData>(() => ({
    ...grid.value,
    hidden: selection.hidden.value,
    emphasized: selection.emphasized.value,
    brushed: selection.brushed.value,
    cursor: cursor.place.value,
  }))

  function choose(part: Partial<Pick<HeatChoice, 'rows' | 'columns' | 'others'>>): void {
    const before = choice.value
    const next = { ...before, ...part }
    if (next.rows !== null && next.rows === next.columns) {
      if (part.rows === undefined) next.rows = before.columns
      else next.columns = before.rows
    }
    const { rows, columns, others } = next
    chosen.value = { rows, columns, others }
    cursor.leave()
  }

  const sentence = computed(() =>
    cursor.cell.value === null ? null : heatCellSentence(cursor.cell.value, choice.value.metric),
  )
  return { axes, choice, choose, data, cursor, sentence }
}
