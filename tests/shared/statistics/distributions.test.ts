import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalCdf, normalQuantile } from '@shared/statistics/normal-distribution'
import { RandomStream, splitMix64 } from '@shared/statistics/random-stream'
import { SCIPY } from './golden'

describe('the normal distribution', () => {
  test('agrees with SciPy in both tails, to the accuracy it states', () => {
    for (const [z, expected] of SCIPY.normalCdf) {
      if (expected > 1e-300) expect(Math.abs(normalCdf(z) / expected - 1), `Phi(${z})`).toBeLessThan(1e-13)
    }
    for (const [p, expected] of SCIPY.normalQuantile) {
      expect(Math.abs(normalQuantile(p) - expected), `quantile of ${p}`).toBeLessThanOrEqual(
        1e-14 * Math.abs(expected),
      )
    }
  })

  // Abramowitz and Stegun, table 26.1.
  test.each([
    [0, 0.5],
    [1, 0.841344746068543],
    [-2, 0.022750131948179],
    [-3, 0.00134989803163],
    [-5, 2.866515718791939e-7],
    [-10, 7.619853024160527e-24],
  ])('at %d is as printed, and odd about 1/2', (z, printed) => {
    expect(Math.abs(normalCdf(z) / printed - 1)).toBeLessThan(1e-12)
    expect(normalCdf(z) + normalCdf(-z)).toBeCloseTo(1, 15)
  })

  test('has its ends at the ends', () => {
    expect([normalCdf(-Infinity), normalCdf(0), normalCdf(Infinity)]).toEqual([0, 0.5, 1])
    expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([-Infinity, 0, Infinity])
    expect(() => normalQuantile(1.1)).toThrow(RangeError)
    expect(() => normalQuantile(NaN)).toThrow(RangeError)
  })

  test('each is the inverse of the other, and both rise', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -8, max: 5, noNaN: true }),
        fc.double({ min: 1e-6, max: 1, noNaN: true }),
        (z, step) => {
          expect(normalQuantile(normalCdf(z))).toBeCloseTo(z, 8)
          expect(normalCdf(z + step)).toBeGreaterThan(normalCdf(z))
        },
      ),
    )
  })
})

describe('the random stream', () => {
  test('gives the published numbers of xoshiro128** and SplitMix64', () => {
    // rand_xoshiro's test, made with Vigna's xoshiro128starstar.c (version 1.1) from the state 1, 2, 3, 4.
    const stream = RandomStream.ofState([1, 2, 3, 4])
    expect(Array.from({ length: 10 }, () => stream.word())).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ])
    // splitmix64.c for the seed 1234567, as in Rosetta Code.
    expect(splitMix64(1234567n, 5)).toEqual([
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
      4593380528125082431n,
      16408922859458223821n,
    ])
  })

  test('starts anywhere, and nowhere twice', () => {
    const first = (seed: number): number[] => {
      const stream = RandomStream.ofSeed(seed)
      return Array.from({ length: 4 }, () => stream.word())
    }
    expect(first(3)).toEqual(first(3))
    expect(new Set([0, 1, 2, -1, 2 ** 40].map((seed) => first(seed).join())).size).toBe(5)
    expect(() => RandomStream.ofState([0, 0, 0, 0])).toThrow(RangeError)
  })

  test('draws every number below a bound equally often', () => {
    const stream = RandomStream.ofSeed(5)
    const bound = 7
    const draws = 70_000
    const counts = new Array<number>(bound).fill(0)
    for (let i = 0; i < draws; i++) counts[stream.below(bound)]!++
    const expected = draws / bound
    const chiSquared = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    // The 0.999 quantile of chi squared with 6 degrees of freedom.
    expect(chiSquared).toBeLessThan(22.46)
    const largest = Array.from({ length: 20_000 }, () => stream.below(2 ** 21))
    expect(Math.max(...largest)).toBeLessThan(2 ** 21)
    expect(Math.max(...largest)).toBeGreaterThan(0.999 * 2 ** 21)
    expect(stream.below(1)).toBe(0)
  })

  test('draws from the unit interval without its end', () => {
    const stream = RandomStream.ofSeed(9)
    const draws = Array.from({ length: 20_000 }, () => stream.unit())
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...draws)).toBeLessThan(1)
    expect(draws.reduce((sum, draw) => sum + draw, 0) / draws.length).toBeCloseTo(0.5, 1)
  })
})
