import type { Location } from './location'
import { locate } from './location'
import { quantile } from './quantiles'
import { RandomStream } from './random-stream'

/** Leave about 2 % of the interval's width to chance at level 0.95. */
const RESAMPLES = 1000
const SEED = 1
const LEVEL = 0.95

/** The percentile interval of many samples of one size. */
export interface RankBootstrap {
  /**
   * @param sorted the n values, ascending; NaN is not allowed, Infinity is
   * @returns low and high end, NaN for n < 2: one value says nothing about its spread
   */
  interval(sorted: Float64Array): readonly [low: number, high: number]
}

/**
 * The bootstrap of Efron 1979 for samples that come one after the other, such as those of each step of a curve. What is drawn,
 * once, is ranks: sorted ascending they give each resample of a sorted sample without a draw or a sort of its own. All samples
 * then share the resamples, as a curve that is resampled as a whole does. Ends are quantiles (type 7) of the resampled location
 * at (1 -+ 0.95) / 2; infinite values keep their place in the order. The same n gives the same ranks on every machine.
 */
export function rankBootstrap(n: number, location: Location): RankBootstrap {
  if (n < 2) return { interval: () => [NaN, NaN] }
  const ranks = drawnRanks(n)
  const replicates = new Float64Array(RESAMPLES)
  const resample = new Float64Array(n)
  return {
    interval: (sorted) => {
      for (let r = 0; r < RESAMPLES; r++) {
        replicates[r] =
          location === 'median'
            ? medianOfRanks(sorted, ranks, r * n, n)
            : locate(filled(resample, sorted, ranks, r * n), location)
      }
      return [quantile(replicates, (1 - LEVEL) / 2), quantile(replicates, (1 + LEVEL) / 2)]
    },
  }
}

/** Row-major (RESAMPLES, n), each row ascending. */
function drawnRanks(n: number): Uint32Array {
  const stream = RandomStream.ofSeed(SEED)
  const ranks = Uint32Array.from({ length: RESAMPLES * n }, () => stream.below(n))
  for (let r = 0; r < RESAMPLES; r++) ranks.subarray(r * n, (r + 1) * n).sort()
  return ranks
}

function filled(
  resample: Float64Array,
  sorted: Float64Array,
  ranks: Uint32Array,
  from: number,
): Float64Array {
  for (let i = 0; i < resample.length; i++) resample[i] = sorted[ranks[from + i] ?? 0] ?? NaN
  return resample
}

/** As `median`: the mean of the middle two, infinite when one of them is. */
function medianOfRanks(sorted: Float64Array, ranks: Uint32Array, from: number, n: number): number {
  const low = sorted[ranks[from + ((n - 1) >> 1)] ?? 0] ?? NaN
  const high = sorted[ranks[from + (n >> 1)] ?? 0] ?? NaN
  if (low === high || low === -Infinity) return low
  return high === Infinity ? high : low / 2 + high / 2
}
