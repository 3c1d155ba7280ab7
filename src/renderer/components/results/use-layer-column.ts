import type { LayerColumn } from '@shared/trial-result'
import { useThrottleFn } from '@vueuse/core'
import { computed, watch, type ComputedRef } from 'vue'
import { useLayerColumns, type HeldColumn } from '../../stores/layer-columns'

/** Milliseconds between two readings while trials end; the last one is always done. */
const READ_INTERVAL = 1000

interface Inputs {
  readonly sweepId: () => number
  readonly quantity: () => LayerColumn
  /** Changes when trials have ended. */
  readonly trials: () => unknown
  /** Somebody looks at it: nothing is read before. */
  readonly wanted: () => boolean
}

/** One column of the layer statistics of a sweep, read while it is looked at and followed while trials end. */
export function useLayerColumn({ sweepId, quantity, trials, wanted }: Inputs): {
  readonly column: ComputedRef<HeldColumn>
  /** Reads again after a failure. */
  readonly retry: () => void
} {
  const columns = useLayerColumns()
  const column = computed(() => columns.column(sweepId(), quantity()))
  const read = (): void => {
    if (wanted()) void columns.refresh(sweepId(), quantity())
  }
  const follow = useThrottleFn(read, READ_INTERVAL, true)
  watch(
    [sweepId, quantity, wanted],
    ([id, name, isWanted], _before, onCleanup) => {
      if (!isWanted) return
      onCleanup(columns.keep(id, name))
      read()
    },
    { immediate: true },
  )
  watch(trials, () => void follow())
  return { column, retry: read }
}
