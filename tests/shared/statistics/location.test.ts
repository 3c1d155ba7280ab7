import fc from 'fast-check'
import { expect, test } from 'vitest'
import { interquartileMean, LOCATIONS, locate, mean } from '@shared/statistics/location'

test('the mean keeps what a plain sum loses, and is infinite when a value is', () => {
  expect(mean([1, 1e100, 1, -1e100])).toBe(0.5)
  expect(mean(new Array<number>(1_000_000).fill(0.1))).toBe(0.1)
  expect(mean([Number.MAX_VALUE, Number.MAX_VALUE])).toBe(Number.MAX_VALUE)
  expect(mean([1, NaN, 2])).toBe(Infinity)
  expect(mean([-Infinity, 1])).toBe(-Infinity)
  expect(mean([-Infinity, Infinity])).toBe(Infinity)
  expect(mean([])).toBeNaN()
  expect(mean([4])).toBe(4)
})

test('the interquartile mean weighs the values at the quarters by the part that is inside', () => {
  expect(interquartileMean([1, 2, 3, 40])).toBe(2.5)
  expect(interquartileMean([8, 1, 2, 3, 4, 5, 6, 700])).toBe(4.5)
  // 3 values: a twelfth of each outer one, a third of the middle, over one half.
  expect(interquartileMean([0, 6, 18])).toBeCloseTo((0 / 12 + 6 / 3 + 18 / 12) * 2, 14)
  // 5 values: 0.15, 0.2, 0.15 of the inner ones, over one half.
  expect(interquartileMean([-9, 1, 2, 4, 99])).toBeCloseTo((0.15 * 1 + 0.2 * 2 + 0.15 * 4) * 2, 14)
  expect(interquartileMean([7])).toBe(7)
  expect(interquartileMean([1, 4])).toBe(2.5)
  expect(interquartileMean([])).toBeNaN()
})

test('the interquartile mean is infinite once diverged trials reach the middle half', () => {
  expect(interquartileMean([1, 2, 3, NaN])).toBe(2.5)
  expect(interquartileMean([1, 2, Infinity, NaN])).toBe(Infinity)
  expect(interquartileMean([1, 2, NaN])).toBe(Infinity)
})

test('each location lies within the values, follows a shift and ignores the order', () => {
  const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(
      values,
      fc.constantFrom(...LOCATIONS),
      fc.integer({ min: -50, max: 50 }),
      (sample, location, shift) => {
        const value = locate(sample, location)
        expect(value).toBeGreaterThanOrEqual(Math.min(...sample) - 1e-9)
        expect(value).toBeLessThanOrEqual(Math.max(...sample) + 1e-9)
        expect(locate([...sample].reverse(), location)).toBeCloseTo(value, 9)
        expect(
          locate(
            sample.map((one) => one + shift),
            location,
          ),
        ).toBeCloseTo(value + shift, 9)
      },
    ),
  )
})
