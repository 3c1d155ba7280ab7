import type { Batches } from './batches'
import type { LossTotals } from './nn/objective'
import { scheduleFactor } from './optim/schedule'
import type { Run } from './run'

/** The three stages of one update. */
export interface Updates {
  /** Loss and right answers of the batch measured last, summed over its samples. */
  readonly totals: Readonly<LossTotals>
  /** Forward pass on the batch of `step`, its loss, and the gradient of its mean loss into the output's delta. */
  readonly measure: (step: number) => void
  /**
   * Back-propagates the batch just measured. With `isMeasured` every delta and gradient is computed, else only what `apply`
   * needs: frozen hidden layers need none.
   */
  readonly propagate: (isMeasured: boolean) => void
  /**
   * Moves the parameters along the gradients, by the learning rate of update `step`. True when all that moved is finite
   * afterwards; false needs a closer look (nn/finite.ts).
   */
  readonly apply: (step: number) => boolean
}

/** Updates 0..steps-1 of a run. */
export function createUpdates(run: Run, batches: Batches, steps: number): Updates {
  const { network, isFrozen, objective, optimizer, settings } = run
  const { learningRate, schedule } = settings.train
  const { samples } = batches
  const totals: LossTotals = { loss: 0, correct: 0 }
  return {
    totals,
    measure: (step) => {
      batches.load(step)
      network.forward(samples, 'train', step)
      totals.loss = 0
      totals.correct = 0
      objective.measure(samples, true, totals)
    },
    propagate: (isMeasured) => {
      if (isFrozen && !isMeasured) network.backwardOutput(samples)
      else network.backward(samples, false)
    },
    apply: (step) => optimizer.update(learningRate * scheduleFactor(schedule, step, steps)),
  }
}
