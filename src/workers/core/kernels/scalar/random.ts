import { permuteKeyed } from '../../random/permutation'
import { fillKeyedNormals, fillKeyedUniforms } from '../../random/unit-draws'
import type { Heap } from '../heap'
import type { RandomKernels } from '../kernels'

export function scalarDraws(heap: Heap): Pick<RandomKernels, 'unitDraws' | 'permutation'> {
  return {
    unitDraws: (out, count, key0, key1, row, layer, step, uniform) => {
      const draws = heap.f64.subarray(out / 8, out / 8 + count)
      const address = { key0, key1, row, layer, step }
      if (uniform === 0) fillKeyedNormals(draws, count, address)
      else fillKeyedUniforms(draws, count, address)
    },
    permutation: (order, count, key0, key1, row, layer, step) => {
      permuteKeyed(heap.i32.subarray(order / 4, order / 4 + count), { key0, key1, row, layer, step })
    },
  }
}
