import { describe, expect, it } from 'vitest'
import type { KernelSet } from '@core/kernels/machine'
import { KERNEL_SETS, trainOn } from './machines'
import { ramps, TO_THE_END, trialSettings, type Choices } from './settings'

const DATA = ramps()

function layersOf(
  set: KernelSet,
  choices: Choices,
  data = DATA,
): { weights: number[]; bias: number[]; rows: number[][] }[] {
  const { parameters } = trainOn(trialSettings(choices), data, 2, TO_THE_END, set)
  return parameters.map(({ weights, bias }) => {
    const fanIn = weights.length / bias.length
    return {
      weights: Array.from(weights),
      bias: Array.from(bias),
      rows: Array.from(bias, (_, unit) => Array.from(weights.subarray(unit * fanIn, (unit + 1) * fanIn))),
    }
  })
}

describe.each(KERNEL_SETS)('identical units in the %s kernels', (set) => {
  it.each([
    { activation: 'relu', optimizer: { name: 'sgd' } },
    { activation: 'sigmoid', optimizer: { name: 'sgd' } },
    { activation: 'tanh', optimizer: { name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } },
    { activation: 'gelu', optimizer: { name: 'rmsprop', alpha: 0.99, epsilon: 1e-8, momentum: 0.9 } },
  ] as const)(
    'stay identical for 1000 updates: $activation, $optimizer.name',
    ({ activation, optimizer }) => {
      const layers = layersOf(set, {
        scheme: 'constant',
        activation,
        optimizer,
        learningRate: optimizer.name === 'sgd' ? 0.1 : 0.003,
        steps: 1000,
        widths: [7, 10],
        layers: false,
        every: 500,
      })
      for (const { rows, bias } of layers.slice(0, 2)) {
        expect(new Set(bias).size).toBe(1)
        for (const row of rows) expect(row).toEqual(rows[0])
      }
      // They did learn: the output layer tells the classes apart.
      expect(new Set(layers[2]!.bias).size).toBe(3)
      for (const row of layers[2]!.rows) expect(new Set(row).size).toBe(1)
    },
  )
})

/** As science.md asks: the same order of summation for every unit, in every kind of layer. */
describe.each(KERNEL_SETS)('identical units of every kind in the %s kernels', (set) => {
  const convolution = { kernel: 3, stride: 1, padding: 'zero' } as const
  const images = { ...ramps(60, 10, 9, 3), image: { channels: 1, height: 3, width: 3 } }

  it.each<[string, Choices]>([
    ['prelu', { activation: 'prelu' }],
    ['batch normalization', { normalization: 'batch' }],
    ['residual blocks', { widths: [7, 7, 7], branch: 'scaled' }],
    ['convolutions', { widths: [3, 9], convolution, batchSize: 5 }],
    ['one layer of 33 units', { widths: [33], batchSize: 17 }],
  ])('stay identical for 1000 updates: %s', (_, choices) => {
    const data = choices.convolution === undefined ? DATA : images
    const layers = layersOf(
      set,
      { scheme: 'constant', learningRate: 0.02, steps: 1000, layers: false, every: 500, ...choices },
      data,
    )
    for (const { rows, bias } of layers.slice(0, -1)) {
      expect(new Set(bias).size).toBe(1)
      expect(bias[0]).not.toBe(0)
      for (const row of rows) expect(row).toEqual(rows[0])
    }
    expect(new Set(layers.at(-1)!.bias).size).toBe(3)
  })
})

describe.each(KERNEL_SETS)('all-zero weights in the %s kernels', (set) => {
  it.each(['relu', 'tanh'] as const)(
    'with %s move nothing but the output bias in 1000 updates',
    (activation) => {
      const layers = layersOf(set, {
        scheme: 'zeros',
        activation,
        steps: 1000,
        learningRate: 0.5,
        widths: [6, 6],
      })
      for (const { weights } of layers) expect(weights.every((weight) => weight === 0)).toBe(true)
      for (const { bias } of layers.slice(0, 2)) expect(bias.every((value) => value === 0)).toBe(true)
      expect(layers[2]!.bias.every((value) => value !== 0)).toBe(true)
    },
  )

  it('with sigmoid do move, every unit alike for 1000 updates', () => {
    const [first, second] = layersOf(set, {
      scheme: 'zeros',
      activation: 'sigmoid',
      steps: 1000,
      learningRate: 0.5,
    })
    for (const { rows } of [first!, second!]) {
      expect(rows[0]!.some((weight) => weight !== 0)).toBe(true)
      for (const row of rows) expect(row).toEqual(rows[0])
    }
  })
})
