import { LAYER_COLUMNS } from '@shared/trial-result'
import type { Network } from '../nn/network'

/** Numbers of one point of the layer statistics: (L + 1) times z2, h2, delta2. */
export function layerRowLength(network: Pick<Network, 'layers'>): number {
  return network.layers.length * LAYER_COLUMNS.length
}

/**
 * Writes the mean squares of z, h and delta over the first `samples` samples and all units, layer by layer, from
 * `offset`: summed in double, rounded to float32 once. Needs a forward and a backward pass on these samples.
 */
export function writeLayerStatistics(
  network: Network,
  samples: number,
  out: Float32Array,
  offset: number,
): void {
  let place = offset
  for (const { fanOut, z, h, delta } of network.layers) {
    out[place] = meanSquare(z, samples * fanOut)
    out[place + 1] = meanSquare(h, samples * fanOut)
    out[place + 2] = meanSquare(delta, samples * fanOut)
    place += LAYER_COLUMNS.length
  }
}

function meanSquare(values: Float32Array, count: number): number {
  let sum = 0
  for (let index = 0; index < count; index += 1) sum += values[index] * values[index]
  return sum / count
}
