import { TRIAL_MEMORY_LIMIT } from '@shared/trial-memory'

/**
 * The memory that a kernel set works on: one growing block, handed out from the bottom, taken back all at once. Views of
 * an earlier `reserve` are detached when it grows: ask for `f32` and the others again.
 */
export interface Heap {
  readonly f32: Float32Array
  readonly f64: Float64Array
  readonly i32: Int32Array
  /** Size in bytes; it never shrinks. */
  readonly size: number
  /** Takes everything back and makes room for `bytes`. @throws RangeError above HEAP_LIMIT or what the machine has. */
  readonly reserve: (bytes: number) => void
  /** Address of `bytes` zeroed bytes, 64-byte aligned. @throws when `reserve` asked for less. */
  readonly allocate: (bytes: number) => number
}

/** What an allocation takes of the heap: whole lines of 64 bytes. `reserve` is asked for the sum of these. */
export function heapBytes(bytes: number): number {
  return Math.ceil(bytes / 64) * 64
}

/** The first page belongs to the static data of the compiled kernels; so no address is 0, which stands for "none". */
const FIRST_ADDRESS = 65_536

/** Bytes, the first page included. */
export const HEAP_LIMIT = TRIAL_MEMORY_LIMIT

/** @param grow gives a memory of at least `bytes`; its content does not matter */
export function createHeap(grow: (bytes: number) => ArrayBuffer): Heap {
  let buffer = grow(FIRST_ADDRESS)
  let views = viewsOf(buffer)
  let next = FIRST_ADDRESS
  let end = FIRST_ADDRESS
  return {
    get f32() {
      return views.f32
    },
    get f64() {
      return views.f64
    },
    get i32() {
      return views.i32
    },
    get size() {
      return buffer.byteLength
    },
    reserve: (bytes) => {
      const needed = FIRST_ADDRESS + heapBytes(bytes)
      if (needed > HEAP_LIMIT)
        throw new RangeError(`a trial has at most ${HEAP_LIMIT} bytes of memory, ${needed} were asked for`)
      if (needed > buffer.byteLength) {
        buffer = grow(needed)
        views = viewsOf(buffer)
      }
      next = FIRST_ADDRESS
      end = needed
    },
    allocate: (bytes) => {
      const address = next
      const after = address + heapBytes(bytes)
      if (after > end) throw new Error(`the heap has ${end - address} bytes left, ${bytes} were asked for`)
      next = after
      views.bytes.fill(0, address, after)
      return address
    },
  }
}

function viewsOf(buffer: ArrayBuffer) {
  const whole = Math.floor(buffer.byteLength / 8)
  return {
    bytes: new Uint8Array(buffer),
    f32: new Float32Array(buffer, 0, whole * 2),
    f64: new Float64Array(buffer, 0, whole),
    i32: new Int32Array(buffer, 0, whole * 2),
  }
}
