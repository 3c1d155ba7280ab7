import { createHeap, type Heap } from './heap'
import type { Kernels } from './kernels'
import { scalarKernels } from './scalar/scalar-kernels'
import { openInstance } from './simd/instance'
import { simdKernels } from './simd/simd-kernels'

export type KernelSet = 'simd' | 'scalar'

/** A kernel set with the memory it works on. */
export interface Machine {
  readonly set: KernelSet
  readonly kernels: Kernels
  readonly heap: Heap
}

/** Bytes that a machine may keep between two trials. */
const KEPT_BYTES = 64 * 1_048_576

export function openMachine(set: KernelSet): Machine {
  return set === 'simd' ? openSimd() : openScalar()
}

/**
 * For between two trials: the same machine, or a new one in its place when its memory has grown large. The memory of
 * WebAssembly never shrinks, so after one huge trial a worker would hold it for ever.
 */
export function refreshMachine(machine: Machine): Machine {
  return machine.heap.size > KEPT_BYTES ? openMachine(machine.set) : machine
}

function openSimd(): Machine {
  const { exports, grow } = openInstance()
  return { set: 'simd', kernels: simdKernels(exports), heap: createHeap(grow) }
}

function openScalar(): Machine {
  const heap = createHeap((bytes) => new ArrayBuffer(bytes))
  return { set: 'scalar', kernels: scalarKernels(heap), heap }
}
