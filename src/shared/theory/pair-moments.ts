import type { ActivationSettings } from '../trial-settings'
import { activationFunction, type ActivationFunction, type Rays } from './activation-functions'
import { activationMoments } from './activation-moments'
import { gaussianRule, type Bend } from './gaussian-rule'

/** Expectations over two normal pre-activations u, v of mean 0, equal variance and correlation c. */
export interface PairMoments {
  /** E[phi(u) phi(v)]. */
  readonly product: number
  /** E[phi'(u) phi'(v)]. */
  readonly slopeProduct: number
}

/**
 * Pair moments at `variance` > 0 and -1 <= correlation <= 1: closed forms for linear, relu, leaky-relu and prelu, the single
 * moments at correlation 1, else quadrature over u and over v given u. Source: Poole et al. 2016, equation 5.
 */
export function pairMoments(
  activation: ActivationSettings,
  variance: number,
  correlation: number,
): PairMoments {
  const phi = activationFunction(activation)
  if (phi.rays !== null) return rayPair(phi.rays, variance, correlation)
  if (correlation === 1) {
    const { square, slopeSquare } = activationMoments(activation, 0, variance)
    return { product: square, slopeProduct: slopeSquare }
  }
  return quadraturePair(phi, variance, correlation)
}

/**
 * phi = a u + (b - a) relu(u), and E[relu relu] = q (sqrt(1 - c^2) + c (pi - arccos c)) / 2 pi, E[u relu(v)] = q c / 2,
 * P(u > 0, v > 0) = (pi - arccos c) / 2 pi. Source: Cho and Saul 2009, kernels of degree 0 and 1.
 */
function rayPair({ negative, positive }: Rays, variance: number, correlation: number): PairMoments {
  const angle = Math.PI - Math.acos(correlation)
  const bend = positive - negative
  const both = angle / (2 * Math.PI)
  const rectified = (Math.sqrt(1 - correlation * correlation) + correlation * angle) / (2 * Math.PI)
  return {
    product:
      variance *
      (negative * negative * correlation + negative * bend * correlation + bend * bend * rectified),
    slopeProduct: negative * negative + negative * bend + bend * bend * both,
  }
}

function quadraturePair(phi: ActivationFunction, variance: number, correlation: number): PairMoments {
  const rest = variance * (1 - correlation * correlation)
  const outer = gaussianRule(0, variance, [...phi.bends, ...blurredBends(phi, rest, correlation)])
  let product = 0
  let slopeProduct = 0
  for (let row = 0; row < outer.points.length; row += 1) {
    const u = outer.points[row] ?? NaN
    const h = phi.value(u)
    const given = meansGiven(phi, correlation * u, rest)
    const weight = outer.weights[row] ?? NaN
    product += weight * h * given.value
    slopeProduct += weight * phi.slope(u, h) * given.slope
  }
  return { product, slopeProduct }
}

/** E[phi(v) | u] as a function of u bends where v does, over lengths from the standard deviation of v given u on. */
function blurredBends(phi: ActivationFunction, rest: number, correlation: number): readonly Bend[] {
  const size = Math.abs(correlation)
  if (size < 0.1 || rest === 0) return []
  const scale = Math.sqrt(rest) / size
  return phi.bends.map(({ at }) => ({ at: at / correlation, scale }))
}

function meansGiven(
  phi: ActivationFunction,
  mean: number,
  variance: number,
): { readonly value: number; readonly slope: number } {
  if (variance === 0) {
    const value = phi.value(mean)
    return { value, slope: phi.slope(mean, value) }
  }
  const { points, weights } = gaussianRule(mean, variance, phi.bends)
  let value = 0
  let slope = 0
  for (let node = 0; node < points.length; node += 1) {
    const v = points[node] ?? NaN
    const weight = weights[node] ?? NaN
    const h = phi.value(v)
    value += weight * h
    slope += weight * phi.slope(v, h)
  }
  return { value, slope }
}
