import type { LossName } from '../trial-settings'
import { normalDensity } from '../statistics/normal-distribution'

/** What the gradient at the outputs depends on. */
export interface OutputState {
  readonly loss: LossName
  readonly classes: number
  /** E[z^2] of the outputs, which are independent normal numbers over the draws of the output layer. */
  readonly z2: number
  /** Samples of a batch, over which the loss is a mean. */
  readonly batch: number
}

/**
 * E[delta^2] of the outputs at the start, over K classes and labels that the outputs know nothing of.
 * - mse, (1 / K) sum (z - y)^2: 4 (z2 + 1 / K) / (K B)^2
 * - cross-entropy, delta = (p - y) / B: (K E[p^2] - 2 / K + 1) / (K B^2); (K - 1) / (K B)^2 while the guess is uniform.
 */
export function outputGradient({ loss, classes, z2, batch }: OutputState): number {
  if (loss === 'mse') return (4 * (z2 + 1 / classes)) / (classes * batch) ** 2
  const shares = classes * shareSquare(classes, z2)
  return (shares - 2 / classes + 1) / (classes * batch * batch)
}

/** Far enough apart for the error of the quadrature to vanish in the difference. */
const STRIDE = 1.1

/** d ln E[delta^2] / d ln E[z^2] at the outputs, by a central difference: 0 while the guess is uniform. */
export function gradientResponse(state: OutputState): number {
  if (state.z2 === 0) return 0
  const above = outputGradient({ ...state, z2: state.z2 * STRIDE })
  const below = outputGradient({ ...state, z2: state.z2 / STRIDE })
  return Math.log(above / below) / (2 * Math.log(STRIDE))
}

/** Beyond, the shares are followed no further than that what misses one winner goes with 1 / sqrt(q). */
const FAR_VARIANCE = 100
/** Standard deviations on each side. */
const REACH = 8.5

/**
 * E[p^2] of one softmax share of K independent outputs N(0, q). 1 / S^2 = int t e^(-t S) dt splits the sum S of exponentials
 * into one factor for each output: int E[x^2 e^-x] E[e^-x]^(K-1) d ln t, x = t e^z. Trapezoids in ln t and in z, whose error
 * falls faster than any power of the step; 1e-5 here.
 */
export function shareSquare(classes: number, variance: number): number {
  if (Number.isNaN(variance)) return NaN
  if (variance === 0) return 1 / (classes * classes)
  if (!(variance <= FAR_VARIANCE)) {
    const missing = 1 / classes - shareSquare(classes, FAR_VARIANCE)
    return 1 / classes - missing * Math.sqrt(FAR_VARIANCE / variance)
  }
  const deviation = Math.sqrt(variance)
  const step = 0.5 * Math.max(1, deviation / 3)
  const end = REACH * deviation + 5
  let sum = 0
  for (let logT = -REACH * deviation - 20; logT <= end; logT += step)
    sum += shareIntegrand(classes, deviation, logT)
  return sum * step
}

function shareIntegrand(classes: number, deviation: number, logT: number): number {
  const step = Math.min(0.8, 0.7 * deviation)
  const count = Math.ceil((REACH * deviation) / step)
  let one = 0
  let other = 0
  for (let place = -count; place <= count; place += 1) {
    const z = place * step
    const x = Math.exp(logT + z)
    if (x > 700) break
    const weight = Math.exp(-x) * normalDensity(z / deviation)
    other += weight
    one += weight * x * x
  }
  const scale = step / deviation
  return one * scale * (other * scale) ** (classes - 1)
}
