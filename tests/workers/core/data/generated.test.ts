import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { GENERATED_NAMES, generateDataset } from '@core/data/generated'

/**
 * First 16 digits of the sha256 of trainX, trainY, testX, testY: results of other sweeps depend on these bits.
 * A program in Python (own Philox4x32-10, statistics.NormalDist, math.sin) gave the same points within 1.2e-7 and the
 * same split, on 21 November 2026.
 */
const GOLDEN = {
  'two-spirals': 'e425019ab182f6d6',
  'three-spirals': 'a681b3cb8a341d39',
  circles: '5d612efd7ee3861f',
  moons: '8f3a059a5cf0b786',
  xor: 'ae6dbcbe3247551a',
  'gaussian-blobs': '3086c74c17a069c9',
  'gaussian-noise': 'c35986ac4637cd28',
} as const
const SIZES = {
  'two-spirals': [2, 800, 200],
  'three-spirals': [3, 720, 180],
  circles: [2, 800, 200],
  moons: [2, 800, 200],
  xor: [2, 800, 200],
  'gaussian-blobs': [4, 800, 200],
  'gaussian-noise': [10, 800, 200],
} as const

/** Share of test points whose nearest training point has their class. */
function nearestNeighbourAccuracy({
  trainX,
  trainY,
  testX,
  testY,
}: ReturnType<typeof generateDataset>): number {
  let right = 0
  for (const [k, label] of testY.entries()) {
    let best = Infinity
    let guess = -1
    for (const [j, other] of trainY.entries()) {
      const dx = testX[2 * k]! - trainX[2 * j]!
      const dy = testX[2 * k + 1]! - trainX[2 * j + 1]!
      if (dx * dx + dy * dy < best) [best, guess] = [dx * dx + dy * dy, other]
    }
    if (guess === label) right++
  }
  return right / testY.length
}

describe.each(GENERATED_NAMES)('%s', (name) => {
  const data = generateDataset(name)

  test('has its bits', () => {
    const hash = createHash('sha256')
    for (const part of [data.trainX, data.trainY, data.testX, data.testY])
      hash.update(new Uint8Array(part.buffer))
    expect(hash.digest('hex').slice(0, 16)).toBe(GOLDEN[name])
  })

  test('has its size, balanced classes, and mean 0 and E[x^2] = 1 for each feature of the training part', () => {
    expect([data.classes, data.trainY.length, data.testY.length]).toEqual(SIZES[name])
    for (const label of data.classNames.keys()) {
      expect(data.trainY.filter((y) => y === label).length).toBe(data.trainY.length / data.classes)
      expect(data.testY.filter((y) => y === label).length).toBe(data.testY.length / data.classes)
    }
    for (const feature of [0, 1]) {
      const values = [...data.trainX].filter((_, k) => k % data.features === feature)
      expect(values.reduce((sum, x) => sum + x, 0) / values.length).toBeCloseTo(0, 6)
      expect(values.reduce((sum, x) => sum + x * x, 0) / values.length).toBeCloseTo(1, 6)
    }
  })

  test('is the same each time', () => {
    expect(generateDataset(name)).toEqual(data)
  })
})

test.each(GENERATED_NAMES.filter((name) => name !== 'gaussian-noise'))(
  '%s can be learnt: the nearest neighbour is right at least 93 times in 100',
  (name) => {
    expect(nearestNeighbourAccuracy(generateDataset(name))).toBeGreaterThan(0.93)
  },
)

test('the labels of noise say nothing about it: classes have one mean', () => {
  const { features, trainX, trainY } = generateDataset('gaussian-noise')
  for (const label of [0, 9]) {
    const rows = [...trainY.keys()].filter((row) => trainY[row] === label)
    const total = rows.reduce(
      (sum, row) =>
        sum + trainX.subarray(row * features, (row + 1) * features).reduce((part, x) => part + x, 0),
      0,
    )
    // The mean of 80 rows of 256 features has standard deviation 1 / sqrt(20480) = 0.007.
    expect(Math.abs(total / (rows.length * features))).toBeLessThan(0.03)
  }
})
