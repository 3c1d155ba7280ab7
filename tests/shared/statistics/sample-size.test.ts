import { describe, expect, test } from 'vitest'
import { mannWhitney } from '@shared/statistics/mann-whitney'
import { normalCdf, normalQuantile } from '@shared/statistics/normal-distribution'
import { RandomStream } from '@shared/statistics/random-stream'
import {
  designFor,
  detectable,
  fewestSeeds,
  moreSeeds,
  seedsFor,
  smallestP,
} from '@shared/statistics/sample-size'
import { wilcoxonSignedRank } from '@shared/statistics/wilcoxon'

describe('the smallest p', () => {
  test('is that of a complete separation', () => {
    for (const n of [1, 2, 3, 5, 8, 12]) {
      const [low, high] = [0, 100].map((shift) =>
        Array.from({ length: n }, (_, index) => index + shift * (1 + index)),
      )
      const above = high!.map((value) => value + 1000)
      expect(smallestP(n, 'independent')).toBeCloseTo(mannWhitney(low!, above).twoSided, 13)
      expect(smallestP(n, 'paired')).toBeCloseTo(wilcoxonSignedRank(low!, above).twoSided, 13)
    }
    expect([smallestP(0, 'paired'), smallestP(0, 'independent')]).toEqual([1, 1])
  })

  test('decides how many seeds are needed at all: 6 pairs, 4 a side at 0.05', () => {
    expect([fewestSeeds(0.05, 'paired'), fewestSeeds(0.05, 'independent')]).toEqual([6, 4])
    expect([fewestSeeds(0.05 / 9, 'paired'), fewestSeeds(0.05 / 9, 'independent')]).toEqual([9, 6])
  })

  test('decides the design by the numbers of seeds and comparisons', () => {
    expect([
      designFor(5, 0.05, 1),
      designFor(6, 0.05, 1),
      designFor(8, 0.05, 6),
      designFor(8, 0.05, 7),
    ]).toEqual(['independent', 'paired', 'paired', 'independent'])
  })
})

describe('what so many seeds can show', () => {
  test('is null below the fewest, and less than a complete separation above', () => {
    expect(detectable(3, 'independent')).toEqual({ superiority: null, cliffsDelta: null, smallestP: 0.1 })
    expect(detectable(5, 'paired')).toEqual({ superiority: null, cliffsDelta: null, smallestP: 1 / 16 })
    const ten = detectable(10, 'independent')
    expect(ten.superiority).toBeGreaterThan(0.8)
    expect(ten.superiority).toBeLessThan(0.9)
    expect(ten.cliffsDelta).toBeCloseTo(2 * ten.superiority! - 1, 12)
    expect(detectable(20, 'independent').superiority).toBeLessThan(ten.superiority!)
    expect(detectable(1, 'independent', 0.05).superiority).toBeNull()
  })

  test('turns seeds into P as seedsFor turns P into seeds', () => {
    for (const design of ['paired', 'independent'] as const) {
      for (const n of [8, 12, 30, 200]) {
        const { superiority } = detectable(n, design)
        expect(seedsFor(superiority!, design)).toBe(n)
        expect(seedsFor(superiority! - 1e-3, design)).toBeGreaterThanOrEqual(n)
      }
      expect(seedsFor(0.3, design)).toBe(seedsFor(0.7, design))
      expect(seedsFor(0.5, design)).toBe(Infinity)
    }
  })

  test("comes near Noether's own formula for small differences, where both variances are one", () => {
    // N = (z_(1 - alpha/2) + z_power)^2 / (12 c (1 - c) (P - 1/2)^2) with c = 1/2: N / 2 a side.
    const noether = (1.959963984540054 + 0.8416212335729143) ** 2 / (3 * 0.05 ** 2) / 2
    expect(seedsFor(0.55, 'independent') / noether).toBeCloseTo(1, 2)
  })

  test.each([10, 20, 40])(
    'has the power it states: %i seeds, shifted normal values',
    (n) => {
      const { superiority } = detectable(n, 'independent')
      const shift = Math.SQRT2 * normalQuantile(superiority!)
      expect(normalCdf(shift / Math.SQRT2)).toBeCloseTo(superiority!, 12)
      const stream = RandomStream.ofSeed(n)
      const sample = (by: number): number[] =>
        Array.from({ length: n }, () => normalQuantile(stream.unit()) + by)
      let shown = 0
      for (let i = 0; i < 1000; i++) if (mannWhitney(sample(0), sample(shift)).twoSided <= 0.05) shown++
      expect(shown / 1000).toBeGreaterThan(0.74)
      expect(shown / 1000).toBeLessThan(0.86)
    },
    60_000,
  )
})

describe('about how many more seeds', () => {
  test('is at least one, falls with the difference, and rises with the comparisons', () => {
    const more = (n: number, p: number, comparisons = 1): number =>
      moreSeeds(n, p, 'auto', 0.05, comparisons).seeds
    expect(more(5, 1, 9)).toBe(1)
    expect(more(50, 0.9)).toBe(1)
    expect(more(10, 0.65)).toBeGreaterThan(more(10, 0.75))
    expect(more(5, 0.9, 6)).toBeGreaterThan(more(5, 0.9))
    expect(more(10, 0.65)).toBe(more(10, 0.35))
  })

  test('gives up near one half, and rounds what an estimate from few seeds cannot tell', () => {
    expect(moreSeeds(10, 0.5, 'auto', 0.05, 1)).toEqual({ kind: 'more-than', seeds: 100 })
    expect(moreSeeds(10, 0.52, 'paired', 0.05, 1)).toEqual({ kind: 'more-than', seeds: 100 })
    const some = moreSeeds(10, 0.68, 'paired', 0.05, 1)
    expect(some.kind).toBe('about')
    expect(some.seeds % 5).toBe(0)
  })
})
