import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DrawAddress } from '@core/random/draw-address'
import { permute, permuteLast } from '@core/random/permutation'

const HERE: DrawAddress = { seed: 3, purpose: 'data-order', layer: 0, row: 0, step: 5 }

function permutation(length: number, address: DrawAddress): number[] {
  const order = new Int32Array(length)
  permute(order, address)
  return Array.from(order)
}

describe('permute', () => {
  it('holds every place once and depends on its address alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.nat(1000), fc.nat(50), (length, seed, step) => {
        const order = permutation(length, { ...HERE, seed, step })
        expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length }, (_, index) => index))
        permutation(17, HERE)
        expect(permutation(length, { ...HERE, seed, step })).toEqual(order)
      }),
      { numRuns: 60 },
    )
  })

  it('is another one in the next epoch', () => {
    expect(permutation(50, HERE)).not.toEqual(permutation(50, { ...HERE, step: 6 }))
  })

  it('is uniform: all 24 orders of 4 things appear equally often', () => {
    const counts = new Map<string, number>()
    const draws = 9600
    for (let step = 0; step < draws; step += 1) {
      const order = permutation(4, { ...HERE, step }).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    const expected = draws / 24
    const chiSquare = Array.from(counts.values()).reduce(
      (sum, count) => sum + (count - expected) ** 2 / expected,
      0,
    )
    expect(counts.size).toBe(24)
    expect(chiSquare).toBeLessThan(49.7) // 0.1 % point of chi-square with 23 degrees of freedom
  })
})

describe('permuteLast', () => {
  it('has the same last places as the whole permutation', () => {
    const order = new Int32Array(40)
    permuteLast(order, 6, HERE)
    expect(Array.from(order).slice(-6)).toEqual(permutation(40, HERE).slice(-6))
    permuteLast(order, 40, HERE)
    expect(Array.from(order)).toEqual(permutation(40, HERE))
  })
})
