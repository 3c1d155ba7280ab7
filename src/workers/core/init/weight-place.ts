import type { DrawAddress } from '../random/draw-address'

/** The layer whose weights are drawn. */
export interface WeightPlace {
  /** Columns of W: kernel^2 * channels for a convolution. */
  readonly fanIn: number
  /** Rows of W. */
  readonly fanOut: number
  /** kernel^2 of a convolution, else 1: fan_out of the schemes is kernelArea * fanOut. */
  readonly kernelArea: number
  /** Weight layer 1..L+1. */
  readonly layer: number
  readonly seed: number
  /** 0, or 1 for the output layer that replaces a pretrained one. */
  readonly step: number
}

/** What a draw and what is made of it cost, as operations of Pace. */
export const DRAW_OPERATIONS = 10

/** Address of the draws of one row (output unit) of the layer's weights. */
export function weightRow({ seed, layer, step }: WeightPlace, row: number): DrawAddress {
  return { seed, purpose: 'weights', layer, row, step }
}
