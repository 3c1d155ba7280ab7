import { describe, expect, it } from 'vitest'
import { createBatches } from '@core/batches'
import { weightNumbers } from '@core/kernels/layout'
import type { Run } from '@core/run'
import { startParameters } from '@core/start-run'
import { initSettings } from '@shared/schemes'
import { RESIDUAL_BRANCHES } from '@shared/trial-settings'
import { KERNEL_SETS, readSignal } from '../machines'
import { layerTensors, openNetwork, type OpenNetwork, type Samples } from '../open-network'
import { ramps, type Choices } from '../settings'

const COUNT = 40
const DATA = ramps(COUNT, 0, 25, 10)
const SAMPLES: Samples = {
  x: Array.from({ length: COUNT }, (_, row) => Array.from(DATA.trainX.subarray(25 * row, 25 * row + 25))),
  image: { channels: 1, height: 5, width: 5 },
  classes: 10,
  labels: Array.from(DATA.trainY),
}

function initialized(choices: Choices, set: (typeof KERNEL_SETS)[number] = 'simd'): OpenNetwork {
  const opened = openNetwork(set, { widths: [20, 30], ...choices }, SAMPLES, 4)
  startParameters(opened.run, createBatches(opened.run.trainSplit, COUNT, 4), null)
  return opened
}

/** W, b and the others of every layer. */
function tensors(choices: Choices): number[][][] {
  const { machine, run } = initialized(choices)
  return run.network.layers.map((layer) => layerTensors(machine, layer, 'values'))
}

function weights(choices: Choices): number[][] {
  return tensors(choices).map(([matrix]) => matrix!)
}

function biases(choices: Choices): number[][] {
  return tensors(choices).map(([, bias]) => bias!)
}

function others(choices: Choices): number[][][] {
  return tensors(choices).map((layer) => layer.slice(2))
}

function zeros(count: number): number[] {
  return Array<number>(count).fill(0)
}

function largest(values: readonly number[]): number {
  return Math.max(...values.map(Math.abs))
}

describe('initialize', () => {
  it('starts the output bias at 0 and the hidden biases as told', () => {
    expect(biases({ biasInit: { kind: 'constant', value: 0.5 } })).toEqual([
      Array<number>(20).fill(0.5),
      Array<number>(30).fill(0.5),
      zeros(10),
    ])
  })

  it('draws hidden biases from U(-1/sqrt(fanIn), 1/sqrt(fanIn)) or N(0, std^2)', () => {
    const [first, second, output] = biases({ biasInit: { kind: 'uniform-fan-in' } })
    expect(largest(first!)).toBeLessThanOrEqual(Math.fround(1 / 5))
    expect(largest(first!)).toBeGreaterThan(0.15)
    expect(largest(second!)).toBeLessThanOrEqual(1 / Math.sqrt(20))
    expect(output).toEqual(zeros(10))
    const [narrow] = biases({ biasInit: { kind: 'normal', std: 1 } })
    const [wide] = biases({ biasInit: { kind: 'normal', std: 4 } })
    expect(wide).toEqual(narrow!.map((value) => 4 * value))
    expect(new Set(narrow).size).toBe(20)
  })

  it('draws every bias with pytorch-default, whatever biasInit says', () => {
    const drawn = biases({ scheme: 'pytorch-default', biasInit: { kind: 'constant', value: 9 } })
    const fans = [25, 20, 30]
    for (const [place, bias] of drawn.entries()) {
      expect(new Set(bias).size).toBe(bias.length)
      expect(largest(bias)).toBeLessThanOrEqual(Math.fround(1 / Math.sqrt(fans[place]!)))
    }
  })

  it('zeroes the output layer alone with head: zero', () => {
    const same = tensors({ scheme: 'pytorch-default' })
    const zero = tensors({ scheme: 'pytorch-default', head: 'zero' })
    expect(zero[2]).toEqual([zeros(300), zeros(10)])
    expect(zero.slice(0, 2)).toEqual(same.slice(0, 2))
  })

  it('draws each layer anew', () => {
    const [, second, third] = weights({ widths: [20, 20, 20] })
    expect(second).not.toEqual(third)
    const [, secondBias, thirdBias] = biases({ widths: [20, 20, 20], biasInit: { kind: 'normal', std: 1 } })
    expect(secondBias).not.toEqual(thirdBias)
  })

  it('draws a layer the same whatever layers stand behind it', () => {
    expect(weights({ widths: [20, 30, 30, 30] })[1]).toEqual(weights({ widths: [20, 30] })[1])
  })

  it('gives both kernel sets the same bits', () => {
    for (const scheme of ['he-normal', 'orthogonal', 'truncated-normal', 'sparse', 'lsuv'] as const) {
      const [simd, scalar] = KERNEL_SETS.map((set) => {
        const { machine, run } = initialized({ scheme }, set)
        return run.network.layers.map((layer) => layerTensors(machine, layer, 'values'))
      })
      expect(scalar).toEqual(simd)
    }
  })
})

describe('a layer with an override', () => {
  it('follows it, and the others follow model.init', () => {
    const plain = weights({})
    const overrides = [
      { layer: 1, init: initSettings('xavier-normal', { gain: 2 }) },
      { layer: 3, init: initSettings('zeros') },
    ]
    const [first, second, output] = weights({ overrides })
    expect(first).toEqual(weights({ scheme: 'xavier-normal', init: { gain: 2 } })[0])
    expect(second).toEqual(plain[1])
    expect(output).toEqual(zeros(300))
  })

  it('takes its bias from it too when the scheme draws biases, and no other one', () => {
    const overrides = [{ layer: 2, init: initSettings('pytorch-default') }]
    const [first, second, output] = biases({ overrides })
    expect(first).toEqual(zeros(20))
    expect(new Set(second).size).toBe(30)
    expect(output).toEqual(zeros(10))
  })

  it('comes before head: zero and the branch of a block', () => {
    const overrides = [3, 4].map((layer) => ({ layer, init: initSettings('constant', { value: 0.5 }) }))
    const [, , second, output] = weights({ widths: [6, 6, 6], branch: 'fixup', overrides })
    expect(new Set(second)).toEqual(new Set([0.5]))
    expect(new Set(output)).toEqual(new Set([0.5]))
  })
})

describe('the branches of residual blocks', () => {
  const widths = [6, 6, 6, 6, 6]
  const plain = tensors({ widths, branch: 'plain', biasInit: { kind: 'constant', value: 0.1 } })

  it.each(RESIDUAL_BRANCHES)('start as %s says', (branch) => {
    const layers = tensors({ widths, branch, biasInit: { kind: 'constant', value: 0.1 } })
    const zeroed = branch === 'zero-last' || branch === 'fixup'
    const multiplier = branch === 'fixup' ? [[1]] : branch === 'rezero' ? [[0]] : []
    for (const first of [1, 3]) {
      const [matrix, bias] = plain[first]!
      // Two blocks: fixup divides by the square root of 2, rounding once.
      const shrink = branch === 'fixup' ? 1 / Math.sqrt(2) : 1
      const worst = layers[first]![0]!.map((value, index) => Math.abs(value - shrink * matrix![index]!))
      expect(Math.max(...worst)).toBeLessThan(branch === 'fixup' ? 1e-7 : 1e-300)
      expect(layers[first]![1]).toEqual(bias)
      const second = layers[first + 1]!
      expect(second.slice(0, 2)).toEqual(zeroed ? [zeros(36), zeros(6)] : plain[first + 1]!.slice(0, 2))
      expect(second.slice(2)).toEqual(multiplier)
    }
    expect(layers[0]).toEqual(plain[0])
    expect(layers[5]).toEqual(branch === 'fixup' ? [zeros(60), zeros(10)] : plain[5])
  })
})

describe('what else is learned', () => {
  it('starts as the identity: gamma 1, beta 0, variances 1, and prelu with its slope', () => {
    const [first, second, output] = others({ widths: [3, 2], normalization: 'batch', activation: 'prelu' })
    expect(first).toEqual([[1, 1, 1], [0, 0, 0], [0.25]])
    expect(second).toEqual([[1, 1], [0, 0], [0.25]])
    expect(output).toEqual([])
    expect(others({ activation: 'prelu', slope: 0.5 })[0]).toEqual([[0.5]])
    const { machine, run } = initialized({ widths: [3], normalization: 'batch' })
    const { mean, variance } = run.network.layers[0]!.running!
    expect(Array.from(machine.heap.f32.subarray(mean / 4, mean / 4 + 3))).toEqual([0, 0, 0])
    expect(Array.from(machine.heap.f32.subarray(variance / 4, variance / 4 + 3))).toEqual([1, 1, 1])
  })
})

describe('lsuv', () => {
  function variances(choices: Choices): number[] {
    const { machine, run } = initialized({ scheme: 'lsuv', ...choices })
    run.trainSplit.loadRange(0, COUNT)
    run.network.forward(COUNT, 'evaluate', 0)
    return run.network.layers.map(({ z }) => {
      const values = readSignal(machine, z, COUNT).flat()
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    })
  }
  const convolution = { kernel: 3, stride: 1, padding: 'zero' } as const

  it.each<[string, Choices]>([
    ['relu', {}],
    ['tanh', { activation: 'tanh', widths: [20, 20, 20, 20] }],
    ['biases', { biasInit: { kind: 'normal', std: 0.2 } }],
    ['blocks', { widths: [12, 12, 12], branch: 'plain' }],
    ['convolutions', { widths: [4, 6], convolution }],
    ['layer normalization', { normalization: 'layer' }],
  ])('gives every z the variance 1 on the first batch: %s', (_, choices) => {
    for (const variance of variances(choices)) expect(Math.abs(variance - 1)).toBeLessThan(0.01)
  })

  it('gives z the variance gain^2', () => {
    for (const variance of variances({ init: { gain: 3 } }))
      expect(Math.abs(variance / 9 - 1)).toBeLessThan(0.01)
  })

  it('scales the orthogonal matrix and does not turn it', () => {
    const scaled = weights({ scheme: 'lsuv' })
    const orthogonal = weights({ scheme: 'orthogonal' })
    for (const [layer, matrix] of scaled.entries()) {
      const ratio = matrix[0]! / orthogonal[layer]![0]!
      const worst = matrix.map((value, index) => Math.abs(value - ratio * orthogonal[layer]![index]!))
      expect(Math.max(...worst)).toBeLessThan(1e-6 * ratio)
    }
  })

  it.each<[string, Choices]>([
    ['dense', { widths: Array<number>(6).fill(15) }],
    ['batch normalization and prelu', { normalization: 'batch', activation: 'prelu' }],
    ['blocks', { widths: Array<number>(5).fill(12), branch: 'scaled' }],
    ['convolutions', { widths: [4, 6], convolution }],
    ['some layers', { widths: [9, 9, 9], overrides: [{ layer: 2, init: initSettings('he-normal') }] }],
  ])('has the bits of a whole pass each round: %s', (_, choices) => {
    const { machine, run } = initialized({ scheme: 'orthogonal', ...choices })
    const { network } = run
    createBatches(run.trainSplit, COUNT, 4).load(0)
    const kept = choices.overrides?.map(({ layer }) => layer) ?? []
    for (const [index, { z, weights: address, fanIn, fanOut }] of network.layers.entries()) {
      if (kept.includes(index + 1)) continue
      for (let round = 0; round < 10; round += 1) {
        network.forward(COUNT, 'evaluate', 0)
        machine.kernels.moments(z.values, run.moments, COUNT, z.positions, z.features)
        const [mean, square] = machine.heap.f64.subarray(run.moments / 8)
        const variance = square! - mean! * mean!
        if (Math.abs(variance - 1) < 0.01) break
        machine.kernels.scale(
          address,
          address,
          Math.fround(1 / Math.sqrt(variance)),
          weightNumbers(fanIn, fanOut),
        )
      }
    }
    const expected = network.layers.map((layer) => layerTensors(machine, layer, 'values'))
    expect(tensors({ scheme: 'lsuv', ...choices })).toEqual(expected)
  })

  it('passes each layer once for each of its rounds, and once for the layer after it', () => {
    const depth = 40
    const { run } = openNetwork('simd', { scheme: 'lsuv', widths: Array<number>(depth).fill(12) }, SAMPLES, 4)
    let passes = 0
    const counted: Run = {
      ...run,
      network: {
        ...run.network,
        forward: () => {
          throw new Error('A pass through the whole network')
        },
        forwardLayers: (samples, first, last) => {
          passes += last - first + 1
          run.network.forwardLayers(samples, first, last)
        },
      },
    }
    startParameters(counted, createBatches(run.trainSplit, COUNT, 4), null)
    expect(passes).toBeGreaterThan(depth)
    expect(passes).toBeLessThanOrEqual((depth + 1) * 11)
  })

  it('leaves a layer alone whose outputs do not vary', () => {
    const overrides = [{ layer: 1, init: initSettings('zeros') }]
    expect(weights({ scheme: 'lsuv', overrides })[1]).toEqual(weights({ scheme: 'orthogonal' })[1])
  })

  it('scales the one layer that asks for it', () => {
    const overrides = [{ layer: 2, init: initSettings('lsuv') }]
    const [first, second] = weights({ overrides })
    expect(first).toEqual(weights({})[0])
    expect(second).not.toEqual(weights({ scheme: 'orthogonal' })[1])
  })
})
