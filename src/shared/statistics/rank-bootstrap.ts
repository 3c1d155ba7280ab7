import type { Location } from './location'
import { quantile } from './quantiles'
import { RandomStream } from './random-stream'

/** Leave about 2 % of the interval's width to chance at level 0.95. */
const RESAMPLES = 1000
const SEED = 1
const LEVEL = 0.95

/**
 * The percentile bootstrap of Efron 1979 for samples that come one after the other, such as those of each step of a curve. Median (type 7),
 * IQM and mean weigh the values by their ranks, so a resample is a weight for each rank of the sample: drawn once, it gives its location of
 * every sample of that size as one sum, without a draw or a sort. All samples then share their resamples, as a curve that is resampled as a
 * whole does. The same n gives the same interval on every machine.
 * @returns of n ascending values, +Infinity allowed, the quantiles (type 7) of the resampled location at (1 -+ 0.95) / 2, which may be
 *   infinite; NaN for n < 2: one value says nothing about its spread
 */
export function rankBootstrap(
  n: number,
  location: Location,
): (sorted: Float64Array) => readonly [low: number, high: number] {
  if (n < 2) return () => [NaN, NaN]
  const weights = resampledWeights(n, location)
  const position = (RESAMPLES - 1) * ((1 - LEVEL) / 2)
  // The two ends need no more of the resamples than the outermost on each side.
  const tail = Math.floor(position) + 2
  const lowest = new Float64Array(tail)
  const negated = new Float64Array(tail)
  return (sorted) => {
    const infinite = sorted.indexOf(Infinity)
    const finite = infinite < 0 ? n : infinite
    lowest.fill(Infinity)
    negated.fill(Infinity)
    for (let r = 0; r < RESAMPLES; r++) {
      const replicate = weighted(sorted, weights, r * n, finite, n)
      keepLowest(lowest, replicate)
      keepLowest(negated, -replicate)
    }
    const share = position / (tail - 1)
    return [quantile(lowest, share), -quantile(negated, share)]
  }
}

/** Takes a value in when it is lower than the highest of those kept, ascending. */
function keepLowest(kept: Float64Array, value: number): void {
  let place = kept.length - 1
  if (!(value < (kept[place] ?? Infinity))) return
  for (; place > 0 && (kept[place - 1] ?? -Infinity) > value; place--) kept[place] = kept[place - 1] ?? NaN
  kept[place] = value
}

/** Row-major (RESAMPLES, n): the weight of each rank of the sample; rows sum to 1. */
function resampledWeights(n: number, location: Location): Float64Array {
  const stream = RandomStream.ofSeed(SEED)
  const own = rankWeights(n, location)
  const weights = new Float64Array(RESAMPLES * n)
  for (let r = 0; r < RESAMPLES; r++) {
    const ranks = Uint32Array.from({ length: n }, () => stream.below(n)).sort()
    ranks.forEach((rank, place) => {
      weights[r * n + rank] = (weights[r * n + rank] ?? 0) + (own[place] ?? 0)
    })
  }
  return weights
}

/** The weight of each of n ascending values in their location; the IQM's as in `interquartileMean`. */
function rankWeights(n: number, location: Location): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    switch (location) {
      case 'median':
        return (Number(i === (n - 1) >> 1) + Number(i === n >> 1)) / 2
      case 'iqm':
        return Math.max(0, Math.min(4 * (i + 1), 3 * n) - Math.max(4 * i, n)) / (2 * n)
      case 'mean':
        return 1 / n
    }
  })
}

/** The sum of weight times value; infinite when a value with a weight is. */
function weighted(
  sorted: Float64Array,
  weights: Float64Array,
  from: number,
  finite: number,
  n: number,
): number {
  let sum = 0
  for (let i = 0; i < finite; i++) sum += (weights[from + i] ?? 0) * (sorted[i] ?? 0)
  for (let i = finite; i < n; i++) if ((weights[from + i] ?? 0) > 0) return Infinity
  return sum
}
