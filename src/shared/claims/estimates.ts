import { bootstrapInterval, bootstrapPairedDifference } from '../statistics/bootstrap'
import type { Interval, Statistic } from '../statistics/bootstrap'
import { mean } from '../statistics/location'
import { median, quantile } from '../statistics/quantiles'
import { RandomStream } from '../statistics/random-stream'
import { wilsonInterval } from '../statistics/share-interval'
import { superiority } from '../statistics/superiority'
import { pairDifference } from '../statistics/wilcoxon'
import type { Estimate } from './bounds'
import type { Reducer } from './verdict-rule'

/** The values of a configuration's trials as one number; `min`, `max` and `all` have no interval, one value has none either. */
export function reducedEstimate(values: readonly number[], reduce: Reducer): Estimate {
  switch (reduce) {
    case 'share': {
      const share = mean(values)
      return { value: share, ...endsOf(wilsonInterval(share, values.length)) }
    }
    case 'min':
    case 'max': {
      const value = reduce === 'min' ? Math.min(...values) : Math.max(...values)
      return { value, low: value, high: value }
    }
    case 'median':
    case 'all':
      return resampled(values, median)
    case 'mean':
      return resampled(values, mean)
    case 'sd':
      return resampled(values, deviation)
  }
}

function resampled(values: readonly number[], statistic: Statistic): Estimate {
  return {
    value: statistic(Float64Array.from(values)),
    ...endsOf(bootstrapInterval(values, statistic)),
  }
}

/** A number without an interval may lie anywhere. */
function endsOf(interval: Pick<Interval, 'low' | 'high'> | null): Pick<Estimate, 'low' | 'high'> {
  return interval === null ? { low: -Infinity, high: Infinity } : { low: interval.low, high: interval.high }
}

/** Of a sample: sqrt(sum (x - mean)^2 / (n - 1)). */
function deviation(values: ArrayLike<number>): number {
  const centre = mean(values)
  const squares = Array.from(values, (value) => (value - centre) * (value - centre))
  return Math.sqrt((mean(squares) * values.length) / (values.length - 1))
}

/** Median of a minus median of b, its interval by resampling the pairs; two infinite medians differ by 0. */
export function differenceEstimate(a: readonly number[], b: readonly number[]): Estimate {
  return {
    value: pairDifference(median(a), median(b)),
    ...endsOf(bootstrapPairedDifference(a, b, median)),
  }
}

/** Median of a divided by median of b, both at least 0: by differences of logarithms, the pairs resampled. */
export function quotientEstimate(a: readonly number[], b: readonly number[]): Estimate {
  const logarithm: Statistic = (values) => Math.log(median(values))
  const { low, high } = endsOf(bootstrapPairedDifference(a, b, logarithm))
  const value = Math.exp(pairDifference(Math.log(median(a)), Math.log(median(b))))
  return { value, low: Math.exp(low ?? NaN), high: Math.exp(high ?? NaN) }
}

const OUTER_RESAMPLES = 200
const INNER_RESAMPLES = 500

/**
 * P(median of `medianOf` trials of a < median of as many of b), ties half, all drawn independently with replacement. For one
 * trial the share of all pairs with Newcombe's interval; for more by resampling, the interval by resampling the samples first.
 */
export function chanceEstimate(a: readonly number[], b: readonly number[], medianOf: number): Estimate {
  if (medianOf === 1) {
    const { probability, low, high } = superiority(a, b)
    return { value: probability, low, high }
  }
  const stream = RandomStream.ofSeed(1)
  const value = rankingShare(a, b, medianOf, stream)
  const shares = Array.from({ length: OUTER_RESAMPLES }, () =>
    rankingShare(redrawn(a, a.length, stream), redrawn(b, b.length, stream), medianOf, stream),
  )
  return { value, low: quantile(shares, 0.025), high: quantile(shares, 0.975) }
}

function rankingShare(
  a: readonly number[],
  b: readonly number[],
  count: number,
  stream: RandomStream,
): number {
  let score = 0
  for (let index = 0; index < INNER_RESAMPLES; index++) {
    const sign = pairDifference(median(redrawn(a, count, stream)), median(redrawn(b, count, stream)))
    score += sign < 0 ? 1 : sign === 0 ? 0.5 : 0
  }
  return score / INNER_RESAMPLES
}

function redrawn(values: readonly number[], count: number, stream: RandomStream): readonly number[] {
  return Array.from({ length: count }, () => values[stream.below(values.length)] ?? NaN)
}
