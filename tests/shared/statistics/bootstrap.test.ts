import { describe, expect, test } from 'vitest'
import type { Statistic } from '@shared/statistics/bootstrap'
import {
  bootstrapDifference,
  bootstrapInterval,
  bootstrapPairedDifference,
} from '@shared/statistics/bootstrap'
import { mean } from '@shared/statistics/location'
import { median } from '@shared/statistics/quantiles'
import { RandomStream } from '@shared/statistics/random-stream'
import { SCIPY } from './golden'

const STATISTICS: Readonly<Record<'mean' | 'median', Statistic>> = { mean, median }
const METHODS = [
  ['percentile', 'percentile'],
  ['bca', 'BCa'],
] as const

describe('bootstrap intervals', () => {
  test.each(SCIPY.bootstrap)('of one sample agree with SciPy: $statistic of $values', (golden) => {
    for (const [method, key] of METHODS) {
      const interval = bootstrapInterval(golden.values, STATISTICS[golden.statistic], {
        method,
        resamples: 20_000,
      })
      expect(interval?.method).toBe(method)
      expectNear([interval!.low, interval!.high], golden[key])
    }
  })

  test('of two samples, and of pairs, agree with SciPy', () => {
    for (const [method, key] of METHODS) {
      const options = { method, resamples: 20_000 }
      const { bootstrapDifference: two, bootstrapPaired: pairs } = SCIPY
      const independent = bootstrapDifference(two.a, two.b, mean, options)
      const paired = bootstrapPairedDifference(pairs.a, pairs.b, mean, options)
      expectNear([independent!.low, independent!.high], two[key])
      expectNear([paired!.low, paired!.high], pairs[key])
    }
  })

  test('are the same for the same seed, and others for another', () => {
    const values = [1, 2, 4, 8, 16, 32]
    expect(bootstrapInterval(values, mean, { seed: 4 })).toEqual(bootstrapInterval(values, mean, { seed: 4 }))
    expect(bootstrapInterval(values, mean, { seed: 4 })).not.toEqual(
      bootstrapInterval(values, mean, { seed: 5 }),
    )
  })

  test('are not there for fewer than two values', () => {
    expect(bootstrapInterval([], median)).toBeNull()
    expect(bootstrapInterval([1], median)).toBeNull()
    expect(bootstrapDifference([1, 2], [1], median)).toBeNull()
    expect(bootstrapPairedDifference([1], [1], median)).toBeNull()
    expect(() => bootstrapPairedDifference([1], [1, 2], median)).toThrow(RangeError)
    expect(() => bootstrapInterval([1, 2], median, { level: 1 })).toThrow(RangeError)
  })

  test('of two values are those values; of equal ones a point, and percentile, as BCa is not defined', () => {
    expect(bootstrapInterval([1, 3], median)).toMatchObject({ low: 1, high: 3 })
    expect(bootstrapInterval([2, 2, 2], mean)).toMatchObject({ low: 2, high: 2, method: 'percentile' })
  })

  test('have an infinite end when diverged trials may decide the median', () => {
    const one = bootstrapInterval([1, 2, 3, 4, 5, 6, 7, NaN], median)
    expect(one!.low).toBeGreaterThan(0)
    expect(one!.high).toBeLessThan(Infinity)
    const three = bootstrapInterval([1, 2, 3, 4, 5, NaN, Infinity, NaN], median)
    expect(three!.high).toBe(Infinity)
    expect(three!.low).toBeLessThan(4)
    expect(bootstrapInterval([1, 2, 3, NaN], mean)).toMatchObject({ high: Infinity, method: 'percentile' })
    expect(bootstrapInterval([NaN, NaN, NaN], median)).toMatchObject({ low: Infinity, high: Infinity })
    expect(bootstrapDifference([NaN, NaN], [Infinity, NaN], median)).toMatchObject({ low: 0, high: 0 })
    expect(bootstrapDifference([1, 2], [NaN, NaN], median)).toMatchObject({ low: -Infinity, high: -Infinity })
    expect(bootstrapDifference([1, 2, NaN], [1, NaN, NaN], median)).toMatchObject({
      low: -Infinity,
      high: Infinity,
    })
  })

  test('of pairs leave out what a seed does to both', () => {
    const a = [1, 5, 9, 13, 17, 21]
    const b = a.map((value, index) => value + 1 + index / 10)
    const paired = bootstrapPairedDifference(a, b, mean)
    const independent = bootstrapDifference(a, b, mean)
    expect(paired!.high).toBeLessThan(-1)
    expect(independent!.high).toBeGreaterThan(0)
  })

  test.each([
    ['percentile', 10, 'normal', 0.9, 0.98],
    ['bca', 10, 'normal', 0.9, 0.98],
    ['percentile', 10, 'lognormal', 0.9, 0.98],
    ['bca', 10, 'lognormal', 0.9, 0.98],
  ] as const)(
    '%s intervals of the median of %i %s values hold the true one about 95 times in 100',
    (method, n, shape, least, most) => {
      const stream = RandomStream.ofSeed(11)
      const draws = 1000
      let held = 0
      for (let i = 0; i < draws; i++) {
        const values = Array.from({ length: n }, () => normal(stream)).map((z) =>
          shape === 'normal' ? z : Math.exp(z),
        )
        const { low, high } = bootstrapInterval(values, median, { method, resamples: 400, seed: i })!
        const truth = shape === 'normal' ? 0 : 1
        if (low <= truth && truth <= high) held++
      }
      expect(held / draws).toBeGreaterThan(least)
      expect(held / draws).toBeLessThan(most)
    },
    60_000,
  )
})

/** Box and Muller. */
function normal(stream: RandomStream): number {
  return Math.sqrt(-2 * Math.log(1 - stream.unit())) * Math.cos(2 * Math.PI * stream.unit())
}

/** Within 5 % of the width: both sides are drawn, and BCa reads far out, where few resamples lie. */
function expectNear(actual: readonly [number, number], golden: readonly [number, number]): void {
  const width = golden[1] - golden[0]
  expect(Math.abs(actual[0] - golden[0])).toBeLessThan(0.05 * width)
  expect(Math.abs(actual[1] - golden[1])).toBeLessThan(0.05 * width)
}
