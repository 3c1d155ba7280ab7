import { SCHEMES } from '@shared/schemes'
import type { BiasSettings, ModelSettings } from '@shared/trial-settings'
import type { Network } from '../nn/network'
import { drawBias } from './draw-bias'
import { drawWeights } from './draw-weights'

/**
 * Fills all weights and biases of a network for a seed. Hidden layers: `model.init` and `model.biasInit`. Output layer:
 * the same scheme with bias 0, or all zeros with `head: zero`. A scheme that sets biases itself (pytorch-default) draws
 * every bias from U(-1/sqrt(fanIn), 1/sqrt(fanIn)), the output bias included, and `biasInit` is not used.
 */
export function initialize(network: Network, model: ModelSettings, seed: number): void {
  for (const [index, { fanIn, fanOut, weights, bias }] of network.layers.entries()) {
    const isOutput = index === network.layers.length - 1
    if (isOutput && model.head === 'zero') {
      weights.fill(0)
      bias.fill(0)
      continue
    }
    const place = { fanIn, fanOut, layer: index + 1, seed }
    drawWeights(weights, place, model.init, model.activation)
    drawBias(bias, place, biasOf(model, isOutput))
  }
}

function biasOf(model: ModelSettings, isOutput: boolean): BiasSettings {
  if (SCHEMES[model.init.scheme].setsBias) return { kind: 'uniform-fan-in' }
  return isOutput ? { kind: 'constant', value: 0 } : model.biasInit
}
