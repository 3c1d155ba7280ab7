import { useThrottleFn } from '@vueuse/core'
import { shallowRef, watch, type ShallowRef } from 'vue'

/**
 * The source's value, passed on at most once in `interval` milliseconds, the last one always. Never made reactive
 * inside: the values here are large (`refThrottled` of VueUse would wrap every trial).
 */
export function useThrottled<Value>(source: () => Value, interval: number): Readonly<ShallowRef<Value>> {
  const passed = shallowRef(source())
  const pass = useThrottleFn(
    () => {
      passed.value = source()
    },
    interval,
    true,
  )
  watch(source, () => void pass(), { flush: 'sync' })
  return passed
}
