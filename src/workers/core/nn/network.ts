import type { ActivationSettings } from '@shared/trial-settings'
import { denseBiasGradient, denseForward, denseInputGradient, denseWeightGradient } from '../kernels/scalar'
import { applyActivation, applyActivationSlope } from './activations'

/**
 * One dense layer with room for `capacity` samples. z, h, delta are row-major (capacity, fanOut), weights row-major
 * (fanOut, fanIn). At the output layer h is the same array as z.
 */
export interface DenseLayer {
  readonly fanIn: number
  readonly fanOut: number
  readonly weights: Float32Array
  readonly bias: Float32Array
  readonly weightGradient: Float32Array
  readonly biasGradient: Float32Array
  readonly z: Float32Array
  readonly h: Float32Array
  readonly delta: Float32Array
}

/** A multilayer perceptron: hidden layers 1..L with the activation, then a linear output layer. */
export interface Network {
  readonly activation: ActivationSettings
  readonly layers: readonly DenseLayer[]
  /** The last of `layers`. */
  readonly output: DenseLayer
  /** The most samples that fit a pass. */
  readonly capacity: number
}

/** Allocates a network, all weights 0. `widths`: inputs, hidden layers 1..L, outputs. */
export function createNetwork(
  widths: readonly number[],
  activation: ActivationSettings,
  capacity: number,
): Network {
  const layers: DenseLayer[] = []
  for (let index = 1; index < widths.length; index += 1) {
    const hidden = index < widths.length - 1
    layers.push(createLayer(widths[index - 1], widths[index], capacity, hidden))
  }
  return { activation, layers, output: layers[layers.length - 1], capacity }
}

function createLayer(fanIn: number, fanOut: number, capacity: number, hidden: boolean): DenseLayer {
  const z = new Float32Array(capacity * fanOut)
  return {
    fanIn,
    fanOut,
    weights: new Float32Array(fanOut * fanIn),
    bias: new Float32Array(fanOut),
    weightGradient: new Float32Array(fanOut * fanIn),
    biasGradient: new Float32Array(fanOut),
    z,
    h: hidden ? new Float32Array(capacity * fanOut) : z,
    delta: new Float32Array(capacity * fanOut),
  }
}

/** Fills z and h of every layer from x (samples, features) row-major; samples <= capacity. */
export function forward(network: Network, x: Float32Array, samples: number): void {
  let input = x
  for (const layer of network.layers) {
    const { fanIn, fanOut, weights, bias, z, h } = layer
    denseForward(samples, fanIn, fanOut, input, weights, bias, z)
    if (layer !== network.output) applyActivation(network.activation, z, h, samples * fanOut)
    input = h
  }
}

/**
 * Back-propagation: needs z and h of `forward` on the same x, and delta = dLoss/dz of the output layer. Fills delta of
 * every layer (dLoss/dz where Loss is the batch's loss) and the gradients of all weights and biases.
 */
export function backward(network: Network, x: Float32Array, samples: number): void {
  const { layers, activation } = network
  for (let index = layers.length - 1; index >= 0; index -= 1) {
    const { fanIn, fanOut, weights, weightGradient, biasGradient, delta } = layers[index]
    const input = index === 0 ? x : layers[index - 1].h
    denseWeightGradient(samples, fanIn, fanOut, delta, input, weightGradient)
    denseBiasGradient(samples, fanOut, delta, biasGradient)
    if (index === 0) return
    const below = layers[index - 1]
    denseInputGradient(samples, fanIn, fanOut, delta, weights, below.delta)
    applyActivationSlope(activation, below.z, below.delta, samples * below.fanOut)
  }
}
