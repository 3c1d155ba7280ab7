import type { Heap } from '../kernels/heap'
import { pad8 } from '../kernels/layout'
import type { LayerParameters } from '../training'
import type { Network } from './network'

/** Copies of all learned numbers, without padding, layer by layer. */
export function readParameters({ f32 }: Heap, { layers }: Network): LayerParameters[] {
  const read = (address: number, count: number): Float32Array =>
    f32.slice(address >> 2, (address >> 2) + count)
  return layers.map(({ weights, bias, fanIn, fanOut, others }) => {
    const matrix = new Float32Array(fanIn * fanOut)
    for (let row = 0; row < fanOut; row += 1) {
      const from = (weights >> 2) + row * pad8(fanIn)
      matrix.set(f32.subarray(from, from + fanIn), row * fanIn)
    }
    return {
      weights: matrix,
      bias: read(bias, fanOut),
      others: others.map(({ values, count }) => read(values, count)),
    }
  })
}
