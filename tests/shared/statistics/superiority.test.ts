import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wilsonInterval } from '@shared/statistics/share-interval'
import { pairedSuperiority, superiority } from '@shared/statistics/superiority'
import { MANN_WHITNEY_CASES, SCIPY } from './golden'

describe("Wilson's interval", () => {
  test.each(SCIPY.wilson)('of %i of %i agrees with SciPy', (count, n, low, high) => {
    const interval = wilsonInterval(count / n, n)
    expect(interval.low).toBeCloseTo(low, 12)
    expect(interval.high).toBeCloseTo(high, 12)
  })

  test('has width at the ends, and is everything without data', () => {
    expect(wilsonInterval(0.5, 0)).toEqual({ low: 0, high: 1, level: 0.95 })
    expect(wilsonInterval(1, 5)).toMatchObject({ high: 1 })
    expect(wilsonInterval(1, 5).low).toBeCloseTo(5 / (5 + 1.959963984540054 ** 2), 12)
  })
})

describe('superiority', () => {
  test.each(MANN_WHITNEY_CASES)('agrees with the fixtures: $a', ({ a, b, prob_a_less_b }) => {
    expect(superiority(a, b).probability).toBeCloseTo(prob_a_less_b, 14)
  })

  test('has an interval of width at 0 and 1, by the equation of its source', () => {
    const apart = superiority([1, 2, 3, 4, 5], [6, 7, 8, 9, 10])
    expect(apart).toMatchObject({ probability: 1, cliffsDelta: 1, better: 25, ties: 0, worse: 0, high: 1 })
    const low = apart.low
    const variance = ((low * (1 - low)) / 25) * (1 + 4 * ((1 - low) / (2 - low) + low / (1 + low)))
    expect(1 - low).toBeCloseTo(1.959963984540054 * Math.sqrt(variance), 9)
    expect(low).toBeCloseTo(0.6427, 4)
    const reversed = superiority([6, 7, 8, 9, 10], [1, 2, 3, 4, 5])
    expect(reversed).toMatchObject({ probability: 0, low: 0 })
    expect(reversed.high).toBeCloseTo(1 - low, 12)
  })

  test('counts a tie one half, diverged trials too, and says nothing without values', () => {
    expect(superiority([NaN, 1], [Infinity, NaN])).toMatchObject({
      better: 2,
      ties: 2,
      worse: 0,
      probability: 0.75,
    })
    expect(superiority([NaN, NaN], [NaN])).toMatchObject({ probability: 0.5, cliffsDelta: 0, ties: 2 })
    expect(superiority([], [1])).toMatchObject({ probability: 0.5, low: 0, high: 1 })
    expect(superiority([1], [2]).low).toBeCloseTo(wilsonInterval(1, 1).low, 12)
    expect(pairedSuperiority([1, NaN, 3], [2, Infinity, 2])).toMatchObject({
      better: 1,
      ties: 1,
      worse: 1,
      probability: 0.5,
    })
    expect(pairedSuperiority([], [])).toMatchObject({ probability: 0.5, low: 0, high: 1 })
    expect(() => pairedSuperiority([1], [])).toThrow(RangeError)
  })

  const value = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constant(Infinity))
  const sample = fc.array(value, { minLength: 1, maxLength: 15 })

  test('holds its estimate, turns round with the sides, and sees the order only', () => {
    fc.assert(
      fc.property(sample, sample, fc.constantFrom(0.5, 0.8, 0.95, 0.99), (a, b, level) => {
        const there = superiority(a, b, level)
        const back = superiority(b, a, level)
        expect(there.low).toBeLessThanOrEqual(there.probability + 1e-12)
        expect(there.high).toBeGreaterThanOrEqual(there.probability - 1e-12)
        expect(there.high - there.low).toBeGreaterThan(0)
        expect(back.probability).toBeCloseTo(1 - there.probability, 12)
        expect(back.low).toBeCloseTo(1 - there.high, 9)
        expect(superiority(a.map(Math.exp), b.map(Math.exp), level)).toEqual(there)
      }),
    )
  })

  test('rises when a value of a gets better', () => {
    fc.assert(
      fc.property(sample, sample, fc.nat(), (a, b, which) => {
        const improved = a.map((one, index) => (index === which % a.length ? one - 1 : one))
        expect(superiority(improved, b).probability).toBeGreaterThanOrEqual(superiority(a, b).probability)
        expect(superiority(improved, b).low).toBeGreaterThanOrEqual(superiority(a, b).low - 1e-12)
      }),
    )
  })
})
