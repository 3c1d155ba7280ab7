/**
 * The memory that a kernel set works on: one growing block, handed out from the bottom, taken back all at once. Views of
 * an earlier `reserve` are detached when it grows: ask for `f32` and the others again.
 */
export interface Heap {
  readonly f32: Float32Array
  readonly f64: Float64Array
  readonly i32: Int32Array
  /** Takes everything back and makes room for `bytes`. @throws RangeError when the machine has not that much. */
  readonly reserve: (bytes: number) => void
  /** Address of `bytes` zeroed bytes, 64-byte aligned. @throws when `reserve` asked for less. */
  readonly allocate: (bytes: number) => number
}
