import { separationInTurns, type Separation, type SeparationSide } from '@shared/statistics/first-separation'
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { LayerRows } from '../../../charts/band-cache'
import type { Compared } from '../../../charts/compared'
import type { SeparationQuantity } from '../../../charts/separation-data'
import { inTurns } from '../../../common/in-turns'
import type { HeldColumn } from '../../../stores/layer-columns'
import { useLayerColumn } from '../use-layer-column'
import { useThrottled } from '../use-throttled'

/** Milliseconds between two searches while trials arrive. */
const LIVE_INTERVAL = 2000
const NO_ROWS: LayerRows = new Map()
const NO_VALUES = new Float32Array(0)

export interface SeparationState {
  /** Of the last whole search; null before, and while another pair or quantity is searched. */
  readonly separation: Readonly<ShallowRef<Separation | null>>
  /** `loading` until both columns were read once: half of the seeds would tell something else. */
  readonly column: ComputedRef<Pick<HeldColumn, 'status' | 'problem' | 'damaged'>>
  readonly retry: () => void
}

interface Pair {
  readonly a: Compared
  readonly b: Compared
}

/** The trials of a pinned configuration whose column is there. */
function sideOf({ results, configuration }: Compared, column: HeldColumn): SeparationSide {
  const rows = column.rows.get(configuration.index) ?? NO_ROWS
  const layers = configuration.settings.model.widths.length + 1
  return {
    layers,
    measured: results.trials.flatMap((trial) => {
      const row = rows.get(trial.seed)
      return row === undefined ? [] : [{ trial, values: row.layers === layers ? row.values : NO_VALUES }]
    }),
  }
}

/** Where the statistics of two pinned configurations separate first; searched in turns of the page's loop. */
export function useSeparation(
  pair: () => Pair,
  quantity: () => SeparationQuantity,
  isLive: () => boolean,
): SeparationState {
  const separation = shallowRef<Separation | null>(null)
  const columnOf = (side: () => Compared) =>
    useLayerColumn({
      sweepId: () => side().pin.sweepId,
      quantity,
      trials: () => side().results.trials,
      wanted: () => side().configuration.settings.record.layers,
    })
  const [left, right] = [columnOf(() => pair().a), columnOf(() => pair().b)]
  const sides = computed(() => ({
    a: sideOf(pair().a, left.column.value),
    b: sideOf(pair().b, right.column.value),
  }))
  const throttled = useThrottled(() => sides.value, LIVE_INTERVAL)
  const current = computed(() => (isLive() ? throttled.value : sides.value))
  const column = computed(() => {
    const [a, b] = [left.column.value, right.column.value]
    const isWanted = [pair().a, pair().b].every(({ configuration }) => configuration.settings.record.layers)
    const isLoading = isWanted && [a, b].some(({ status }) => status === 'loading')
    return {
      status: isLoading ? ('loading' as const) : ('ready' as const),
      problem: a.problem ?? b.problem,
      damaged: [...new Set([...a.damaged, ...b.damaged])],
    }
  })
  const isRead = computed(() => column.value.status === 'ready')
  /** What changes with the pair or the quantity: a map of another one must not stand under its name. */
  const asked = computed(() => {
    const { a, b } = pair()
    return [a, b].map(({ pin }) => `${pin.sweepId}:${pin.configuration}`).join(' ') + quantity()
  })
  let search = 0

  async function look(now: typeof sides.value): Promise<void> {
    search += 1
    const mine = search
    const found = await inTurns(separationInTurns(now.a, now.b, quantity()), () => mine === search)
    if (found !== null) separation.value = found
  }

  watch(asked, () => {
    search += 1
    separation.value = null
  })
  watch(
    [asked, current, isRead],
    () => {
      if (isRead.value) void look(separation.value === null ? sides.value : current.value)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    search += 1
  })
  function retry(): void {
    left.retry()
    right.retry()
  }
  return { separation, column, retry }
}
