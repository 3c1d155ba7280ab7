import type { Heap } from '../heap'
import type { PeakKernels } from '../kernels'

/** As the compiled kernel, first lanes only: nobody measures with this one. */
export function scalarPeak(heap: Heap): PeakKernels {
  return {
    peak128: (values, turns) => {
      const numbers = heap.f32.subarray(values / 4)
      const sums = new Float32Array(8)
      for (let turn = 0; turn < turns; turn += 1) {
        for (let place = 0; place < 192; place += 1) {
          for (let chain = 0; chain < 8; chain += 1) {
            const value = numbers[place * 16 + (chain % 4) * 4]
            const weight = numbers[place * 2 + Math.floor(chain / 4)]
            sums[chain] += Math.fround(weight * value)
          }
        }
      }
      return Math.fround(sumOfFour(sums.subarray(0, 4)) + sumOfFour(sums.subarray(4)))
    },
  }
}

function sumOfFour(sums: Float32Array): number {
  return Math.fround(Math.fround(sums[0] + sums[1]) + Math.fround(sums[2] + sums[3]))
}
