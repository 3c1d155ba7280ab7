import { describe, expect, it } from 'vitest'
import type { ImageShape } from '@core/training'
import { philox } from '@core/random/philox'
import { setKey } from '@core/random/draw-address'
import { ACTIVATION_NAMES, RESIDUAL_BRANCHES } from '@shared/trial-settings'
import { networkFixture, worstDeviation } from '../golden'
import { KERNEL_SETS, readSignal } from '../machines'
import { layerTensors, openNetwork, writeLayer, type OpenNetwork, type Samples } from '../open-network'
import { referenceModel, slopes, type ReferenceMasks, type ReferenceTensors } from '../reference-model'
import { referenceCrossEntropy, referenceSquaredError } from '../reference-network'
import { ramps, trialSettings, type Choices } from '../settings'

interface GradientCase {
  readonly name: string
  readonly choices: Choices
  readonly samples?: number
  readonly image?: ImageShape
}

const CLASSES = 3
const SEED = 4
const STEP = 2

const IMAGE: ImageShape = { channels: 2, height: 4, width: 3 }
const SMALL = { kernel: 3, stride: 1, padding: 'zero' } as const

function convolutional(name: string, choices: Choices): GradientCase {
  return { name, choices: { widths: [2, 3], convolution: SMALL, ...choices }, image: IMAGE }
}

const CASES: readonly GradientCase[] = [
  ...ACTIVATION_NAMES.flatMap((activation): GradientCase[] =>
    (['cross-entropy', 'mse'] as const).map((loss) => ({
      name: `${activation} with ${loss}`,
      samples: 6,
      choices: {
        activation,
        loss,
        widths: [7, 6, 5],
        slope:
          activation === 'leaky-relu' || activation === 'prelu' ? 0.2 : activation === 'elu' ? 0.7 : null,
      },
    })),
  ),
  { name: 'one layer', choices: { widths: [] } },
  { name: 'batch normalization', choices: { widths: [9, 6], normalization: 'batch', activation: 'tanh' } },
  { name: 'layer normalization', choices: { widths: [9, 6], normalization: 'layer', activation: 'silu' } },
  { name: 'dropout', choices: { widths: [9, 6], dropout: 0.4 } },
  {
    name: 'all of them',
    choices: { widths: [9, 6], normalization: 'batch', dropout: 0.3, activation: 'prelu', slope: 0.3 },
  },
  ...RESIDUAL_BRANCHES.map((branch) => ({
    name: `residual, ${branch}`,
    choices: { widths: [6, 6, 6, 6, 6], branch },
  })),
  {
    name: 'residual with all of them',
    choices: {
      widths: [9, 9, 9],
      branch: 'rezero',
      normalization: 'layer',
      dropout: 0.3,
      activation: 'prelu',
      slope: 0.3,
    },
  },
  convolutional('a convolution', {}),
  convolutional('a wide convolution', { convolution: { ...SMALL, kernel: 5 }, widths: [2] }),
  convolutional('a circular convolution in strides', {
    convolution: { kernel: 3, stride: 2, padding: 'circular' },
    activation: 'tanh',
  }),
  convolutional('a convolution in strides', { convolution: { ...SMALL, stride: 2 }, loss: 'mse' }),
  convolutional('a convolution with batch normalization', { normalization: 'batch' }),
  convolutional('a convolution with layer normalization', { normalization: 'layer', activation: 'elu' }),
  convolutional('a convolution with all of them', {
    normalization: 'batch',
    dropout: 0.3,
    activation: 'prelu',
    slope: 0.3,
  }),
]

/** Numbers in (-1, 1) without a draw. */
function numbers(count: number, salt: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const mixed = Math.imul(index * 7919 + salt * 104729 + 12345, 0x9e3779b1) >>> 0
    return mixed / 2147483648 - 1
  })
}

/** Weights of the size of He's, other numbers around 0.5, so that nothing is at its start. */
function fillParameters({ machine, run }: OpenNetwork): ReferenceTensors[] {
  return run.network.layers.map((layer, place) => {
    const tensors = layerTensors(machine, layer, 'values').map((values, index) =>
      numbers(values.length, 10 * place + index).map((value) =>
        Math.fround(
          index === 0 ? value * Math.sqrt(6 / layer.fanIn) : index === 1 ? value / 2 : value / 2 + 0.6,
        ),
      ),
    )
    writeLayer(machine, layer, tensors)
    return tensors
  })
}

/** The masks by their definition: one word for each sample and feature. */
function masksOf(share: number): ReferenceMasks {
  if (share === 0) return () => 1
  const key = new Uint32Array(2)
  const words = new Uint32Array(4)
  setKey(key, SEED, 'dropout')
  return (layer, sample, feature) => {
    philox(Uint32Array.of(feature >>> 2, sample, layer, STEP), key, words)
    return words[feature & 3]! < share * 2 ** 32 ? 0 : Math.fround(1 / (1 - share))
  }
}

function samplesOf({ samples = 18, image }: GradientCase): Samples {
  const features = image === undefined ? 5 : image.channels * image.height * image.width
  const data = ramps(samples, 0, features, CLASSES)
  return {
    x: Array.from({ length: samples }, (_, row) =>
      Array.from(data.trainX.subarray(row * features, (row + 1) * features)),
    ),
    ...(image === undefined ? {} : { image }),
    classes: CLASSES,
    labels: Array.from(data.trainY),
  }
}

describe('gradients', () => {
  it.each(CASES)('are finite differences on both kernel sets: $name', (entry) => {
    const samples = samplesOf(entry)
    const { model, train } = trialSettings(entry.choices)
    const tensors = fillParameters(openNetwork('simd', entry.choices, samples, SEED))
    const x = samples.x.map((row) => [...row])
    const masks = masksOf(model.dropout)
    const measure = (): number => {
      const outputs = referenceModel(model, samples.image ?? null, tensors, x, masks)
      if (train.loss === 'cross-entropy') return referenceCrossEntropy(outputs, samples.labels)
      const targets = samples.labels.map((label) => [0, 1, 2].map((unit) => (unit === label ? 1 : 0)))
      return referenceSquaredError(outputs, targets)
    }
    const expected = tensors.map((layer) => slopes(layer, measure))
    const looked = [0, x.length - 1]
    const expectedInput = slopes(
      looked.map((sample) => x[sample]!),
      measure,
    )
    for (const set of KERNEL_SETS) {
      const opened = openNetwork(set, entry.choices, samples, SEED)
      fillParameters(opened)
      expect(Math.abs(opened.pass(STEP) - measure())).toBeLessThan(2e-6)
      for (const [place, layer] of opened.run.network.layers.entries()) {
        for (const [index, gradient] of layerTensors(opened.machine, layer, 'gradient').entries()) {
          const worst = worstDeviation(gradient, expected[place]![index]!, 2e-4, 2e-6)
          expect(worst, `tensor ${index} of layer ${place + 1}, ${set}`).toBeLessThan(1)
        }
      }
      const toInput = inputGradient(opened, x.length)
      const actual = looked.flatMap((sample) => toInput[sample]!)
      expect(worstDeviation(actual, expectedInput.flat(), 2e-4, 2e-6)).toBeLessThan(1)
    }
  })
})

/** dLoss/dx, row-major as the data: an image has its channels outermost. */
function inputGradient({ machine, run }: OpenNetwork, samples: number): number[][] {
  const { positions, features } = run.network.input
  return readSignal(machine, run.network.inputGradient, samples).map((row) =>
    row.map((_, index) => row[(index % positions) * features + Math.floor(index / positions)]!),
  )
}

describe('the reference model', () => {
  const names: Readonly<Record<string, { choices: Choices; layers: readonly string[][] }>> = {
    'bn_mlp_4-6-5-3_relu_ce': {
      choices: { widths: [6, 5], normalization: 'batch' },
      layers: [['l.0', 'bn.0'], ['l.1', 'bn.1'], ['l.2']],
    },
    'res_4-6x2-3_relu_ce': {
      choices: { widths: [6, 6, 6, 6, 6], branch: 'plain' },
      layers: [['stem'], ['w1.0'], ['w2.0'], ['w1.1'], ['w2.1'], ['head']],
    },
    'mlp_3-5-4-2_tanh_ce': {
      choices: { widths: [5, 4], activation: 'tanh' },
      layers: [['l.0'], ['l.1'], ['l.2']],
    },
  }

  it.each(Object.entries(names))(
    'has the outputs and gradients of PyTorch: %s',
    (name, { choices, layers }) => {
      const fixture = networkFixture(name)
      const { output, loss, grads } = fixture.results.float64
      const labels = fixture.target.map((label) => (typeof label === 'number' ? label : -1))
      const tensorNames = layers.map((parts) => parts.flatMap((part) => [`${part}.weight`, `${part}.bias`]))
      const tensors = tensorNames.map((parts) => parts.map((part) => [...fixture.params[part]!]))
      const run = (): number[][] => referenceModel(trialSettings(choices).model, null, tensors, fixture.x)
      const measure = (): number => referenceCrossEntropy(run(), labels)
      expect(worstDeviation(run().flat(), output.flat(), 1e-9, 1e-12)).toBeLessThan(1)
      expect(worstDeviation([measure()], [loss], 1e-9, 1e-12)).toBeLessThan(1)
      for (const [place, parts] of tensorNames.entries()) {
        for (const [index, gradient] of slopes(tensors[place]!, measure).entries())
          expect(worstDeviation(gradient, grads[parts[index]!]!, 1e-6, 1e-9), parts[index]).toBeLessThan(1)
      }
    },
  )
})
