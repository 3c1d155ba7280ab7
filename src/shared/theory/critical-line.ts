import type { ActivationSettings } from '../trial-settings'
import { activationFunction, rayPower } from './activation-functions'
import { activationMoments } from './activation-moments'
import { rootBetween } from './root'

const LEAST = 1e-6
const MOST = 1e8
const STRIDE = 1.25

/**
 * sigma_w^2 at which chi_1 = 1 with biases of variance `biasVariance`; null where no stable fixed point is critical. Every q
 * is critical for one pair: sigma_w^2 = 1 / E[phi'^2], sigma_b^2 = q - sigma_w^2 E[phi^2]; the smallest q whose sigma_b^2 is
 * the one asked for, and to which q returns, is the answer. For linear, relu, leaky-relu and prelu chi does not depend on q.
 */
export function criticalWeightVariance(activation: ActivationSettings, biasVariance: number): number | null {
  const phi = activationFunction(activation)
  if (phi.rays !== null) return 1 / rayPower(phi.rays)
  const excess = (q: number): number => criticalPair(activation, q).biasVariance - biasVariance
  if (biasVariance === 0 && phi.value(0) === 0) {
    return criticalPair(activation, LEAST).response <= 1 ? 1 / rayPower(phi.nearRays) : null
  }
  let below = excess(LEAST)
  for (let q = LEAST; q < MOST; q *= STRIDE) {
    const above = excess(q * STRIDE)
    if (below <= 0 && above > 0) {
      const pair = criticalPair(activation, rootBetween(excess, q, q * STRIDE))
      if (pair.response < 1) return pair.weightVariance
    }
    below = above
  }
  return null
}

/** The pair for which q is a fixed point with chi = 1, and dq'/dq there. */
function criticalPair(
  activation: ActivationSettings,
  q: number,
): { readonly weightVariance: number; readonly biasVariance: number; readonly response: number } {
  const { square, slopeSquare, response } = activationMoments(activation, 0, q)
  const weightVariance = 1 / slopeSquare
  return {
    weightVariance,
    biasVariance: q - weightVariance * square,
    response: (weightVariance * square * response) / q,
  }
}
