import type { ActivationMoments } from './activation-moments'

/** Variances of the natural logarithm of E[z^2] and E[h^2] of a layer, over draws of the weights, for one input. */
export interface ForwardSpread {
  readonly z2: number
  readonly h2: number
}

/** A layer of `units` units, fed by a signal whose ln E[h^2] has variance `before`. */
export interface SpreadSource {
  readonly before: number
  /** Share of the variance of z that comes from that signal, the rest from biases. */
  readonly signalShare: number
  /** Share of z2 that is variance: 1 but with a constant bias. */
  readonly varianceShare: number
  readonly units: number
  readonly moments: ActivationMoments
  /** Share of the chi-squared spread of |z|^2 that is left: 1 for independent weights, 0 where the draw fixes |z| / |h|. */
  readonly lengthSpread: number
}

/**
 * Spread of one layer. Given h before, the z of the units are independent normal draws, so mean(z^2) has relative variance
 * 2 / n and mean(phi^2) kurtosis - 1, over n; a deviation of the signal passes with the exponent `response`. For relu this
 * adds 5 / n a layer, the sum of Hanin and Rolnick; where phi saturates earlier deviations fade. An orthogonal W keeps |z|,
 * which takes the share 2 response^2 / n away. A constant bias b adds 4 b^2 Var(z) / n to the variance of mean(z^2).
 * Source: Hanin and Rolnick 2018, theorem 5, carried over to other activations.
 */
export function forwardSpread(source: SpreadSource): ForwardSpread {
  const { before, signalShare, varianceShare, units, moments, lengthSpread } = source
  const passed = signalShare * signalShare * before
  const { squareKurtosis, response } = moments
  const ownZ = 2 * varianceShare * varianceShare * lengthSpread + 4 * varianceShare * (1 - varianceShare)
  const ownH = squareKurtosis - 1 - 2 * response * response * (1 - lengthSpread)
  return {
    z2: varianceShare * varianceShare * passed + ownZ / units,
    h2: response * response * passed + Math.max(0, ownH) / units,
  }
}

/**
 * Variance of ln E[delta^2] that one layer of `units` units adds on the way back: each delta is phi' times a normal number,
 * so the relative variance of the mean of its square is (3 slopeKurtosis - 1) / n, slopeKurtosis = E[phi'^4] / E[phi'^2]^2;
 * 5 / n for relu.
 */
export function backwardSpread(slopeKurtosis: number, units: number): number {
  return (3 * slopeKurtosis - 1) / units
}

/** What a curve shows of the seeds. */
export type Aggregate = 'single' | 'median' | 'mean'

export interface Band {
  readonly low: number
  readonly middle: number
  readonly high: number
}

/** Two-sided 95 %. */
const Z_95 = 1.959963984540054

/**
 * Where 95 % of the values lie whose logarithm is normal with variance `spread` and whose mean is `expected`: a single draw
 * (median expected exp(-spread / 2)), the median of `seeds` draws, or their mean, which is taken as log-normal again with
 * variance ln(1 + (e^spread - 1) / seeds). The standard error of a median is 1.25 times that of a mean when seeds are many.
 * Samples of one batch share their weights but not their units' patterns: the mean over a batch varies less than this.
 */
export function finiteWidthBand(expected: number, spread: number, aggregate: Aggregate, seeds: number): Band {
  const { shift, variance } = logOf(aggregate, spread, seeds)
  const middle = expected * Math.exp(-shift / 2)
  const factor = Math.exp(Z_95 * Math.sqrt(variance))
  return { low: middle / factor, middle, high: middle * factor }
}

function logOf(
  aggregate: Aggregate,
  spread: number,
  seeds: number,
): { readonly shift: number; readonly variance: number } {
  if (aggregate === 'single') return { shift: spread, variance: spread }
  if (aggregate === 'mean') {
    const variance = Math.log1p(Math.expm1(spread) / seeds)
    return { shift: variance, variance }
  }
  // 1 for one draw, 1.35 for 3, pi / 2 in the limit; a little too wide for even numbers.
  const inefficiency = 1 + ((Math.PI / 2 - 1) * (seeds - 1)) / (seeds + 0.3)
  return { shift: spread, variance: (inefficiency * spread) / seeds }
}
