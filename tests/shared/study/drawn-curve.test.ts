import { expect, test } from 'vitest'
import { compareCurves, curveAt, curveHeight, medianCurve } from '../../../src/shared/study/drawn-curve'

const LINE = { xs: [0, 10, 20], ys: [2, 1, 0.5] }

test('a curve is straight between its points and level beyond them', () => {
  expect([-5, 0, 5, 10, 15, 30].map((x) => curveAt(LINE, x, 'linear'))).toEqual([2, 2, 1.5, 1, 0.75, 0.5])
})

test('on a log scale it is straight in powers of ten', () => {
  expect(curveAt({ xs: [1, 3], ys: [1, 1e-4] }, 2, 'log')).toBeCloseTo(0.01, 10)
})

test('zero and what overflowed have a height too', () => {
  expect(curveHeight(0, 'log')).toBeCloseTo(-45, 6)
  expect(curveHeight(Infinity, 'log')).toBeCloseTo(39, 6)
  expect(curveHeight(NaN, 'linear')).toBe(1e39)
})

test('the median of the seeds counts a diverged one as the worst', () => {
  const seeds = [
    [1, 2],
    [3, NaN],
    [2, NaN],
  ]
  expect(medianCurve([0, 1], seeds)).toEqual({ xs: [0, 1], ys: [2, Infinity] })
})

test('the distance is the mean over the measured places, with the sign of the drawn curve apart', () => {
  const drawn = { xs: [0, 20], ys: [2, 2] }
  const comparison = compareCurves(drawn, LINE, 'linear')
  expect(comparison.distance).toBeCloseTo((0 + 1 + 1.5) / 3, 12)
  expect(comparison.bias).toBeCloseTo(comparison.distance, 12)
  expect(comparison.atEnd).toBeCloseTo(1.5, 12)
  expect(comparison.isWithin).toBe(false)
})

test('on a log scale distances are powers of ten, and half a power is within', () => {
  const measured = { xs: [1, 2], ys: [1, 0.1] }
  expect(compareCurves({ xs: [1, 2], ys: [2, 0.2] }, measured, 'log')).toMatchObject({ isWithin: true })
  const far = compareCurves({ xs: [1, 2], ys: [0.1, 0.01] }, measured, 'log')
  expect(far.distance).toBeCloseTo(1, 10)
  expect(far.bias).toBeCloseTo(-1, 10)
  expect(far.isWithin).toBe(false)
})
