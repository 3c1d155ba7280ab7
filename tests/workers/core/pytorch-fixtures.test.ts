import { describe, expect, it } from 'vitest'
import { forward, backward, createNetwork, type Network } from '@core/nn/network'
import { meanSquaredError, softmaxCrossEntropy } from '@core/nn/losses'
import { createOptimizer } from '@core/optim/optimizer'
import type { ActivationSettings, OptimizerSettings } from '@shared/trial-settings'
import { FIXTURES, mlpFixture, worstDeviation, type MlpCase } from './golden'
import {
  finiteDifferences,
  REFERENCE_ACTIVATIONS,
  referenceCrossEntropy,
  referenceOutputs,
  referenceSquaredError,
  type ReferenceLayer,
} from './reference-network'
import { optimizerSettings } from './settings'

/** The cases of fixtures.json that the core serves, with the activation that each one uses. */
const SERVED: Readonly<Record<string, ActivationSettings>> = {
  'mlp_3-5-4-2_relu_ce': { name: 'relu', slope: null },
  'mlp_3-5-4-2_leaky_relu(0.01)_ce': { name: 'leaky-relu', slope: null },
  'mlp_3-5-4-2_leaky_relu(0.3)_ce': { name: 'leaky-relu', slope: 0.3 },
  'mlp_3-5-4-2_tanh_ce': { name: 'tanh', slope: null },
  'mlp_3-5-4-2_sigmoid_ce': { name: 'sigmoid', slope: null },
  'mlp_3-5-4-2_elu(1)_ce': { name: 'elu', slope: null },
  'mlp_3-5-4-2_linear_ce': { name: 'linear', slope: null },
  'mlp_3-5-4-2_relu_mse': { name: 'relu', slope: null },
  'zero_init_3-5-4-2_relu_ce': { name: 'relu', slope: null },
}

/** Cases whose parts the core does not have yet; one that is served moves up. */
const NOT_YET_SERVED = [
  'mlp_3-5-4-2_gelu(tanh)_ce',
  'bn_mlp_4-6-5-3_relu_ce',
  'res_4-6x2-3_relu_ce',
  'conv3x3_relu_ce',
]

/** As `doc.optimizers` of the file: settings and learning rate. */
const OPTIMIZERS: Readonly<Record<string, readonly [Partial<OptimizerSettings>, number]>> = {
  sgd: [{ name: 'sgd' }, 0.1],
  sgd_momentum: [{ name: 'momentum', momentum: 0.9 }, 0.05],
  sgd_nesterov: [{ name: 'nesterov', momentum: 0.9 }, 0.05],
  sgd_weight_decay: [{ name: 'momentum', momentum: 0.9, weightDecay: 0.01 }, 0.1],
  adam: [{ name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }, 0.01],
  adam_l2: [{ name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 }, 0.01],
  adamw: [{ name: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 }, 0.01],
  rmsprop: [{ name: 'rmsprop', alpha: 0.99, epsilon: 1e-8, momentum: 0 }, 0.01],
  rmsprop_momentum: [{ name: 'rmsprop', alpha: 0.9, epsilon: 1e-8, momentum: 0.9 }, 0.01],
  adagrad: [{ name: 'adagrad', epsilon: 1e-10 }, 0.05],
}
const AMPLIFIES_ROUNDING = ['adam', 'adam_l2', 'adamw', 'rmsprop', 'rmsprop_momentum', 'adagrad']

const RELATIVE = 2e-4
const ABSOLUTE = 1e-6

function flat(values: number[] | number[][]): number[] {
  return values.flat()
}

/** The tensors of a case in the order l.0.weight, l.0.bias, l.1.weight, ... */
function tensors(record: MlpCase['params']): number[][] {
  return [0, 1, 2].flatMap((layer) => [flat(record[`l.${layer}.weight`]!), flat(record[`l.${layer}.bias`]!)])
}

function networkOf(fixture: MlpCase, activation: ActivationSettings): Network {
  const network = createNetwork([3, 5, 4, 2], activation, fixture.x.length)
  const values = tensors(fixture.params)
  for (const [place, layer] of network.layers.entries()) {
    layer.weights.set(values[2 * place]!)
    layer.bias.set(values[2 * place + 1]!)
  }
  return network
}

/** Forward pass, loss and gradients on the whole batch of a case; returns the loss. */
function pass(network: Network, fixture: MlpCase): number {
  const samples = fixture.x.length
  const x = Float32Array.from(fixture.x.flat())
  const targets = flat(fixture.target)
  const totals = { loss: 0, correct: 0 }
  forward(network, x, samples)
  const { z, delta } = network.output
  if (fixture.loss === 'cross_entropy_mean') {
    softmaxCrossEntropy(z, Int32Array.from(targets), samples, 2, delta, totals)
  } else {
    meanSquaredError(z, Float32Array.from(targets), samples, 2, delta, totals)
  }
  backward(network, x, samples)
  return totals.loss / samples
}

function trainables(network: Network): { values: Float32Array; gradient: Float32Array }[] {
  return network.layers.flatMap(({ weights, weightGradient, bias, biasGradient }) => [
    { values: weights, gradient: weightGradient },
    { values: bias, gradient: biasGradient },
  ])
}

function referenceLayers(fixture: MlpCase): ReferenceLayer[] {
  return [0, 1, 2].map((layer) => {
    const rows = fixture.params[`l.${layer}.weight`]!
    return {
      weights: rows.map((row) => (typeof row === 'number' ? [row] : [...row])),
      bias: flat(fixture.params[`l.${layer}.bias`]!),
    }
  })
}

function referenceLoss(fixture: MlpCase, outputs: number[][]): number {
  return fixture.loss === 'cross_entropy_mean'
    ? referenceCrossEntropy(outputs, flat(fixture.target))
    : referenceSquaredError(
        outputs,
        fixture.target.map((row) => (typeof row === 'number' ? [row] : row)),
      )
}

describe('the cases of PyTorch', () => {
  it('are all either served or named as not yet served', () => {
    const names = FIXTURES.cases.map(({ name }) => name)
    expect(names.toSorted()).toEqual([...Object.keys(SERVED), ...NOT_YET_SERVED].toSorted())
  })

  describe.each(Object.entries(SERVED))('%s', (name, activation) => {
    const fixture = mlpFixture(name)
    const expected = fixture.results.float64

    it('has the outputs, the loss and every gradient of PyTorch', () => {
      const network = networkOf(fixture, activation)
      expect(pass(network, fixture)).toBeCloseTo(expected.loss, 6)
      expect(worstDeviation(network.output.z, expected.output.flat(), RELATIVE, ABSOLUTE)).toBeLessThan(1)
      const gradients = tensors(expected.grads)
      for (const [place, { gradient }] of trainables(network).entries()) {
        expect(
          worstDeviation(gradient, gradients[place]!, RELATIVE, ABSOLUTE),
          `tensor ${place}`,
        ).toBeLessThan(1)
      }
    })

    it('agrees with the reference network, whose finite differences are the gradients', () => {
      const layers = referenceLayers(fixture)
      const phi = REFERENCE_ACTIVATIONS[activation.name]!(
        activation.slope ?? (activation.name === 'elu' ? 1 : 0.01),
      )
      const outputs = referenceOutputs(layers, phi, fixture.x)
      expect(worstDeviation(outputs.flat(), expected.output.flat(), 1e-9, 1e-12)).toBeLessThan(1)
      expect(worstDeviation([referenceLoss(fixture, outputs)], [expected.loss], 1e-9, 1e-12)).toBeLessThan(1)
      if (name.startsWith('zero_init')) return // every unit sits on the kink of relu
      const slopes = finiteDifferences(layers, (moved) =>
        referenceLoss(fixture, referenceOutputs(moved, phi, fixture.x)),
      )
      const gradients = tensors(expected.grads)
      for (const [place, { weights, bias }] of slopes.entries()) {
        expect(worstDeviation(weights.flat(), gradients[2 * place]!, 1e-6, 1e-9)).toBeLessThan(1)
        expect(worstDeviation(bias, gradients[2 * place + 1]!, 1e-6, 1e-9)).toBeLessThan(1)
      }
    })

    it.each(Object.keys(expected.after3))('takes three updates with %s as PyTorch does', (optimizerName) => {
      const after = expected.after3[optimizerName]!
      const [chosen, learningRate] = OPTIMIZERS[optimizerName]!
      const network = networkOf(fixture, activation)
      const optimizer = createOptimizer(optimizerSettings(chosen), learningRate, trainables(network))
      const losses: number[] = []
      for (let update = 0; update < 3; update += 1) {
        losses.push(pass(network, fixture))
        optimizer.update()
      }
      losses.push(pass(network, fixture))
      expect(worstDeviation(losses, after.losses, RELATIVE, ABSOLUTE)).toBeLessThan(1)
      const values = tensors(after.params)
      const gradients = tensors(expected.grads)
      for (const [place, { values: actual }] of trainables(network).entries()) {
        const compared = gradients[place]!.map(
          (gradient) => !AMPLIFIES_ROUNDING.includes(optimizerName) || Math.abs(gradient) > 1e-7,
        )
        const kept = (all: ArrayLike<number>): number[] =>
          Array.from(all).filter((_, index) => compared[index])
        const worst = worstDeviation(kept(actual), kept(values[place]!), RELATIVE, ABSOLUTE)
        expect(worst, `tensor ${place}`).toBeLessThan(1)
      }
    })
  })
})
