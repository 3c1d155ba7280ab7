import { exp, expm1 } from './exponentials'
import { log1p } from './logarithms'

/** Hyperbolic tangent, error below 3 ulp; odd, tanh(-0) = -0, tanh(NaN) = NaN. */
export function tanh(x: number): number {
  if (x !== x) return NaN
  const size = Math.abs(x)
  if (size > 22) return x < 0 ? -1 : 1
  const t = expm1(2 * size)
  const value = size < 1 ? t / (t + 2) : 1 - 2 / (t + 2)
  return x < 0 || Object.is(x, -0) ? -value : value
}

/** tanh'(x) = 4 e / (1 + e)^2 with e = exp(-2|x|): relative accuracy also where tanh is saturated. */
export function tanhSlope(x: number): number {
  const e = exp(-2 * Math.abs(x))
  return (4 * e) / ((1 + e) * (1 + e))
}

/** 1 / (1 + e^-x), with relative accuracy in both tails. */
export function sigmoid(x: number): number {
  const e = exp(-Math.abs(x))
  return x < 0 ? e / (1 + e) : 1 / (1 + e)
}

/** sigmoid'(x) = e / (1 + e)^2 with e = exp(-|x|). */
export function sigmoidSlope(x: number): number {
  const e = exp(-Math.abs(x))
  return e / ((1 + e) * (1 + e))
}

/** ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|); no threshold, unlike PyTorch's above 20 (difference below 2.1e-9). */
export function softplus(x: number): number {
  return Math.max(x, 0) + log1p(exp(-Math.abs(x)))
}
