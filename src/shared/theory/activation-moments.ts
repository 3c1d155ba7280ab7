import type { ActivationSettings } from '../trial-settings'
import { activationFunction, rayPower, type ActivationFunction, type Rays } from './activation-functions'
import { gaussianRule } from './gaussian-rule'

/** Expectations of an activation phi under u ~ N(mean, variance). */
export interface ActivationMoments {
  /** E[phi(u)]. */
  readonly mean: number
  /** E[phi(u)^2]. */
  readonly square: number
  /** E[phi'(u)^2]. */
  readonly slopeSquare: number
  /** E[phi^4] / E[phi^2]^2; 1 where phi is 0. */
  readonly squareKurtosis: number
  /** E[phi'^4] / E[phi'^2]^2; 1 where phi' is 0. */
  readonly slopeKurtosis: number
  /** d ln E[phi^2] / d ln variance: 1 for relu, below 1 where phi saturates. */
  readonly response: number
}

/** Beyond, phi is its rays to the last digit. */
const FAR_VARIANCE = 1e20

/**
 * Moments of `activation` under N(mean, variance), variance >= 0: in closed form for linear, relu, leaky-relu and prelu about
 * 0, else by quadrature, to about 1e-13. variance Infinity is legal, as of a signal that explodes.
 * response: variance d/d(variance) E[phi^2] = E[(u - mean) phi phi'] (Stein).
 */
export function activationMoments(
  activation: ActivationSettings,
  mean: number,
  variance: number,
): ActivationMoments {
  const phi = activationFunction(activation)
  if (variance === 0) return pointMoments(phi, mean)
  if (phi.rays !== null && mean === 0) return rayMoments(phi.rays, variance)
  if (rayPower(phi.farRays) > 0 && variance > FAR_VARIANCE * Math.max(1, mean * mean))
    return rayMoments(phi.farRays, variance)
  if (!(variance < Infinity) || !Number.isFinite(mean)) return NO_MOMENTS
  return quadratureMoments(phi, mean, variance)
}

const NO_MOMENTS: ActivationMoments = {
  mean: NaN,
  square: NaN,
  slopeSquare: NaN,
  squareKurtosis: NaN,
  slopeKurtosis: NaN,
  response: NaN,
}

function pointMoments(phi: ActivationFunction, at: number): ActivationMoments {
  const value = phi.value(at)
  const slope = phi.slope(at, value)
  return {
    mean: value,
    square: value * value,
    slopeSquare: slope * slope,
    squareKurtosis: 1,
    slopeKurtosis: 1,
    response: 0,
  }
}

/**
 * phi(u) = a u for u < 0, b u for u > 0; u ~ N(0, q): E[phi] = (b - a) sqrt(q / 2 pi), E[phi^2] = q (a^2 + b^2) / 2,
 * E[phi'^2] = (a^2 + b^2) / 2, and E[u^4] = 3 q^2. Source: He et al. 2015, section 2.2, for a = 0.
 */
function rayMoments(rays: Rays, variance: number): ActivationMoments {
  const { negative, positive } = rays
  const square = rayPower(rays)
  const kurtosis = (negative ** 4 + positive ** 4) / 2 / (square * square)
  return {
    mean: (positive - negative) * Math.sqrt(variance / (2 * Math.PI)),
    square: square * variance,
    slopeSquare: square,
    squareKurtosis: 3 * kurtosis,
    slopeKurtosis: kurtosis,
    response: 1,
  }
}

function quadratureMoments(phi: ActivationFunction, mean: number, variance: number): ActivationMoments {
  const { points, weights } = gaussianRule(mean, variance, phi.bends)
  // In units of the values met, so that no fourth power of a vanishing signal is 0.
  const unit = Math.max(Math.abs(phi.value(mean)), Math.abs(phi.value(mean + Math.sqrt(variance))))
  let first = 0
  let second = 0
  let fourth = 0
  let slopeSecond = 0
  let slopeFourth = 0
  let response = 0
  for (let node = 0; node < points.length; node += 1) {
    const u = points[node] ?? NaN
    const weight = weights[node] ?? NaN
    const value = phi.value(u)
    const slope = phi.slope(u, value)
    const scaled = value / unit
    const square = scaled * scaled
    const slopeSquare = slope * slope
    first += weight * scaled
    second += weight * square
    fourth += weight * square * square
    slopeSecond += weight * slopeSquare
    slopeFourth += weight * slopeSquare * slopeSquare
    response += weight * ((u - mean) / unit) * scaled * slope
  }
  return {
    mean: first * unit,
    square: second * unit * unit,
    slopeSquare: slopeSecond,
    squareKurtosis: second > 0 ? fourth / (second * second) : 1,
    slopeKurtosis: slopeSecond > 0 ? slopeFourth / (slopeSecond * slopeSecond) : 1,
    response: second > 0 ? response / second : 0,
  }
}
