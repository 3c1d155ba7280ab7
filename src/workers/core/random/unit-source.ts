import { pad8 } from '../kernels/layout'
import type { Machine } from '../kernels/machine'
import { setKey, type DrawAddress } from './draw-address'

/** Unit draws, row by row. What is returned is valid until the next call. */
export interface UnitSource {
  /** N(0, 1), columns 0..count-1 of the address; see unit-draws.ts. */
  readonly normals: (count: number, address: DrawAddress) => Float64Array
  /** Uniform on (0, 1), columns 0..count-1 of the address. */
  readonly uniforms: (count: number, address: DrawAddress) => Float64Array
}

/** Draws by the kernels, whose bits are those of unit-draws.ts; rows of at most `longest` columns. */
export function createUnitSource(
  { kernels, heap }: Pick<Machine, 'kernels' | 'heap'>,
  allocate: (bytes: number) => number,
  longest: number,
): UnitSource {
  const out = allocate(Float64Array.BYTES_PER_ELEMENT * pad8(longest))
  const key = new Uint32Array(2)

  function draw(count: number, address: DrawAddress, uniform: number): Float64Array {
    setKey(key, address.seed, address.purpose)
    kernels.unitDraws(out, count, key[0], key[1], address.row, address.layer, address.step, uniform)
    return heap.f64.subarray(
      out / Float64Array.BYTES_PER_ELEMENT,
      out / Float64Array.BYTES_PER_ELEMENT + count,
    )
  }
  return {
    normals: (count, address) => draw(count, address, 0),
    uniforms: (count, address) => draw(count, address, 1),
  }
}
