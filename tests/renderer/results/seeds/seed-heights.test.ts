import { expect, test } from 'vitest'
import { seedHeights } from '../../../../src/renderer/components/results/seeds/seed-heights'

test('the panels of few rows are low, and grow with their rows up to those that scroll', () => {
  expect(seedHeights(2, 3)).toEqual({ strip: 18.5, pairs: 18.5 })
  expect(seedHeights(1, 1)).toEqual({ strip: 12.5, pairs: 12.5 })
  expect(seedHeights(6, 10)).toEqual({ strip: 27.5, pairs: 27.5 })
  expect(seedHeights(28, 28).strip).toBeCloseTo(38.9)
  expect(seedHeights(1000, 1000)).toEqual(seedHeights(28, 28))
})

test('three pairs beside many configurations leave no empty panel', () => {
  const { strip, pairs } = seedHeights(28, 3)
  expect(pairs).toBe(18.5)
  expect(strip).toBeGreaterThan(2 * pairs)
})
