import type { FirstCause } from '@shared/trial-result'
import type { Network } from '../nn/network'

/**
 * The tensor that left the finite numbers first, once the loss of a forward pass on `samples` samples before update
 * `step`, or a parameter, is not finite. The buffers still hold the backward pass and the update of step - 1, so the
 * search goes in the order of computing: delta of step - 1 from the last hidden layer down, then W and b after update
 * step - 1 from layer 1 up, then z and h of this forward pass from layer 1 up, and the loss itself when all of them are
 * finite (it overflowed).
 */
export function findFirstCause(network: Network, step: number, samples: number): FirstCause {
  return (
    inBackwardPass(network, step - 1) ?? inParameters(network, step) ?? inForwardPass(network, step, samples)
  )
}

/**
 * Hidden layers only: the output's delta already belongs to the present batch, and it is finite where the loss is.
 * Before the first backward pass every delta is 0.
 */
function inBackwardPass(network: Network, step: number): FirstCause | null {
  for (let index = network.layers.length - 2; index >= 0; index -= 1) {
    const { delta } = network.layers[index]
    if (!isFinitePart(delta, delta.length)) return { step, layer: index + 1, quantity: 'delta' }
  }
  return null
}

/** Weights that are not finite before update 0 were drawn so: they are reported at step 0. */
function inParameters(network: Network, step: number): FirstCause | null {
  const update = Math.max(0, step - 1)
  for (const [index, { weights, bias }] of network.layers.entries()) {
    if (!isFinitePart(weights, weights.length)) return { step: update, layer: index + 1, quantity: 'W' }
    if (!isFinitePart(bias, bias.length)) return { step: update, layer: index + 1, quantity: 'b' }
  }
  return null
}

function inForwardPass(network: Network, step: number, samples: number): FirstCause {
  for (const [index, { z, h, fanOut }] of network.layers.entries()) {
    if (!isFinitePart(z, samples * fanOut)) return { step, layer: index + 1, quantity: 'z' }
    if (!isFinitePart(h, samples * fanOut)) return { step, layer: index + 1, quantity: 'h' }
  }
  return { step, layer: network.layers.length, quantity: 'loss' }
}

function isFinitePart(values: Float32Array, count: number): boolean {
  for (let index = 0; index < count; index += 1) if (!Number.isFinite(values[index])) return false
  return true
}

/**
 * Whether every weight and bias is finite. Needed beside the loss: an infinite weight before tanh, sigmoid or a dead relu
 * leaves the loss finite, and the run would look healthy. w - w is 0 for a finite w and NaN for any other.
 */
export function hasFiniteParameters({ layers }: Network): boolean {
  let probe = 0
  for (const { weights, bias } of layers) {
    for (let index = 0; index < weights.length; index += 1) probe += weights[index] - weights[index]
    for (let index = 0; index < bias.length; index += 1) probe += bias[index] - bias[index]
  }
  return probe === 0
}

const QUIET_NAN = 0x7fc00000

/**
 * Gives every NaN the same bits. Which NaN a machine makes of 0 times Infinity differs between processors, and a hash of
 * the weights would see it.
 */
export function unifyNaN(values: Float32Array): void {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length)
  for (let index = 0; index < values.length; index += 1)
    if (Number.isNaN(values[index])) words[index] = QUIET_NAN
}
