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
  /** Back-propagates the batch just measured, to the input too if asked. */
  readonly propagate: (toInput: boolean) => void
  /** Moves the parameters along the gradients, by the learning rate of update `step`. */
  readonly apply: (step: number) => void
}

/** Updates 0..steps-1 of a run. */
export function createUpdates(run: Run, batches: Batches, steps: number): Updates {
  const { network, objective, optimizer, settings } = run
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
    propagate: (toInput) => {
      network.backward(samples, toInput)
    },
    apply: (step) => {
      optimizer.update(learningRate * scheduleFactor(schedule, step, steps))
    },
  }
}
