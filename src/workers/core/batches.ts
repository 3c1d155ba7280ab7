import type { Split } from './split'

/** The batches of a trial, one for each step. */
export interface Batches {
  readonly samples: number
  /** Puts the batch of `step` into the network's input and its labels beside it. */
  readonly load: (step: number) => void
}

/**
 * Batches of a training split: each epoch is a new permutation, drawn from (seed, data-order, epoch) alone, cut into
 * batches of `samples`; the last, partial batch of an epoch is dropped.
 */
export function createBatches(split: Split, samples: number, seed: number): Batches {
  const perEpoch = Math.floor(split.samples / samples)
  let shuffled = -1
  return {
    samples,
    load: (step) => {
      const epoch = Math.floor(step / perEpoch)
      if (epoch !== shuffled) {
        split.shuffle(seed, epoch)
        shuffled = epoch
      }
      split.loadShuffled((step - epoch * perEpoch) * samples, samples)
    },
  }
}
