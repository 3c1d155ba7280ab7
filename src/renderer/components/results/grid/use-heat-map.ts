import { computed, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { factorAxes, type FactorAxis } from '../../../charts/factor-axes'
import {
  defaultHeatChoice,
  heatCellSentence,
  heatGrid,
  type HeatCell,
  type HeatChoice,
  type HeatData,
} from '../../../charts/heat-data'
import type { ShownSweep } from '../../../charts/shown-sweep'
import type { SweepSelection } from '../use-sweep-selection'

export interface HeatMap {
  readonly axes: ComputedRef<readonly FactorAxis[]>
  readonly choice: ComputedRef<HeatChoice>
  readonly choose: (part: Partial<Pick<HeatChoice, 'rows' | 'columns' | 'others'>>) => void
  readonly data: ComputedRef<HeatData>
  readonly cursor: ShallowRef<number | null>
  /** The cell under the pointer. */
  readonly pointed: Ref<number | null>
  /** The cell under the pointer or the cursor, in words. */
  readonly sentence: ComputedRef<string | null>
  readonly cellAt: (index: number | null) => HeatCell | null
}

/** The choices of the heat map and what it shows; a factor chosen for one side leaves the other. */
export function useHeatMap(sweep: () => ShownSweep, selection: SweepSelection): HeatMap {
  const axes = computed(() => factorAxes(sweep().expansion))
  const chosen = shallowRef<Partial<Pick<HeatChoice, 'rows' | 'columns' | 'others'>>>({})
  const cursor = shallowRef<number | null>(null)
  const pointed = shallowRef<number | null>(null)
  const choice = computed<HeatChoice>(() => ({
    ...defaultHeatChoice(axes.value, selection.finalMetric.value),
    ...chosen.value,
  }))
  const grid = computed(() => heatGrid(sweep(), choice.value))
  const data = computed<HeatData>(() => ({
    ...grid.value,
    hidden: selection.hidden.value,
    emphasized: selection.emphasized.value,
    brushed: selection.brushed.value,
    cursor: cursor.value,
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
    cursor.value = null
    pointed.value = null
  }

  function cellAt(index: number | null): HeatCell | null {
    return index === null ? null : (grid.value.cells[index] ?? null)
  }

  const sentence = computed(() => {
    const cell = cellAt(pointed.value ?? cursor.value)
    return cell === null ? null : heatCellSentence(cell, choice.value.metric)
  })
  return { axes, choice, choose, data, cursor, pointed, sentence, cellAt }
}
