import { LAYER_COLUMNS } from '@shared/trial-result'
import type { Machine } from '../kernels/machine'
import { panelPlace } from '../kernels/layout'
import type { Network } from '../nn/network'
import type { Signal } from '../nn/signal'

/** Numbers of one point of the layer statistics. */
export function layerRowLength(network: Pick<Network, 'layers'>): number {
  return network.layers.length * LAYER_COLUMNS.length
}

/**
 * Writes the mean squares of z, h and delta over the first `samples` samples and all units, layer by layer, from
 * `offset`: summed in double, rounded to float32 once. Needs a forward and a backward pass on these samples.
 */
export function writeLayerStatistics(
  { heap }: Machine,
  network: Network,
  samples: number,
  out: Float32Array,
  offset: number,
): void {
  let place = offset
  for (const { z, h, delta } of network.layers) {
    out.fill(NaN, place, place + LAYER_COLUMNS.length)
    out[place + LAYER_COLUMNS.indexOf('z2')] = meanSquare(heap.f32, z, samples)
    out[place + LAYER_COLUMNS.indexOf('h2')] = meanSquare(heap.f32, h, samples)
    out[place + LAYER_COLUMNS.indexOf('delta2')] = meanSquare(heap.f32, delta, samples)
    place += LAYER_COLUMNS.length
  }
}

function meanSquare(f32: Float32Array, { values, positions, features }: Signal, samples: number): number {
  let sum = 0
  for (let sample = 0; sample < samples; sample += 1) {
    for (let position = 0; position < positions; position += 1) {
      for (let feature = 0; feature < features; feature += 1) {
        const value = f32[values / 4 + panelPlace(sample, position, feature, positions, features)]
        sum += value * value
      }
    }
  }
  return sum / (samples * positions * features)
}
