import type { ActivationSettings } from '../trial-settings'
import { activationFunction, rayPower, type ActivationFunction } from './activation-functions'
import { activationMoments } from './activation-moments'
import { rootBetween } from './root'

/**
 * A wide network of equal layers, z = W h + b: weights of variance weightVariance / fanIn, biases of mean 0 and variance
 * biasVariance (sigma_w^2 and sigma_b^2 of the papers).
 */
export interface Ensemble {
  readonly activation: ActivationSettings
  readonly weightVariance: number
  readonly biasVariance: number
}

/** q of the next layer: sigma_w^2 E[phi(sqrt(q) xi)^2] + sigma_b^2, q = E[z^2]. Source: Poole et al. 2016, equation 3. */
export function nextMoment({ activation, weightVariance, biasVariance }: Ensemble, q: number): number {
  return weightVariance * activationMoments(activation, 0, q).square + biasVariance
}

/**
 * chi = sigma_w^2 E[phi'(sqrt(q) xi)^2]: E[delta^2] of a layer over that of the next, between layers of one width.
 * At q = 0 and q = Infinity the limits. Source: Schoenholz et al. 2017, equation 9.
 */
export function gradientFactor({ activation, weightVariance }: Ensemble, q: number): number {
  const { nearRays, farRays } = activationFunction(activation)
  if (q === 0) return weightVariance * rayPower(nearRays)
  if (q === Infinity) return weightVariance * rayPower(farRays)
  return weightVariance * activationMoments(activation, 0, q).slopeSquare
}

/** `any` when every q is a fixed point; Infinity when q grows without a bound. */
export type FixedPoint = number | 'any'

/** Factor between two q that are tried. */
const STRIDE = 1.3
/** Smaller changes of q are rounding. */
const REST = 1e-13
/** Where q counts as gone, or as beyond all bends. */
const LEAST = 1e-9
const MOST = 1e7

/**
 * The fixed point q* that q runs to from `start`: the nearest one in the direction of the first step, as E[phi^2] grows with q.
 * phi made of two rays: sigma_b^2 / (1 - r), r = sigma_w^2 (a^2 + b^2) / 2.
 */
export function fixedPoint(ensemble: Ensemble, start = 1): FixedPoint {
  const { activation, weightVariance, biasVariance } = ensemble
  const phi = activationFunction(activation)
  if (phi.rays !== null) {
    const ratio = nextMoment({ activation, weightVariance, biasVariance: 0 }, 1)
    if (ratio === 1 && biasVariance === 0) return 'any'
    return ratio < 1 ? biasVariance / (1 - ratio) : Infinity
  }
  const excess = (q: number): number => nextMoment(ensemble, q) / q - 1
  const first = excess(start)
  if (Math.abs(first) <= REST) return start
  return first > 0
    ? fixedPointAbove(ensemble, phi, excess, start)
    : fixedPointBelow(ensemble, phi, excess, start)
}

function fixedPointAbove(
  { weightVariance }: Ensemble,
  { farRays }: ActivationFunction,
  excess: (q: number) => number,
  start: number,
): number {
  const farRatio = weightVariance * rayPower(farRays)
  for (let q = start; q < MOST || farRatio < 1; q *= STRIDE)
    if (excess(q * STRIDE) <= 0) return rootBetween(excess, q, q * STRIDE)
  return Infinity
}

function fixedPointBelow(
  { weightVariance, biasVariance }: Ensemble,
  phi: ActivationFunction,
  excess: (q: number) => number,
  start: number,
): number {
  const atZero = phi.value(0)
  const mayVanish = atZero === 0 && biasVariance === 0 && weightVariance * rayPower(phi.nearRays) <= 1
  for (let q = start; q > LEAST || !mayVanish; q /= STRIDE) {
    if (excess(q / STRIDE) >= 0) return rootBetween(excess, q / STRIDE, q)
    if (q < Number.MIN_VALUE * 1e16) break
  }
  return 0
}

/**
 * dq'/dq at a fixed point q > 0: sigma_w^2 E[phi^2] response / q. A small difference from q* shrinks by it each layer.
 * Source: Schoenholz et al. 2017, equation 12, with Stein's lemma for phi phi''.
 */
export function momentSlope({ activation, weightVariance }: Ensemble, q: number): number {
  const { square, response } = activationMoments(activation, 0, q)
  return (weightVariance * square * response) / q
}
