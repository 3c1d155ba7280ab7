import { describe, expect, it } from 'vitest'
import { initialize } from '@core/init/initialize'
import { meanSquaredError, softmaxCrossEntropy } from '@core/nn/losses'
import { backward, createNetwork, forward, type Network } from '@core/nn/network'
import { ACTIVATION_NAMES } from '@shared/trial-settings'
import { worstDeviation } from '../golden'
import {
  finiteDifferences,
  REFERENCE_ACTIVATIONS,
  referenceCrossEntropy,
  referenceOutputs,
  referenceSquaredError,
  type ReferenceLayer,
} from '../reference-network'
import { ramps, trialSettings } from '../settings'

const SAMPLES = 6
const LOSS_NAMES = ['cross-entropy', 'mse'] as const
const data = ramps(SAMPLES, 0)
const rows = Array.from({ length: SAMPLES }, (_, sample) =>
  Array.from(data.trainX.subarray(sample * 5, sample * 5 + 5)),
)
const labels = Array.from(data.trainY)
const targets = labels.map((label) => [0, 1, 2].map((unit) => (unit === label ? 1 : 0)))

function asReference(network: Network): ReferenceLayer[] {
  return network.layers.map(({ fanIn, fanOut, weights, bias }) => ({
    weights: Array.from({ length: fanOut }, (_, o) =>
      Array.from(weights.subarray(o * fanIn, (o + 1) * fanIn)),
    ),
    bias: Array.from(bias),
  }))
}

describe('gradients', () => {
  const cases = ACTIVATION_NAMES.flatMap((activation) => LOSS_NAMES.map((loss) => ({ activation, loss })))
  it.each(cases)('of a $activation network with $loss are its finite differences', ({ activation, loss }) => {
    const slope = activation === 'leaky-relu' ? 0.2 : activation === 'elu' ? 0.7 : null
    const { model } = trialSettings({ activation, slope, widths: [7, 6, 5], scheme: 'pytorch-default' })
    const network = createNetwork([5, ...model.widths, 3], model.activation, SAMPLES)
    initialize(network, { ...model, init: { ...model.init, scheme: 'pytorch-default' } }, 11)
    for (const { weights } of network.layers)
      for (const [index, weight] of weights.entries()) weights[index] = 2 * weight
    forward(network, data.trainX, SAMPLES)
    const totals = { loss: 0, correct: 0 }
    const { z, delta } = network.output
    if (loss === 'mse') meanSquaredError(z, Float32Array.from(targets.flat()), SAMPLES, 3, delta, totals)
    else softmaxCrossEntropy(z, data.trainY, SAMPLES, 3, delta, totals)
    backward(network, data.trainX, SAMPLES)

    const phi = REFERENCE_ACTIVATIONS[activation]!(slope ?? 0)
    const measure = (layers: readonly ReferenceLayer[]): number => {
      const outputs = referenceOutputs(layers, phi, rows)
      return loss === 'mse' ? referenceSquaredError(outputs, targets) : referenceCrossEntropy(outputs, labels)
    }
    const reference = asReference(network)
    expect(Math.abs(totals.loss / SAMPLES - measure(reference))).toBeLessThan(1e-6)
    for (const [place, { weights, bias }] of finiteDifferences(reference, measure).entries()) {
      const layer = network.layers[place]!
      expect(
        worstDeviation(layer.weightGradient, weights.flat(), 1e-4, 1e-6),
        `W of layer ${place + 1}`,
      ).toBeLessThan(1)
      expect(worstDeviation(layer.biasGradient, bias, 1e-4, 1e-6), `b of layer ${place + 1}`).toBeLessThan(1)
    }
  })
})
