import { openMachine } from '@core/kernels/machine'
import { philox } from '@core/random/philox'
import { describe, expect, it } from 'vitest'

const COUNT = 200_000
const KEY = Uint32Array.of(5, 0x103)

/** The places whose first word is refused, as it would favour some values. */
function refusedPlaces(step: number): number[] {
  const words = new Uint32Array(4)
  return Array.from({ length: COUNT }, (_, index) => index).filter((index) => {
    if (index % 4 === 0) philox(Uint32Array.of(index / 4, 0, 0, step), KEY, words)
    return words[index % 4]! >= 2 ** 32 - (2 ** 32 % (index + 1))
  })
}

function permutations(step: number): Int32Array[] {
  return (['simd', 'scalar'] as const).map((set) => {
    const { heap, kernels } = openMachine(set)
    heap.reserve(4 * COUNT)
    const order = heap.allocate(4 * COUNT)
    kernels.permutation(order, COUNT, KEY[0]!, KEY[1]!, 0, 0, step)
    return heap.i32.slice(order / 4, order / 4 + COUNT)
  })
}

describe('a permutation of many rows', () => {
  it('is the same in both kernel sets where words are refused', () => {
    let refused = 0
    for (const step of [0, 1, 2]) {
      refused += refusedPlaces(step).length
      const [fast, slow] = permutations(step)
      expect(fast!.findIndex((row, place) => row !== slow![place])).toBe(-1)
      expect(fast!.toSorted().every((row, place) => row === place)).toBe(true)
    }
    expect(refused).toBeGreaterThan(0)
  })
})
