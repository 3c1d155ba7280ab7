import type { TrainingData } from '../training'
import type { Samples, SplitRows } from './labelled-data'

/** Mean and inverse standard deviation of one feature; an inverse of 0 stands for a constant feature. */
interface FeatureScale {
  readonly mean: number
  readonly inverseStd: number
}

function scaleOf({ x, features }: Samples, rows: Int32Array, feature: number): FeatureScale {
  let sum = 0
  let lowest = Infinity
  let highest = -Infinity
  for (const row of rows) {
    const value = x[row * features + feature]
    sum += value
    lowest = Math.min(lowest, value)
    highest = Math.max(highest, value)
  }
  const mean = sum / rows.length
  let squares = 0
  for (const row of rows) {
    const distance = x[row * features + feature] - mean
    squares += distance * distance
  }
  // Equality of all values is asked of the values: the rounded mean of equal values may differ from them.
  const std = Math.sqrt(squares / rows.length)
  return { mean, inverseStd: lowest === highest || std === 0 ? 0 : 1 / std }
}

/**
 * Splits the samples and standardizes each feature by the training rows: x = (x - mean) / std, std with divisor n,
 * computed in double and rounded to float32. A feature that is constant on the training rows becomes 0 everywhere.
 */
export function standardize(samples: Samples, rows: SplitRows): TrainingData {
  const { features, classes, x, y } = samples
  const trainX = new Float32Array(rows.train.length * features)
  const testX = new Float32Array(rows.test.length * features)
  for (let feature = 0; feature < features; feature++) {
    const { mean, inverseStd } = scaleOf(samples, rows.train, feature)
    for (const [place, row] of rows.train.entries()) {
      trainX[place * features + feature] = (x[row * features + feature] - mean) * inverseStd
    }
    for (const [place, row] of rows.test.entries()) {
      testX[place * features + feature] = (x[row * features + feature] - mean) * inverseStd
    }
  }
  const trainY = Int32Array.from(rows.train, (row) => y[row])
  const testY = Int32Array.from(rows.test, (row) => y[row])
  return { features, image: null, classes, trainX, trainY, testX, testY }
}
