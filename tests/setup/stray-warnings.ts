import { afterEach, beforeEach, expect } from 'vitest'

const METHODS = ['warn', 'error'] as const
const original = { warn: console.warn, error: console.error }
const stray: string[] = []

/**
 * A warning nobody expected fails the test (rule 11). A test that expects one takes it over:
 * `vi.spyOn(console, 'warn').mockImplementation(() => undefined)`.
 */
beforeEach(() => {
  stray.length = 0
  for (const method of METHODS) {
    console[method] = (...values: unknown[]) => {
      stray.push(`${method}: ${values.map(String).join(' ')}`)
      original[method](...values)
    }
  }
})

afterEach(() => {
  Object.assign(console, original)
  expect(stray.splice(0), 'stray console warnings').toEqual([])
})
