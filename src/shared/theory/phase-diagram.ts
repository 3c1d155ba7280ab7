import { weightVariance } from '../schemes'
import type { ActivationSettings, InitSettings } from '../trial-settings'
import { criticalWeightVariance } from './critical-line'
import { meanField, TRAINABLE_DEPTHS } from './mean-field'

/** sigma_w^2 = width Var(w) that a scheme gives hidden layers of one width. */
export function ensembleWeightVariance(
  init: InitSettings,
  activation: ActivationSettings,
  width: number,
): number {
  return width * weightVariance({ fanIn: width, fanOut: width, init, activation })
}

export interface CriticalPoint {
  readonly biasVariance: number
  /** Null where nothing is critical. */
  readonly weightVariance: number | null
}

/** The line between the ordered and the chaotic phase over sigma_b^2. Source: Schoenholz et al. 2017, figure 1. */
export function criticalLine(
  activation: ActivationSettings,
  biasVariances: readonly number[],
): CriticalPoint[] {
  return biasVariances.map((biasVariance) => ({
    biasVariance,
    weightVariance: criticalWeightVariance(activation, biasVariance),
  }))
}

export interface DepthPoint {
  readonly weightVariance: number
  /** Largest depth that trains; Infinity on the critical line. */
  readonly depth: number
}

/**
 * Largest depth that trains, `multiple` xi_c, for each sigma_w^2: the edge of a diagram of depth over sigma_w^2 or gain, with a
 * pole at the critical point. About 0.1 s for forty points of a chaotic tanh network.
 * Source: Schoenholz et al. 2017, figure 5.
 */
export function depthEdge(
  activation: ActivationSettings,
  weightVariances: readonly number[],
  biasVariance: number,
  multiple = TRAINABLE_DEPTHS,
): DepthPoint[] {
  return weightVariances.map((sigmaW2) => {
    const { correlationDepth } = meanField({ activation, weightVariance: sigmaW2, biasVariance })
    return { weightVariance: sigmaW2, depth: multiple * correlationDepth }
  })
}
