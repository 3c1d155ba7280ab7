import type { Address } from '../kernels/kernels'

/** A tensor in the heap, in panels: (ceil(samples / 16), positions, pad8(features), 16); see kernels.ts. */
export interface Signal {
  readonly values: Address
  /** Pixels of an image, channels being its features; 1 for a vector. */
  readonly positions: number
  readonly features: number
}

/** Hands out zeroed memory of the heap; one that only counts tells beforehand how much a network takes. */
export type Allocate = (bytes: number) => Address

/** train: batch statistics, running buffers updated, dropout on. evaluate: running buffers, no dropout. */
export type PassMode = 'train' | 'evaluate'
