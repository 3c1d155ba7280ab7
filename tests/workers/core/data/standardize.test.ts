import fc from 'fast-check'
import { expect, test } from 'vitest'
import { standardize } from '@core/data/standardize'

const rows = { train: Int32Array.of(0, 1, 2, 3), test: Int32Array.of(4) }

test('each feature by the mean and standard deviation of the training rows', () => {
  const x = Float64Array.of(1, 10, 2, 10, 3, 30, 4, 30, 2.5, 50)
  const data = standardize({ features: 2, classes: 2, x, y: Int32Array.of(0, 1, 0, 1, 1) }, rows)
  const std = Math.sqrt(1.25)
  expect([...data.trainX]).toEqual(
    [-1.5 / std, -1, -0.5 / std, -1, 0.5 / std, 1, 1.5 / std, 1].map(Math.fround),
  )
  expect([...data.testX]).toEqual([0, 3])
  expect([...data.trainY, ...data.testY]).toEqual([0, 1, 0, 1, 1])
})

test('a feature that is constant on the training rows is 0, however its mean is rounded', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, min: -1e150, max: 1e150 }),
      fc.integer({ min: 2, max: 40 }),
      (value, n) => {
        const split = { train: Int32Array.from({ length: n }, (_, k) => k), test: Int32Array.of(n) }
        const x = new Float64Array(n + 1).fill(value)
        x[n] = 7
        const data = standardize({ features: 1, classes: 2, x, y: new Int32Array(n + 1) }, split)
        expect([...data.trainX, ...data.testX].every((entry) => entry === 0)).toBe(true)
      },
    ),
  )
})
