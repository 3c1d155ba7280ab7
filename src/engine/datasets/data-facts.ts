import { setImmediate } from 'node:timers/promises'
import type { TrainingData } from '@core/training'
import type { ForecastData } from '@shared/theory/forecast-model'

/** Numbers between two breaks, in which the process does other things: about two milliseconds of work. */
const NUMBERS_A_TURN = 1_000_000

/**
 * E[x^2] over the training split, and the variance of a feature over its samples, mean over the features:
 * E[x^2] - mean over features of (mean over samples of x)^2. Sums in double, in ascending order.
 */
export async function dataFacts(data: TrainingData): Promise<ForecastData> {
  const { features, classes, image, trainX, trainY } = data
  const samples = trainY.length
  const sums = new Float64Array(features)
  const rowsATurn = Math.max(1, Math.floor(NUMBERS_A_TURN / features))
  let squares = 0
  for (let first = 0; first < samples; first += rowsATurn) {
    const rows = trainX.subarray(first * features, Math.min(samples, first + rowsATurn) * features)
    for (const [index, x] of rows.entries()) {
      squares += x * x
      sums[index % features] = (sums[index % features] ?? 0) + x
    }
    await setImmediate()
  }
  const meanSquare = squares / (samples * features)
  const squaredMeans = sums.reduce((total, sum) => total + (sum / samples) ** 2, 0) / features
  return { features, classes, image, meanSquare, featureVariance: meanSquare - squaredMeans }
}
