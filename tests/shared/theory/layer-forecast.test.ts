import { describe, expect, test } from 'vitest'
import { forecastLayers } from '@shared/theory/layer-forecast'
import type { Forecast, ForecastData } from '@shared/theory/forecast-model'
import { outputGradient, shareSquare } from '@shared/theory/output-gradient'
import { activationMoments } from '@shared/theory/activation-moments'
import { batchNormGradientFactor } from '@shared/theory/batch-norm'
import { startLayers } from '@shared/theory/start-layers'
import { initSettings, weightVariance } from '@shared/schemes'
import { ACTIVATION_NAMES, RESIDUAL_BRANCHES } from '@shared/trial-settings'
import { layerStart } from '@core/init/initialize'
import { planLayers } from '@core/nn/layer-plan'
import { trialSettings, type Choices } from '../../workers/core/settings'

const DATA: ForecastData = { features: 64, classes: 10, image: null, meanSquare: 1, featureVariance: 1 }
const IMAGES: ForecastData = { ...DATA, image: { channels: 1, height: 8, width: 8 } }

function forecast(choices: Choices, data = DATA): Forecast {
  const found = forecastLayers(trialSettings(choices), data)
  if (found.theory === null) throw new Error(found.reason)
  return found
}

function widths(depth: number, width = 64): number[] {
  return Array<number>(depth).fill(width)
}

describe('the forecast of a plain network', () => {
  test('of relu with He keeps the signal and the gradient', () => {
    const { layers, theory } = forecast({ widths: widths(30) })
    expect(theory).toBe('mean-field')
    for (const { layer, z2, h2, delta2 } of layers) {
      expect(z2).toBeCloseTo(2, 12)
      expect(h2).toBeCloseTo(layer === 31 ? 2 : 1, 12)
      // Ten outputs hand back a sixth of what 64 units would.
      if (layer <= 30) expect(delta2).toBeCloseTo(10 / 64, 12)
    }
  })

  test('of relu with Xavier halves both', () => {
    const { layers } = forecast({ widths: widths(10), scheme: 'xavier-normal' })
    for (let place = 1; place < 10; place += 1) {
      expect(layers[place]!.z2 / layers[place - 1]!.z2).toBeCloseTo(0.5, 12)
      if (place < 9) expect(layers[place]!.delta2 / layers[place + 1]!.delta2).toBeCloseTo(0.5, 12)
    }
  })

  test('takes every shape, bias and the size of the inputs', () => {
    const { layers } = forecast(
      {
        widths: [32, 128],
        activation: 'tanh',
        scheme: 'normal',
        init: { std: 0.2 },
        biasInit: { kind: 'normal', std: 0.3 },
      },
      { ...DATA, meanSquare: 0.5 },
    )
    const tanh = (q: number) => activationMoments({ name: 'tanh', slope: null }, 0, q)
    const z1 = 64 * 0.04 * 0.5 + 0.09
    const z2 = 32 * 0.04 * tanh(z1).square + 0.09
    const z3 = 128 * 0.04 * tanh(z2).square
    const delta = 10 * 0.04 * tanh(z2).slopeSquare
    const deltas = [128 * 0.04 * tanh(z1).slopeSquare * delta, delta, 1]
    for (const [place, expected] of [z1, z2, z3].entries()) {
      expect(layers[place]!.z2).toBeCloseTo(expected, 12)
      expect(layers[place]!.delta2).toBeCloseTo(deltas[place]!, 12)
    }
  })

  test('draws the biases of pytorch-default, of the output layer too', () => {
    const { layers } = forecast({ widths: widths(3), scheme: 'pytorch-default' })
    expect(layers[0]!.z2).toBeCloseTo(1 / 3 + 1 / 192, 12)
    expect(layers[3]!.z2).toBeCloseTo(layers[2]!.h2 / 3 + 1 / 192, 12)
  })

  test('centres z on a constant bias, which shifts relu’s half', () => {
    const { layers } = forecast({ widths: widths(2), biasInit: { kind: 'constant', value: 0.5 } })
    const { square } = activationMoments({ name: 'relu', slope: null }, 0.5, 2)
    expect(layers[0]!.zMean).toBe(0.5)
    expect(layers[0]!.z2).toBeCloseTo(2.25, 12)
    expect(layers[0]!.h2).toBeCloseTo(square, 12)
    expect(layers[2]!.zMean).toBe(0)
  })

  test('divides by the share that dropout keeps', () => {
    const plain = forecast({ widths: widths(2) }).layers
    const dropped = forecast({ widths: widths(2), dropout: 0.2 }).layers
    expect(dropped[1]!.h2 / plain[1]!.h2).toBeCloseTo(1 / 0.64, 12)
    expect(dropped[0]!.delta2 / plain[0]!.delta2).toBeCloseTo(1 / 0.64, 12)
  })

  test('ends lsuv at z2 = gain^2, whatever the shape', () => {
    const { layers } = forecast({
      widths: [20, 100, 30],
      scheme: 'lsuv',
      init: { gain: 1.5 },
      activation: 'gelu',
    })
    for (const { z2 } of layers) expect(z2).toBeCloseTo(2.25, 12)
  })

  test('follows an override of one layer', () => {
    const overrides = [{ layer: 2, init: initSettings('normal', { std: 0.01 }) }]
    const { layers } = forecast({ widths: widths(3), overrides })
    expect(layers[1]!.z2).toBeCloseTo(64e-4, 12)
    expect(layers[0]!.delta2 / layers[1]!.delta2).toBeCloseTo(32e-4, 12)
  })
})

describe('what is exact', () => {
  test('zeros with zero biases: 0 everywhere but at the outputs’ gradient', () => {
    const found = forecast({ widths: widths(2), scheme: 'zeros', batchSize: 8 })
    expect(found.theory).toBe('exact')
    for (const { z2, h2, delta2, layer, spread } of found.layers) {
      expect([z2, h2, delta2]).toEqual([0, 0, layer === 3 ? 1 : 0])
      expect(spread).toEqual({ z2: 0, h2: 0, delta2: 0 })
    }
    expect(found.outputDelta2).toBeCloseTo(0.09 / 64, 14)
  })

  test('zeros with sigmoid: h is 1/2', () => {
    const { layers } = forecast({ widths: widths(2), scheme: 'zeros', activation: 'sigmoid' })
    expect(layers.map(({ h2 }) => h2)).toEqual([0.25, 0.25, 0])
  })

  test('a zero head: no gradient below it', () => {
    const { layers, theory } = forecast({ widths: widths(2), head: 'zero' })
    expect(theory).toBe('mean-field')
    expect(layers.map(({ delta2 }) => delta2)).toEqual([0, 0, 1])
    expect(layers[2]!.z2).toBe(0)
  })

  test('a zero layer in a network that explodes', () => {
    const { layers } = forecast({
      widths: widths(400),
      scheme: 'normal',
      init: { std: 1 },
      overrides: [{ layer: 390, init: initSettings('zeros') }],
    })
    expect(layers[380]!.z2).toBe(Infinity)
    expect(layers[389]!.z2).toBe(0)
    expect(layers[388]!.delta2).toBe(0)
  })
})

describe('no theory', () => {
  test.each<[string, Choices]>([
    ['the identity', { scheme: 'identity' }],
    ['a constant', { scheme: 'constant' }],
    ['an override by the identity', { overrides: [{ layer: 2, init: initSettings('identity') }] }],
  ])('of %s', (_, choices) => {
    const found = forecastLayers(trialSettings({ widths: widths(2), ...choices }), DATA)
    expect(found.theory === null ? found.reason : '').toMatch(/^The .* of layer \d .*\.$/)
  })

  test('of pretrained weights', () => {
    const settings = trialSettings({ widths: widths(2) })
    const pretrain = { task: settings.task, pixels: 'original', train: settings.train } as const
    for (const transfer of ['finetune', 'frozen'] as const)
      expect(forecastLayers({ ...settings, pretrain: { ...pretrain, transfer } }, DATA).theory).toBeNull()
    expect(forecastLayers({ ...settings, pretrain: { ...pretrain, transfer: 'scratch' } }, DATA).theory).toBe(
      'mean-field',
    )
  })

  test('of a cnn without images; a constant of 0 is zeros', () => {
    const convolution = { kernel: 3, stride: 1, padding: 'zero' } as const
    expect(forecastLayers(trialSettings({ convolution }), DATA).theory).toBeNull()
    expect(forecast({ scheme: 'constant', init: { value: 0 } }).theory).toBe('exact')
  })
})

describe('normalization', () => {
  test.each(ACTIVATION_NAMES)('by batch: the gradient of %s grows by E[phi’^2] / Var phi', (name) => {
    const { layers } = forecast({
      widths: widths(5, 1000),
      activation: name,
      normalization: 'batch',
      scheme: 'lecun-normal',
      init: { gain: 100 },
    })
    const factor = batchNormGradientFactor({ name, slope: null })
    expect(layers[1]!.delta2 / layers[2]!.delta2).toBeCloseTo(factor, 4)
    expect(layers[2]!.z2 / layers[1]!.z2).toBeCloseTo(1, 5)
  })

  test('by batch: relu’s factor is pi / (pi - 1)', () => {
    expect(batchNormGradientFactor({ name: 'relu', slope: null })).toBeCloseTo(Math.PI / (Math.PI - 1), 14)
  })

  test('takes the scale of the weights away', () => {
    for (const normalization of ['batch', 'layer'] as const) {
      const small = forecast({ widths: widths(4), normalization, init: { gain: 0.5 } }).layers
      const large = forecast({ widths: widths(4), normalization, init: { gain: 2 } }).layers
      for (const [place, { h2, delta2 }] of small.slice(0, -1).entries()) {
        expect(large[place]!.h2 / h2).toBeCloseTo(1, 3)
        // The scale of the output layer and that of the normalized z, which delta is divided by, cancel.
        expect(large[place]!.delta2 / delta2).toBeCloseTo(1, 3)
      }
    }
  })
})

describe('residual branches', () => {
  const depth = 9
  const of = (branch: Choices['branch']) => forecast({ widths: widths(depth), branch: branch! }).layers

  test('plain: the stream triples in a block, forward and back', () => {
    const layers = of('plain')
    for (const end of [4, 6, 8]) expect(layers[end]!.h2 / layers[end - 2]!.h2).toBeCloseTo(3, 12)
    expect(layers[2]!.delta2 / layers[4]!.delta2).toBeCloseTo(3, 12)
  })

  test('scaled: the stream grows by (1 + 2 / D) a block', () => {
    const layers = of('scaled')
    expect(layers[4]!.h2 / layers[2]!.h2).toBeCloseTo(1.5, 6)
    expect(layers[2]!.delta2 / layers[4]!.delta2).toBeCloseTo(1.5, 6)
  })

  test('zero-last and rezero: blocks start as the identity', () => {
    for (const branch of ['zero-last', 'rezero'] as const) {
      const layers = of(branch)
      for (const place of [2, 4, 6, 8]) expect(layers[place]!.h2).toBeCloseTo(1, 12)
      expect(layers[1]!.delta2).toBe(0)
      expect(layers[0]!.delta2 > 0).toBe(true)
    }
    expect(of('zero-last')[2]!.z2).toBe(0)
    expect(of('zero-last')[2]!.delta2).toBeCloseTo(20 / 64, 12)
    expect(of('rezero')[2]!.z2).toBeCloseTo(2, 12)
    expect(of('rezero')[2]!.delta2).toBe(0)
  })

  test('fixup: a zero head and narrower first layers', () => {
    const layers = of('fixup')
    expect(layers[1]!.z2).toBeCloseTo(2 / 4, 12)
    for (const { delta2, layer } of layers) expect(delta2).toBe(layer === depth + 1 ? 1 : 0)
  })
})

describe('convolutions', () => {
  const choices: Choices = { widths: [8, 16, 16], convolution: { kernel: 3, stride: 1, padding: 'circular' } }

  test('with circular padding count kernel^2 channels', () => {
    const { layers, approximations } = forecast(choices, IMAGES)
    for (const { z2 } of layers.slice(0, -1)) expect(z2).toBeCloseTo(2, 12)
    expect(layers[3]!.z2).toBeNaN()
    expect(layers[1]!.delta2 / layers[2]!.delta2).toBeCloseTo(1, 12)
    expect(layers[0]!.delta2 / layers[1]!.delta2).toBeCloseTo(2, 12)
    expect(layers[2]!.delta2).toBeCloseTo(10 / 16 / 64 ** 2, 12)
    expect(approximations).toHaveLength(1)
  })

  test('with zero padding count those on the image', () => {
    const zero = { kernel: 3, stride: 1, padding: 'zero' } as const
    const { layers, approximations } = forecast({ ...choices, convolution: zero }, IMAGES)
    expect(layers[0]!.z2).toBeCloseTo(2 * (22 / 24) ** 2, 12)
    expect(approximations).toHaveLength(2)
  })
})

describe('layers of every kind', () => {
  const kinds: readonly Choices[] = [
    { widths: [5, 8, 3] },
    ...RESIDUAL_BRANCHES.map((branch): Choices => ({ widths: widths(5), branch })),
    { widths: widths(5), branch: 'zero-last', overrides: [{ layer: 3, init: initSettings('lecun-normal') }] },
    { widths: [4, 6], head: 'zero', convolution: { kernel: 5, stride: 2, padding: 'zero' } },
  ]
  test.each(kinds)('are planned and drawn as in the core: $branch $convolution', (choices) => {
    const { model } = trialSettings(choices)
    const plans = planLayers(model, IMAGES)
    const starts = startLayers(model, IMAGES)
    expect(starts).toHaveLength(plans.length)
    for (const [place, plan] of plans.entries()) {
      const start = starts[place]!
      const { layer, fanIn, fanOut, kernelArea, positions, activated, block, isOutput } = plan
      expect(start).toMatchObject({
        layer,
        fanIn,
        units: fanOut,
        kernelArea,
        positions,
        activated,
        block,
        isOutput,
      })
      const drawn = layerStart(plan, model)
      if (drawn.kind === 'zero') expect(start.init).toBeNull()
      else {
        const { init, factor } = drawn
        const variance = weightVariance({
          fanIn,
          fanOut: kernelArea * fanOut,
          init,
          activation: model.activation,
        })
        expect(start.init).toEqual(init)
        expect(start.weightVariance).toBeCloseTo(factor ** 2 * variance, 14)
      }
    }
  })
})

describe('the gradient at the outputs', () => {
  test('of a uniform guess is (K - 1) / (K B)^2', () => {
    expect(outputGradient({ loss: 'cross-entropy', classes: 10, z2: 0, batch: 1 })).toBeCloseTo(0.09, 14)
  })

  test('of one that is sure is 2 (1 - 1 / K) / K', () => {
    expect(outputGradient({ loss: 'cross-entropy', classes: 10, z2: Infinity, batch: 1 })).toBeCloseTo(
      0.18,
      14,
    )
  })

  test.each([0.01, 1, 30, 1000])('of two classes is that of the logistic function, at E[z^2] = %d', (q) => {
    const { square } = activationMoments({ name: 'sigmoid', slope: null }, 0, 2 * q)
    expect(Math.abs(shareSquare(2, q) / square - 1)).toBeLessThan(3e-4)
  })

  test('of mse is 4 (z2 + 1 / K) / (K B)^2', () => {
    expect(outputGradient({ loss: 'mse', classes: 4, z2: 2, batch: 3 })).toBeCloseTo((4 * 2.25) / 144, 14)
  })
})
