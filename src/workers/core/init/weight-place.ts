import type { DrawAddress } from '../random/draw-address'

/** The layer whose weights are drawn. */
export interface WeightPlace {
  readonly fanIn: number
  readonly fanOut: number
  /** Weight layer 1..L+1. */
  readonly layer: number
  readonly seed: number
}

/** Address of the draws of one row (output unit) of the layer's weights. */
export function weightRow({ seed, layer }: WeightPlace, row: number): DrawAddress {
  return { seed, purpose: 'weights', layer, row, step: 0 }
}
