import type { Ensemble } from './moment-map'
import { gradientFactor } from './moment-map'
import { pairMoments } from './pair-moments'
import { rootBetween } from './root'

/** Where the correlation of two inputs ends in a deep network. */
export interface CorrelationFixedPoint {
  /** c*: 1 in the ordered phase, where all inputs become the same, below 1 in the chaotic one. */
  readonly correlation: number
  /** dc'/dc there, chi at c*. */
  readonly slope: number
}

/**
 * Correlation of two inputs' pre-activations in the next layer, (sigma_w^2 E[phi(u) phi(v)] + sigma_b^2) / q', at equal second
 * moments `q` > 0 that the map q -> q' need not hold. Source: Poole et al. 2016, equation 5.
 */
export function nextCorrelation(ensemble: Ensemble, q: number, correlation: number): number {
  const { activation, weightVariance, biasVariance } = ensemble
  const joint = (c: number): number => weightVariance * pairMoments(activation, q, c).product + biasVariance
  return joint(correlation) / joint(1)
}

/** Nearer to 1 the two sides of the map differ by less than their rounding. */
const NEAREST = 1e-7

/**
 * The stable fixed point of the correlation map at the fixed point `q` > 0 of the moment map: 1 when chi_1 <= 1, else the one
 * below 1. Source: Schoenholz et al. 2017, section 3.
 */
export function correlationFixedPoint(ensemble: Ensemble, q: number): CorrelationFixedPoint {
  const atOne = gradientFactor(ensemble, q)
  if (atOne <= 1) return { correlation: 1, slope: atOne }
  const excess = (c: number): number => nextCorrelation(ensemble, q, c) - c
  if (excess(1 - NEAREST) >= 0) return { correlation: 1, slope: atOne }
  const atZero = excess(0)
  const correlation = atZero <= 1e-13 ? 0 : rootBetween(excess, 0, 1 - NEAREST, 1e-11)
  const { slopeProduct } = pairMoments(ensemble.activation, q, correlation)
  return { correlation, slope: ensemble.weightVariance * slopeProduct }
}
