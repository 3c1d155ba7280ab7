import { required } from '@shared/scheme-parameters'
import type { ModelSettings } from '@shared/trial-settings'
import type { Machine } from '../kernels/machine'
import { weightNumbers } from '../kernels/layout'
import type { LayerPlan } from '../nn/layer-plan'
import type { Network } from '../nn/network'
import type { Pace } from '../pace'
import { layerStart } from './initialize'

const ROUNDS = 10
const TOLERANCE = 0.01

/** Bytes of `out` of scaleByData. */
export const MOMENTS_BYTES = 32

/**
 * Layer-sequential unit-variance: for each layer that starts by lsuv, from the first to the last,
 * W = W gain / std(z) until |var(z) / gain^2 - 1| < 0.01, at most 10 times; var(z) over the samples, units and positions of
 * the batch that stands in the network's input, dropout off, batch normalization by its running buffers as they start.
 * A layer whose variance is 0 or not finite stays as it is. A round passes through its own layer only.
 * Source: Mishkin and Matas 2016, algorithm 1.
 */
export function scaleByData(
  { kernels, heap }: Machine,
  network: Network,
  plans: readonly LayerPlan[],
  model: ModelSettings,
  samples: number,
  out: number,
  pace: Pace,
): void {
  /** The first layer whose z is not yet what the weights make of the batch. */
  let next = 1
  for (const plan of plans) {
    const start = layerStart(plan, model)
    if (start.kind === 'zero' || start.init.scheme !== 'lsuv') continue
    const gain = required(start.init.gain, 'gain', 'lsuv')
    const { weights, z, fanIn, fanOut } = network.layers[plan.layer - 1]
    const operations = samples * z.positions * fanIn * fanOut
    for (let round = 0; round < ROUNDS; round += 1) {
      network.forwardLayers(samples, next, plan.layer)
      pace.spend((plan.layer - next + 1) * operations)
      next = plan.layer
      kernels.moments(z.values, out, samples, z.positions, z.features)
      const mean = heap.f64[out / 8]
      const variance = heap.f64[out / 8 + 1] - mean * mean
      if (!(variance > 0 && variance < Infinity)) break
      if (Math.abs(variance / (gain * gain) - 1) < TOLERANCE) break
      kernels.scale(weights, weights, Math.fround(gain / Math.sqrt(variance)), weightNumbers(fanIn, fanOut))
    }
  }
}
