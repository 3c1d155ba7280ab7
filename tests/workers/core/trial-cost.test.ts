import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Machine } from '@core/kernels/machine'
import { openRun, runHeapBytes } from '@core/run'
import { train } from '@core/train'
import { estimateTrialBytes, estimateTrialFlops, parameterCount } from '@core/trial-cost'
import { plannedSteps, recordedPoints, recordedSteps, sizesOf } from '@core/trial-sizes'
import { readParameters } from '@core/nn/read-parameters'
import { initSettings } from '@shared/schemes'
import { machineOf } from './machines'
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

const CONVOLUTION = { kernel: 3, stride: 1, padding: 'zero' } as const
const IMAGES = { ...ramps(90, 30, 24, 3), image: { channels: 2, height: 4, width: 3 } }
const ADAM = { name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const

/** A machine that remembers what was reserved. */
function watched(machine: Machine): { machine: Machine; reserved: () => number } {
  let reserved = 0
  const heap: Machine['heap'] = {
    get f32() {
      return machine.heap.f32
    },
    get f64() {
      return machine.heap.f64
    },
    get i32() {
      return machine.heap.i32
    },
    get size() {
      return machine.heap.size
    },
    reserve: (bytes) => {
      reserved = bytes
      machine.heap.reserve(bytes)
    },
    allocate: machine.heap.allocate,
  }
  return { machine: { ...machine, heap }, reserved: () => reserved }
}

const EVERY_KIND: readonly Choices[] = [
  { widths: [] },
  { widths: [32, 32, 32] },
  { widths: [100], optimizer: ADAM },
  {
    widths: [50, 50],
    optimizer: { name: 'rmsprop', alpha: 0.9, epsilon: 1e-8, momentum: 0.9 },
    loss: 'mse',
  },
  { widths: [40], scheme: 'orthogonal', optimizer: { name: 'momentum', momentum: 0.9 } },
  { widths: [6], steps: 3000, every: 1, batchSize: 1 },
  { widths: [64], batchSize: 1000, layers: false },
  { widths: [20, 20], normalization: 'batch', activation: 'prelu', dropout: 0.2, histograms: [0, 3, 'last'] },
  { widths: [20, 20, 20], branch: 'fixup', normalization: 'layer' },
  { widths: [8, 8], convolution: CONVOLUTION, normalization: 'batch' },
  { widths: [300, 300], layers: false, scheme: 'lsuv' },
]

describe('the cost of a trial', () => {
  const sizes = { features: 5, image: null, classes: 3, trainSamples: 90, testSamples: 30 }
  const dataOf = ({ convolution }: Choices): typeof IMAGES | ReturnType<typeof ramps> =>
    convolution === undefined ? ramps() : IMAGES

  it('holds the rows of a test split in one order only', () => {
    const settings = trialSettings({ layers: false })
    const bytesOf = (testSamples: number): number => runHeapBytes(settings, { ...sizes, testSamples })
    // A row of 5 float32 each, and no number of an order beside it.
    expect(bytesOf(64_000) - bytesOf(0)).toBe(64_000 * 5 * 4)
  })

  it('counts every learned number', () => {
    expect(parameterCount(trialSettings({ widths: [8, 4] }), sizes)).toBe(8 * 6 + 4 * 9 + 3 * 5)
    expect(parameterCount(trialSettings({ widths: [] }), sizes)).toBe(3 * 6)
    for (const choices of EVERY_KIND) {
      const settings = trialSettings(choices)
      const data = dataOf(choices)
      const { machine, network } = openRun(machineOf('simd'), settings, sizesOf(data), 0)
      const learned = readParameters(machine.heap, network).flatMap(({ weights, bias, others }) => [
        weights,
        bias,
        ...others,
      ])
      const count = learned.reduce((sum, { length }) => sum + length, 0)
      expect(parameterCount(settings, sizesOf(data))).toBe(count)
    }
  })

  it('counts updates', () => {
    expect(plannedSteps(trialSettings({ steps: 12 }), 90)).toBe(12)
    expect(plannedSteps(trialSettings({ epochs: 2, batchSize: 16 }), 90)).toBe(10)
    expect(plannedSteps(trialSettings({ epochs: 2, batchSize: 500 }), 90)).toBe(2)
  })

  it.each(EVERY_KIND)('foresees the heap to the byte: %o', (choices) => {
    const settings = trialSettings(choices)
    const { heap } = machineOf('simd')
    openRun(machineOf('simd'), settings, sizesOf(dataOf(choices)), 0)
    expect(() => heap.allocate(1)).toThrow('the heap has 0 bytes left')
    expect(runHeapBytes(settings, sizesOf(dataOf(choices)))).toBeGreaterThan(0)
  })

  it.each(EVERY_KIND)('is estimated in bytes to a tenth: %o', (choices) => {
    const settings = trialSettings({ steps: 5, ...choices })
    const data = dataOf(choices)
    const { machine, reserved } = watched(machineOf('simd'))
    const outside = bytesAllocated(() =>
      train(settings, { target: data, source: null }, 0, TO_THE_END, machine),
    )
    const estimate = estimateTrialBytes(settings, sizesOf(data), null)
    expect(estimate / (outside + reserved())).toBeGreaterThan(0.9)
    expect(estimate / (outside + reserved())).toBeLessThan(1.1)
  })

  it('counts both matrices of an orthogonal layer, whichever way it came by its scheme', () => {
    const byLayer = trialSettings({ overrides: [{ layer: 1, init: initSettings('orthogonal') }] })
    const byModel = trialSettings({ scheme: 'orthogonal', overrides: [] })
    expect(estimateTrialBytes(byLayer, { ...sizes, features: 500 }, null)).toBe(
      estimateTrialBytes(byModel, { ...sizes, features: 500 }, null),
    )
  })

  it('with pretraining is that of the larger training, and of both in operations', () => {
    const large = { ...sizes, trainSamples: 5000, testSamples: 1000 }
    const source = trialSettings({ steps: 7, batchSize: 500 })
    const task = { dataset: 'source', trainSize: 'all', labels: 'all' } as const
    const pretrain = { task, pixels: 'original', train: source.train, transfer: 'finetune' } as const
    const settings = trialSettings({ layers: false, pretrain })
    const plain = trialSettings({ layers: false })
    const bytes = estimateTrialBytes(settings, sizes, large)
    expect(bytes).toBeGreaterThan(4 * 5000 * 5)
    expect(bytes).toBeLessThan(2 * estimateTrialBytes(trialSettings({ batchSize: 500 }), large, null))
    const hiddenLayers = 4 * (8 * 8 + 16 + 8 * 8 + 16)
    expect(estimateTrialBytes(settings, large, sizes)).toBe(
      estimateTrialBytes(plain, large, null) + hiddenLayers,
    )
    const evaluation = 2 * (5 * 8 + 8 * 8 + 8 * 3) * (large.trainSamples + large.testSamples)
    expect(estimateTrialFlops(settings, sizes, large)).toBe(
      estimateTrialFlops(plain, sizes, null) + estimateTrialFlops(source, large, null) - evaluation,
    )
    const scratch = trialSettings({ layers: false, pretrain: { ...pretrain, transfer: 'scratch' } })
    expect(estimateTrialFlops(scratch, sizes, large)).toBe(estimateTrialFlops(plain, sizes, null))
  })

  it('is counted in floating-point operations', () => {
    const settings = trialSettings({ widths: [8, 4], batchSize: 16, steps: 7 })
    const weights = 5 * 8 + 8 * 4 + 4 * 3
    expect(estimateTrialFlops(settings, sizes, null)).toBe(
      7 * (6 * 16 * weights - 2 * 16 * 5 * 8) + 2 * 120 * weights,
    )
  })

  it('counts the weights of a convolution once for each of its positions', () => {
    const convolution = { kernel: 3, stride: 2, padding: 'zero' } as const
    const settings = trialSettings({ widths: [4, 6], convolution, batchSize: 16, steps: 7 })
    // Images of 4 x 3, then 2 x 2, then 1 x 1.
    const first = 4 * 18 * 4
    const weights = first + 6 * 36 + 3 * 6
    expect(estimateTrialFlops(settings, sizesOf(IMAGES), null)).toBe(
      7 * (6 * 16 * weights - 2 * 16 * first) + 2 * 120 * weights,
    )
  })
})
