import type { CauseQuantity } from './trial-result'

/** Inside of the band: below < value < above; null for no limit on that side. */
export interface HealthyBand {
  readonly quantity: CauseQuantity
  readonly below: number | null
  readonly above: number | null
}

/**
 * The mean square of h. The inputs have mean square 1, and a layer that keeps its signal keeps it near 1: 1e-4 and 1e4 are a
 * hundredfold change of the size of the signal, which no learning rate fits for all layers at once.
 */
export const SIGNAL_BAND: HealthyBand = { quantity: 'h2', below: 1e-4, above: 1e4 }

/** The outputs may be small, and start at 0 with a zero head, but outputs in the hundreds make the softmax a step. */
export const OUTPUT_BAND: HealthyBand = { quantity: 'z2', below: null, above: 1e4 }

/** The mean square of delta as a multiple of the output layer's: again a hundredfold change of size on the way down. */
export const GRADIENT_BAND: HealthyBand = { quantity: 'delta2', below: 1e-4, above: 1e4 }

/** Share of dead units: a fresh He net of 20 layers has up to a third in a layer, one that is dying passes three fifths. */
export const DEAD_BAND: HealthyBand = { quantity: 'dead', below: null, above: 0.6 }

/** Share of activations in a flat part: there the slope is below 4 % of its largest. */
export const SATURATED_BAND: HealthyBand = { quantity: 'saturated', below: null, above: 0.9 }

/** Units that differ: a hidden layer of several units that are all the same is one unit, and stays one. */
export const DISTINCT_BAND: HealthyBand = { quantity: 'distinct', below: 1.5, above: null }

/** The side on which a value leaves the band; null inside, and for NaN, which was not measured or is no number any more. */
export function sideOf({ below, above }: HealthyBand, value: number): 'below' | 'above' | null {
  if (below !== null && value < below) return 'below'
  return above !== null && value > above ? 'above' : null
}
