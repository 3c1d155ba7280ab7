import type { ActivationName } from './trial-settings'

/** An activation is flat where its argument is <= low or >= high; null where it has no flat side. */
export interface FlatParts {
  readonly low: number | null
  readonly high: number | null
}

/** The slope, as a share of its largest, below which a tail counts as flat; tanh and sigmoid take the round 0.98 and 0.99. */
export const FLAT_SLOPE = 0.04

/**
 * Where an activation saturates, by its argument (z, or z after a normalization): its tails from where the slope stays
 * below 4 % of its largest. Null where nothing saturates; relu, leaky-relu and prelu are flat or straight by design.
 * - tanh: |z| >= 2.2976, where |tanh z| >= 0.98
 * - sigmoid: |z| >= 4.5951, outside of (0.01, 0.99)
 * - hard-tanh: |z| >= 1
 * - elu, selu: z <= ln 0.04, where the slope of the negative branch, alpha exp z, is 4 % of alpha
 * - softplus: z <= ln(0.04 / 0.96)
 * - gelu, silu: their negative tails
 */
export const SATURATION: Readonly<Record<ActivationName, FlatParts | null>> = {
  linear: null,
  relu: null,
  'leaky-relu': null,
  prelu: null,
  tanh: { low: -2.2975599, high: 2.2975599 },
  sigmoid: { low: -4.5951199, high: 4.5951199 },
  elu: { low: -3.2188758, high: null },
  selu: { low: -3.2188758, high: null },
  gelu: { low: -2.4046801, high: null },
  silu: { low: -4.2797401, high: null },
  softplus: { low: -3.1780538, high: null },
  'hard-tanh': { low: -1, high: 1 },
}

/**
 * Where the slope of an activation is exactly 0, so that a unit that is there on every sample learns nothing any more:
 * relu z <= 0, hard-tanh |z| >= 1. Null for the others: their slope is small there, but not 0.
 */
export function deadParts(name: ActivationName): FlatParts | null {
  if (name === 'relu') return { low: 0, high: null }
  return name === 'hard-tanh' ? { low: -1, high: 1 } : null
}
