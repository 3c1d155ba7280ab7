import type { ActivationSettings } from '../trial-settings'
import { activationMoments } from './activation-moments'

/**
 * Factor of E[delta^2] per layer of a deep network with batch normalization before each activation, large batches and
 * layers of one width: E[phi'^2] / Var phi, moments under N(0, 1), whatever the scale of the weights; pi / (pi - 1) = 1.467 for
 * relu. A layer divides its gradient by the standard deviation over the batch that it normalizes, which is that of phi
 * times the weights, and multiplies it by weights and slope. Forward the factor is 1. Source: Yang et al. 2019, for relu;
 * for the others the same reasoning.
 */
export function batchNormGradientFactor(activation: ActivationSettings): number {
  const { mean, square, slopeSquare } = activationMoments(activation, 0, 1)
  return slopeSquare / (square - mean * mean)
}
