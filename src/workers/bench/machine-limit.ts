import { PEAK_BYTES, PEAK_OPERATIONS } from '@core/kernels/kernels'
import { openMachine } from '@core/kernels/machine'
import { leastTime } from './least-time'

/** Turns of one call: about a fifth of a millisecond. */
const TURNS = 1000
const FLOAT32_BYTES = 4

/** Readies the measurement of the most that one core computes with 128-bit vectors: milliseconds in, 10^9 operations a second out. */
export function openMachineLimit(): (milliseconds: number) => number {
  const { kernels, heap } = openMachine('simd')
  heap.reserve(PEAK_BYTES)
  const values = heap.allocate(PEAK_BYTES)
  heap.f32.fill(1 / 1024, values / FLOAT32_BYTES, (values + PEAK_BYTES) / FLOAT32_BYTES)
  return (milliseconds) => {
    const time = leastTime(() => {
      kernels.peak128(values, TURNS)
    }, milliseconds)
    return (PEAK_OPERATIONS * TURNS) / time / 1e6
  }
}
