import { afterEach, beforeEach, expect, vi } from 'vitest'

/** A warning nobody expected fails the test (rule 11). A test that expects one spies on the console itself. */
beforeEach(() => {
  vi.spyOn(console, 'warn').mockName('console.warn')
  vi.spyOn(console, 'error').mockName('console.error')
})

afterEach(() => {
  const stray = [console.warn, console.error].flatMap((method) =>
    vi.isMockFunction(method) ? method.mock.calls.map((call) => call.map(String).join(' ')) : [],
  )
  vi.restoreAllMocks()
  expect(stray, 'stray console warnings').toEqual([])
})
