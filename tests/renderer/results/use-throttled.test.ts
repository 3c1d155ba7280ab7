import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { isReactive, shallowRef } from 'vue'
import { useThrottled } from '../../../src/renderer/components/results/use-throttled'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('passes the first value on at once and the last one at the end of the interval', async () => {
  const source = shallowRef(0)
  const passed = useThrottled(() => source.value, 100)
  source.value = 1
  expect(passed.value).toBe(1)
  source.value = 2
  source.value = 3
  expect(passed.value).toBe(1)
  await vi.advanceTimersByTimeAsync(150)
  expect(passed.value).toBe(3)
})

test('never wraps what it passes on: a thousand trials in proxies froze the window', () => {
  const source = shallowRef([{ curve: new Float32Array(3) }])
  const passed = useThrottled(() => source.value, 100)
  expect(isReactive(passed.value)).toBe(false)
  expect(isReactive(passed.value[0])).toBe(false)
  expect(passed.value).toBe(source.value)
})
