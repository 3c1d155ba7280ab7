import { computed, shallowRef, type ComputedRef } from 'vue'
import { factorAxes, type FactorAxis } from '../../../charts/factor-axes'
import { heatGrid, type HeatChoice } from '../../../charts/heat-data'
import {
  phaseCellSentence,
  phaseChoice,
  phaseRows,
  phaseTheory,
  type PhaseData,
} from '../../../charts/phase-data'
import type { ShownSweep } from '../../../charts/shown-sweep'
import type { SweepSelection } from '../use-sweep-selection'
import { useCellCursor, type CellCursor } from './use-cell-cursor'

export interface PhaseDiagram {
  readonly axes: ComputedRef<readonly FactorAxis[]>
  /** Keys of factors that may be the rows. */
  readonly rows: ComputedRef<readonly string[]>
  /** Null when the sweep has no scale against depth or bias. */
  readonly choice: ComputedRef<HeatChoice | null>
  readonly choose: (part: Partial<Pick<HeatChoice, 'rows' | 'others'>>) => void
  readonly data: ComputedRef<PhaseData | null>
  readonly cursor: CellCursor
  /** The cell under the pointer or the cursor, in words. */
  readonly sentence: ComputedRef<string | null>
}

/** The choices of the phase diagram and what it shows; theory is asked again only when the choices change. */
export function usePhaseDiagram(sweep: () => ShownSweep, selection: SweepSelection): PhaseDiagram {
  const expansion = computed(() => sweep().expansion)
  const axes = computed(() => factorAxes(expansion.value))
  const rows = computed(() => phaseRows(axes.value))
  const chosen = shallowRef<{ rows: string | null; others: HeatChoice['others'] }>({ rows: null, others: {} })
  const choice = computed(() => phaseChoice(axes.value, chosen.value.rows, chosen.value.others))
  const grid = computed(() => (choice.value === null ? null : heatGrid(sweep(), choice.value)))
  const cursor = useCellCursor(() => grid.value?.cells ?? [], selection)
  const theory = computed(() => {
    if (choice.value === null) return null
    const planned: ShownSweep = { ...emptySweep, expansion: expansion.value }
    return phaseTheory(expansion.value, heatGrid(planned, choice.value), choice.value)
  })
  const data = computed<PhaseData | null>(() => {
    if (grid.value === null || theory.value === null) return null
    return {
      ...grid.value,
      theory: typeof theory.value === 'string' ? null : theory.value,
      silence: typeof theory.value === 'string' ? theory.value : null,
      hidden: selection.hidden.value,
      emphasized: selection.emphasized.value,
      brushed: selection.brushed.value,
      cursor: cursor.place.value,
    }
  })

  function choose(part: Partial<Pick<HeatChoice, 'rows' | 'others'>>): void {
    chosen.value = { ...chosen.value, ...part }
    cursor.leave()
  }

  const sentence = computed(() => {
    const cell = cursor.cell.value
    return cell === null || data.value === null ? null : phaseCellSentence(cell, data.value)
  })
  return { axes, rows, choice, choose, data, cursor, sentence }
}

/** A sweep of which nothing has ended: its cells are known without any trial. */
const emptySweep: Omit<ShownSweep, 'expansion'> = {
  id: 0,
  name: '',
  trials: [],
  byConfiguration: [],
  styles: [],
  isLive: false,
}
