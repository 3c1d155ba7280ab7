import fc from 'fast-check'
import { expect, test } from 'vitest'
import { benjaminiHochberg, holm } from '@shared/statistics/multiple-comparisons'
import { SCIPY } from './golden'

test("Holm's p values of the example worked by hand", () => {
  // 0.005 x 4, 0.01 x 3, 0.03 x 2 and 0.04 x 1, none below the one before it: R's p.adjust gives the same.
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02])
  expect(holm([0.01, 0.04], 6).map((p) => Number(p.toFixed(12)))).toEqual([0.06, 0.2])
  expect(holm([])).toEqual([])
  expect(holm([0.5, 0.9])).toEqual([1, 1])
})

test("Benjamini and Hochberg's p values agree with SciPy", () => {
  const { p, adjusted } = SCIPY.benjaminiHochberg
  benjaminiHochberg(p).forEach((value, index) => expect(value).toBeCloseTo(adjusted[index]!, 14))
  expect(benjaminiHochberg([])).toEqual([])
})

test('corrections keep the order, never make a p smaller, stay at most 1; Holm is the stricter one', () => {
  const probabilities = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 })
  fc.assert(
    fc.property(probabilities, (p) => {
      for (const adjusted of [holm(p), benjaminiHochberg(p)]) {
        expect(adjusted).toHaveLength(p.length)
        adjusted.forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(p[i]!)
          expect(value).toBeLessThanOrEqual(1)
          adjusted.forEach((other, j) => {
            if (p[i]! <= p[j]!) expect(value).toBeLessThanOrEqual(other)
          })
        })
      }
      const loose = benjaminiHochberg(p)
      holm(p).forEach((value, index) => expect(value).toBeGreaterThanOrEqual(loose[index]! - 1e-15))
    }),
  )
})
