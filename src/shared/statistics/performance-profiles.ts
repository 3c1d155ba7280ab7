import type { Metric } from './metrics'
import { WORST_VALUE } from './metrics'
import { wilsonInterval } from './share-interval'
import { doubledRanks } from './rank-sums'

export interface ProfilePoint {
  readonly threshold: number
  /** Share of trials that end at the threshold or better; a diverged trial never does. */
  readonly share: number
  /** Wilson's interval, pointwise. */
  readonly low: number
  readonly high: number
}

/**
 * Run-score distribution of Agarwal et al. 2021 (arXiv:2108.13264): at each threshold the share of trials whose value is there or better.
 * Their band resamples trials; of a share that is the binomial distribution, which has no width at 0 and 1, so the band
 * here is Wilson's. Share 0 and the band [0, 1] without values.
 */
export function performanceProfile(
  values: readonly number[],
  thresholds: readonly number[],
  metric: Metric,
  level = 0.95,
): readonly ProfilePoint[] {
  const sorted = Float64Array.from(values, (value) => cost(value, metric)).sort()
  return thresholds.map((threshold) => {
    const share = sorted.length === 0 ? 0 : countAtMost(sorted, cost(threshold, metric)) / sorted.length
    const { low, high } = wilsonInterval(share, sorted.length, level)
    return { threshold, share, low, high }
  })
}

/** Smaller is better; what is not a number is worst. */
function cost(value: number, metric: Metric): number {
  if (Number.isNaN(value)) return Infinity
  return WORST_VALUE[metric] > 0 ? value : -value
}

/** Values at or below the limit, infinite ones never: nobody reaches the worst value as a target. */
function countAtMost(sorted: Float64Array, limit: number): number {
  let [below, above] = [0, sorted.length]
  while (below < above) {
    const middle = (below + above) >> 1
    const value = sorted[middle] ?? Infinity
    if (value <= limit && value < Infinity) below = middle + 1
    else above = middle
  }
  return below
}

/**
 * Where profiles of these samples step: all their finite values, ascending, each once; thinned evenly to at most `most`, the first
 * and last among them. With all of them the profile is exact.
 */
export function profileThresholds(samples: readonly (readonly number[])[], most = 400): readonly number[] {
  const values = [...new Set(samples.flat().filter(Number.isFinite))].sort((a, b) => a - b)
  if (values.length <= most) return values
  return Array.from(
    { length: most },
    (_, i) => values[Math.round((i * (values.length - 1)) / (most - 1))] ?? 0,
  )
}

/**
 * Mean rank of each configuration over the seeds that all of them have, 1 the best, ties at their mid-rank, diverged trials worst.
 * @param bySeed for each seed the values of all configurations
 * @returns NaN for each without seeds
 */
export function averageRanks(bySeed: readonly (readonly number[])[], metric: Metric): readonly number[] {
  const ranks = bySeed.map((values) => doubledRanks(values.map((value) => cost(value, metric))))
  const count = bySeed[0]?.length ?? 0
  return Array.from(
    { length: count },
    (_, index) => ranks.reduce((sum, row) => sum + (row[index] ?? 0), 0) / (2 * ranks.length),
  )
}
