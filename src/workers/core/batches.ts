import { permute } from './random/permutation'
import type { TrainingData } from './training'

/** The batch of a step, gathered into one place: x (samples, features) row-major and the class of each row. */
export interface Batches {
  readonly samples: number
  readonly x: Float32Array
  readonly labels: Int32Array
  /** Fills x and labels with the batch of `step`. */
  readonly load: (step: number) => void
}

/**
 * Batches of a training split: each epoch is a new permutation, drawn from (seed, data-order, epoch) alone, cut into
 * batches of `samples`; the last, partial batch of an epoch is dropped.
 */
export function createBatches(data: TrainingData, samples: number, seed: number): Batches {
  const { features, trainX, trainY } = data
  const x = new Float32Array(samples * features)
  const labels = new Int32Array(samples)
  const order = new Int32Array(trainY.length)
  const perEpoch = Math.floor(trainY.length / samples)
  let shuffled = -1

  function load(step: number): void {
    const epoch = Math.floor(step / perEpoch)
    if (epoch !== shuffled) {
      permute(order, { seed, purpose: 'data-order', layer: 0, row: 0, step: epoch })
      shuffled = epoch
    }
    const first = (step - epoch * perEpoch) * samples
    for (let sample = 0; sample < samples; sample += 1) {
      const row = order[first + sample]
      labels[sample] = trainY[row]
      for (let feature = 0; feature < features; feature += 1) {
        x[sample * features + feature] = trainX[row * features + feature]
      }
    }
  }
  return { samples, x, labels, load }
}
