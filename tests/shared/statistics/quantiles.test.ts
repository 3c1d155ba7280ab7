import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { interquartileRange, median, quantile, quartiles } from '@shared/statistics/quantiles'
import fixtures from '../../golden/stats_fixtures.json'

const number = z.union([z.number(), z.literal('inf').transform(() => Infinity)])
const cases = z
  .array(z.object({ a: z.array(number).optional(), quantiles_a_linear_25_50_75: z.array(number).optional() }))
  .parse(fixtures.cases)

describe('quantile', () => {
  test.each(cases.filter(({ a }) => a !== undefined))('agrees with NumPy: $a', (fixture) => {
    const expected = fixture.quantiles_a_linear_25_50_75 ?? []
    expect(expected).toHaveLength(3)
    for (const [index, p] of [0.25, 0.5, 0.75].entries()) {
      expect(quantile(fixture.a ?? [], p)).toBeCloseTo(expected[index] ?? NaN, 12)
    }
  })

  test('counts NaN as the worst value and keeps infinity in its place', () => {
    expect(median([3, NaN, 1])).toBe(3)
    expect(median([1, Infinity])).toBe(Infinity)
    expect(median([1, 2, Infinity])).toBe(2)
    expect(median([Infinity, NaN])).toBe(Infinity)
    expect(median([-Infinity, 1])).toBe(-Infinity)
    expect(quartiles([1, 2, 3, 4, Infinity, Infinity])).toEqual({ q25: 2.25, median: 3.5, q75: Infinity })
  })

  test('has no value without values, and one value is all its quantiles', () => {
    expect(median([])).toBeNaN()
    expect(quartiles([0.3])).toEqual({ q25: 0.3, median: 0.3, q75: 0.3 })
    expect(interquartileRange([2, 2, 2])).toBe(0)
    expect(interquartileRange([Infinity, Infinity])).toBeNaN()
  })

  test('counts every tie', () => {
    expect(quartiles([1, 1, 1, 2])).toEqual({ q25: 1, median: 1, q75: 1.25 })
  })

  test('refuses a share outside [0, 1]', () => {
    expect(() => quantile([1], 1.5)).toThrow(RangeError)
    expect(() => quantile([1], NaN)).toThrow(RangeError)
  })

  test('stays finite between the largest doubles of both signs', () => {
    const most = Number.MAX_VALUE
    expect(quantile([-most, most], 0.5)).toBe(0)
    expect(quantile([-most, most], 0.25)).toBe(-most / 2)
    expect(quantile([-most, most], 0.75)).toBe(most / 2)
    expect(quantile([-most, Infinity], 0.25)).toBe(Infinity)
  })

  test('stays within the values, grows with p, and ignores their order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, p, q) => {
          const [low, high] = [quantile(values, Math.min(p, q)), quantile(values, Math.max(p, q))]
          expect(low).toBeLessThanOrEqual(high)
          expect(low).toBeGreaterThanOrEqual(Math.min(...values))
          expect(high).toBeLessThanOrEqual(Math.max(...values))
          expect(quantile([...values].reverse(), p)).toBe(quantile(values, p))
        },
      ),
    )
  })

  test('does not change its argument', () => {
    const values = [3, 1, NaN, 2]
    quantile(values, 0.5)
    expect(values).toEqual([3, 1, NaN, 2])
  })
})
