import { afterEach, describe, expect, it, vi } from 'vitest'
import { train } from '@core/train'
import {
  estimateTrialBytes,
  estimateTrialFlops,
  parameterCount,
  plannedSteps,
  recordedPoints,
  recordedSteps,
} from '@core/trial-cost'
import { ramps, TO_THE_END, trialSettings, type Choices } from './settings'

afterEach(() => {
  vi.unstubAllGlobals()
})

/** Bytes of all numeric arrays made by `new` with a length while `work` runs. */
function bytesAllocated(work: () => void): number {
  let bytes = 0
  const counting = <Kind extends typeof Float32Array | typeof Float64Array | typeof Int32Array>(
    kind: Kind,
  ): Kind =>
    new Proxy(kind, {
      construct: (target, given: unknown[]) => {
        const [length] = given
        if (typeof length !== 'number') throw new Error('An array was made from something else than a length')
        const made = new target(length)
        bytes += made.byteLength
        return made
      },
    })
  vi.stubGlobal('Float32Array', counting(Float32Array))
  vi.stubGlobal('Float64Array', counting(Float64Array))
  vi.stubGlobal('Int32Array', counting(Int32Array))
  work()
  vi.unstubAllGlobals()
  return bytes
}

describe('recorded steps', () => {
  it.each([
    [25, 10, [0, 10, 20, 25]],
    [20, 10, [0, 10, 20]],
    [3, 10, [0, 3]],
    [0, 10, [0]],
    [2, 1, [0, 1, 2]],
  ])('of %i steps every %i', (steps, every, expected) => {
    expect(recordedSteps(steps, every)).toEqual(expected)
    expect(recordedPoints(steps, every)).toBe(expected.length)
  })
})

describe('the cost of a trial', () => {
  const sizes = { features: 5, classes: 3, trainSamples: 90, testSamples: 30 }

  it('counts weights and biases', () => {
    expect(parameterCount(trialSettings({ widths: [8, 4] }), sizes)).toBe(8 * 6 + 4 * 9 + 3 * 5)
    expect(parameterCount(trialSettings({ widths: [] }), sizes)).toBe(3 * 6)
  })

  it('counts updates', () => {
    expect(plannedSteps(trialSettings({ steps: 12 }), 90)).toBe(12)
    expect(plannedSteps(trialSettings({ epochs: 2, batchSize: 16 }), 90)).toBe(10)
    expect(plannedSteps(trialSettings({ epochs: 2, batchSize: 500 }), 90)).toBe(2)
  })

  it.each<Choices>([
    { widths: [32, 32, 32] },
    { widths: [100], optimizer: { name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } },
    {
      widths: [50, 50],
      optimizer: { name: 'rmsprop', alpha: 0.9, epsilon: 1e-8, momentum: 0.9 },
      loss: 'mse',
    },
    { widths: [40], scheme: 'orthogonal', optimizer: { name: 'momentum', momentum: 0.9 } },
    { widths: [6], steps: 3000, every: 1, batchSize: 1 },
    { widths: [64], batchSize: 1000, layers: false },
  ])('is estimated in bytes to a tenth: %o', (choices) => {
    const settings = trialSettings({ steps: 5, ...choices })
    const data = ramps()
    const allocated = bytesAllocated(() => train(settings, data, 0, TO_THE_END))
    const estimate = estimateTrialBytes(settings, sizes)
    expect(estimate / allocated).toBeGreaterThan(0.9)
    expect(estimate / allocated).toBeLessThan(1.1)
  })

  it('is counted in floating-point operations', () => {
    const settings = trialSettings({ widths: [8, 4], batchSize: 16, steps: 7 })
    const weights = 5 * 8 + 8 * 4 + 4 * 3
    expect(estimateTrialFlops(settings, sizes)).toBe(
      7 * (6 * 16 * weights - 2 * 16 * 5 * 8) + 2 * 120 * weights,
    )
  })
})
