import { heapBytes } from './kernels/heap'
import type { Heap } from './kernels/heap'
import type { Machine } from './kernels/machine'
import { scalarKernels } from './kernels/scalar/scalar-kernels'

/** A machine that holds nothing: building on it tells what the same building takes of a real heap. */
export interface CountingMachine extends Machine {
  /** Bytes handed out since the last `reserve`. */
  readonly bytes: () => number
}

export function createCountingMachine(): CountingMachine {
  let bytes = 0
  const heap: Heap = {
    f32: new Float32Array(0),
    f64: new Float64Array(0),
    i32: new Int32Array(0),
    size: 0,
    reserve: () => {
      bytes = 0
    },
    allocate: (asked) => {
      const address = bytes
      bytes += heapBytes(asked)
      return address
    },
  }
  return { set: 'scalar', kernels: scalarKernels(heap), heap, bytes: () => bytes }
}
