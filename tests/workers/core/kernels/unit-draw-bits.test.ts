import { openMachine } from '@core/kernels/machine'
import { describe, expect, it } from 'vitest'

interface Address {
  readonly key0: number
  readonly key1: number
  readonly row: number
  readonly layer: number
  readonly step: number
}

const simd = openMachine('simd')
const scalar = openMachine('scalar')

/** Words of the draws of both sets, with a guard number behind them. */
function drawsOfBoth(
  count: number,
  { key0, key1, row, layer, step }: Address,
  uniform: number,
): BigInt64Array[] {
  return [simd, scalar].map(({ heap, kernels }) => {
    heap.reserve(8 * (count + 1))
    const out = heap.allocate(8 * (count + 1))
    heap.f64[out / 8 + count] = 42
    kernels.unitDraws(out, count, key0, key1, row, layer, step, uniform)
    return new BigInt64Array(heap.f64.slice(out / 8, out / 8 + count + 1).buffer)
  })
}

const TOP = 0xffffffff
const ADDRESSES: readonly Address[] = [
  { key0: 0, key1: 1, row: 0, layer: 1, step: 0 },
  { key0: 7, key1: 0x101, row: 3, layer: 2, step: 0 },
  { key0: TOP, key1: TOP, row: TOP, layer: TOP, step: TOP },
]

describe('unit draws of both kernel sets have the same bits', () => {
  it.each(ADDRESSES)('normals and uniforms at %o', (address) => {
    for (const uniform of [0, 1]) {
      for (const count of [...Array.from({ length: 18 }, (_, index) => index), 100_003]) {
        const [fast, slow] = drawsOfBoth(count, address, uniform)
        expect(
          fast!.findIndex((word, index) => word !== slow![index]),
          `${count} draws`,
        ).toBe(-1)
        expect(new Float64Array(fast!.buffer)[count]).toBe(42)
      }
    }
  })

  /**
   * Addresses whose draw `column` lies far out, found by running Philox backwards from the words wanted: no search
   * forwards would meet the outermost branch of the quantile, beyond probability exp(-25).
   */
  it.each([
    [
      { key0: 123, key1: 0x101, row: 645516991, layer: 1485656454, step: 3721685913 },
      2,
      2.5 / 2 ** 52,
      -8.02,
    ],
    [
      { key0: 123, key1: 0x101, row: 3925193091, layer: 1887212103, step: 3607931471 },
      430,
      1 - 2 ** -53,
      8.21,
    ],
    [
      { key0: 123, key1: 0x101, row: 878109021, layer: 4054292413, step: 2970440429 },
      742,
      983040.5 / 2 ** 52,
      -6.24,
    ],
  ] as const)('far out in the tails, at %o', (address, column, probability, normal) => {
    const [uniforms] = drawsOfBoth(column + 1, address, 1)
    expect(new Float64Array(uniforms!.buffer)[column]).toBe(probability)
    const [fast, slow] = drawsOfBoth(column + 1, address, 0)
    expect(fast).toEqual(slow)
    expect(new Float64Array(fast!.buffer)[column]).toBeCloseTo(normal, 1)
  })
})
