import type { FirstCause } from '@shared/trial-result'
import type { Machine } from '../kernels/machine'
import type { Network } from '../nn/network'
import { otherNames } from '../nn/parameters'
import type { Run } from '../run'

/**
 * The tensor that left the finite numbers first, once the loss of a forward pass on `samples` samples before update
 * `step`, or a parameter, is not finite. The buffers still hold the backward pass and the update of step - 1, so the
 * search goes in the order of computing: delta of step - 1 from the last hidden layer down, then W, b and the other learned
 * numbers after update step - 1 from layer 1 up, then z and h of this forward pass from layer 1 up, and the loss itself when all of them are
 * finite (it overflowed). Behind frozen hidden layers their deltas are of some earlier step, and nothing follows from them.
 */
export function findFirstCause(
  run: Pick<Run, 'machine' | 'network' | 'isFrozen' | 'plans' | 'settings'>,
  step: number,
  samples: number,
): FirstCause {
  const { machine, network, isFrozen } = run
  return (
    (isFrozen ? null : inBackwardPass(machine, network, step - 1)) ??
    inParameters(run, step) ??
    inForwardPass(machine, network, step, samples)
  )
}

function notFinite(step: number, layer: number, quantity: FirstCause['quantity']): FirstCause {
  return { step, layer, quantity, side: 'not-finite', value: null }
}

/**
 * Hidden layers only: the output's delta already belongs to the present batch, and it is finite where the loss is.
 * Before the first backward pass every delta is 0.
 */
function inBackwardPass({ kernels }: Machine, network: Network, step: number): FirstCause | null {
  for (let index = network.layers.length - 2; index >= 0; index -= 1) {
    const { values, positions, features } = network.layers[index].delta
    if (kernels.isFinitePanels(values, network.capacity.train, positions, features) === 0)
      return notFinite(step, index + 1, 'delta')
  }
  return null
}

/** Weights that are not finite before update 0 were drawn so: they are reported at step 0. */
function inParameters(
  { machine: { kernels }, network, plans, settings }: Pick<Run, 'machine' | 'network' | 'plans' | 'settings'>,
  step: number,
): FirstCause | null {
  const update = Math.max(0, step - 1)
  for (const [index, { weights, bias, fanIn, fanOut, others }] of network.layers.entries()) {
    if (kernels.isFinite(weights, fanOut, fanIn) === 0) return notFinite(update, index + 1, 'W')
    if (kernels.isFinite(bias, 1, fanOut) === 0) return notFinite(update, index + 1, 'b')
    for (const [other, name] of otherNames(plans[index], settings.model).entries()) {
      const { values, count } = others[other]
      if (kernels.isFinite(values, 1, count) === 0) return notFinite(update, index + 1, name)
    }
  }
  return null
}

function inForwardPass({ kernels }: Machine, network: Network, step: number, samples: number): FirstCause {
  for (const [index, { z, h }] of network.layers.entries()) {
    if (kernels.isFinitePanels(z.values, samples, z.positions, z.features) === 0)
      return notFinite(step, index + 1, 'z')
    if (kernels.isFinitePanels(h.values, samples, h.positions, h.features) === 0)
      return notFinite(step, index + 1, 'h')
  }
  return notFinite(step, network.layers.length, 'loss')
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
