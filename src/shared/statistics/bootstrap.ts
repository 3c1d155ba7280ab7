import { normalCdf, normalQuantile } from './normal-distribution'
import { quantile } from './quantiles'
import { RandomStream } from './random-stream'
import { pairDifference } from './wilcoxon'

/** A number of one sample; must not change its argument. */
export type Statistic = (sample: Float64Array) => number

export interface BootstrapOptions {
  /** Share of intervals that hold the true value; 0.95. */
  readonly level?: number
  /** 2000 leave about 1 % of the interval's width to chance at level 0.95. */
  readonly resamples?: number
  readonly seed?: number
  readonly method?: 'bca' | 'percentile'
}

export interface Interval {
  readonly low: number
  readonly high: number
  readonly level: number
  /** `percentile` also where BCa was asked for and is not defined. */
  readonly method: 'bca' | 'percentile'
}

/**
 * Bootstrap interval of a statistic of one sample. Values may be infinite, NaN counts as Infinity, and an end of the interval
 * may be infinite too: the ends are quantiles (type 7) of the resampled statistic, in which infinite values have their place.
 *
 * - percentile: the (1 - level) / 2 and (1 + level) / 2 quantiles (Efron 1979)
 * - BCa (Efron 1987, 10.1080/01621459.1987.10478410): at Phi(z0 + (z0 + z) / (1 - a (z0 + z))) instead, where z0 is the normal
 *   quantile of the share of resamples below the estimate (equal ones half) and a the skewness of the jackknife values / 6.
 *   Falls back to percentile when z0 or a is not a number: all resamples on one side, or jackknife values infinite or all equal
 *
 * Null for fewer than 2 values: one value says nothing about its spread.
 */
export function bootstrapInterval(
  values: readonly number[],
  statistic: Statistic,
  options: BootstrapOptions = {},
): Interval | null {
  return resampled(
    { samples: [values], of: ([sample]) => statistic(sample ?? EMPTY), paired: false },
    options,
  )
}

/**
 * Interval of statistic(a) - statistic(b) for independent samples, each resampled by itself. The difference of two equal
 * infinities is 0: a tie. Null when either sample has fewer than 2 values.
 */
export function bootstrapDifference(
  a: readonly number[],
  b: readonly number[],
  statistic: Statistic,
  options: BootstrapOptions = {},
): Interval | null {
  return resampled({ samples: [a, b], of: differenceOf(statistic), paired: false }, options)
}

/**
 * Interval of statistic(a) - statistic(b) for pairs: a_i and b_i are drawn together, so what a seed does to both cancels.
 * @throws RangeError when the samples are not of one length
 */
export function bootstrapPairedDifference(
  a: readonly number[],
  b: readonly number[],
  statistic: Statistic,
  options: BootstrapOptions = {},
): Interval | null {
  if (a.length !== b.length) throw new RangeError('pairs need samples of one length')
  return resampled({ samples: [a, b], of: differenceOf(statistic), paired: true }, options)
}

const EMPTY = new Float64Array(0)

function differenceOf(statistic: Statistic): Experiment['of'] {
  return ([a, b]) => pairDifference(statistic(a ?? EMPTY), statistic(b ?? EMPTY))
}

interface Experiment {
  readonly samples: readonly (readonly number[])[]
  readonly of: (samples: readonly Float64Array[]) => number
  /** All samples are drawn with the same indices. */
  readonly paired: boolean
}

function resampled(experiment: Experiment, options: BootstrapOptions): Interval | null {
  const { level = 0.95, resamples = 2000, seed = 1, method = 'bca' } = options
  if (!(level > 0 && level < 1)) throw new RangeError(`a level is in (0, 1), not ${String(level)}`)
  const samples = experiment.samples.map((values) =>
    Float64Array.from(values, (value) => (Number.isNaN(value) ? Infinity : value)),
  )
  if (samples.some(({ length }) => length < 2)) return null
  const replicates = draw(experiment, samples, resamples, RandomStream.ofSeed(seed))
  const shares = [(1 - level) / 2, (1 + level) / 2] as const
  const moved = method === 'bca' ? correctedShares(experiment, samples, replicates, shares) : null
  const [low, high] = moved ?? shares
  return {
    low: quantile(replicates, low),
    high: quantile(replicates, high),
    level,
    method: moved === null ? 'percentile' : 'bca',
  }
}

function draw(
  { of, paired }: Experiment,
  samples: readonly Float64Array[],
  resamples: number,
  stream: RandomStream,
): Float64Array {
  const drawn = samples.map(({ length }) => new Float64Array(length))
  const length = samples[0]?.length ?? 0
  const replicates = new Float64Array(resamples)
  for (let r = 0; r < resamples; r++) {
    if (paired) {
      for (let i = 0; i < length; i++) {
        const index = stream.below(length)
        drawn.forEach((target, s) => (target[i] = samples[s]?.[index] ?? NaN))
      }
    } else {
      drawn.forEach((target, s) => {
        const source = samples[s] ?? EMPTY
        for (let i = 0; i < target.length; i++) target[i] = source[stream.below(source.length)] ?? NaN
      })
    }
    replicates[r] = of(drawn)
  }
  return replicates
}

/** Where BCa reads its ends; null when it is not defined. */
function correctedShares(
  experiment: Experiment,
  samples: readonly Float64Array[],
  replicates: Float64Array,
  shares: readonly [number, number],
): readonly [number, number] | null {
  const estimate = experiment.of(samples)
  let below = 0
  for (const replicate of replicates) below += replicate < estimate ? 1 : replicate === estimate ? 0.5 : 0
  const bias = normalQuantile(below / replicates.length)
  const skew = experiment.paired
    ? acceleration([jackknife(samples[0]?.length ?? 0, (i) => experiment.of(samples.map(without(i))))])
    : acceleration(
        samples.map((sample, s) =>
          jackknife(sample.length, (i) =>
            experiment.of(samples.map((other, o) => (o === s ? without(i)(other) : other))),
          ),
        ),
      )
  const [low, high] = shares.map((share) => {
    const z = bias + normalQuantile(share)
    return normalCdf(bias + z / (1 - skew * z))
  })
  if (low === undefined || high === undefined || !Number.isFinite(bias)) return null
  return Number.isNaN(low) || Number.isNaN(high) || low > high ? null : [low, high]
}

function without(i: number): (sample: Float64Array) => Float64Array {
  return (sample) => sample.filter((_, index) => index !== i)
}

function jackknife(count: number, statistic: (leftOut: number) => number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => statistic(i))
}

/**
 * sum_j sum_i U_ij^3 / n_j^3 / (6 (sum_j sum_i U_ij^2 / n_j^2)^1.5), U_ij = (n_j - 1) (mean of the jackknife values of sample j -
 * value i); NaN when a value is infinite or all are equal. Source: Efron and Tibshirani 1993, 14.3, over samples as in SciPy.
 */
function acceleration(jackknives: readonly Float64Array[]): number {
  let cubes = 0
  let squares = 0
  for (const values of jackknives) {
    const n = values.length
    const centre = values.reduce((sum, value) => sum + value, 0) / n
    for (const value of values) {
      const influence = ((n - 1) * (centre - value)) / n
      cubes += influence * influence * influence
      squares += influence * influence
    }
  }
  return cubes / (6 * Math.pow(squares, 1.5))
}
