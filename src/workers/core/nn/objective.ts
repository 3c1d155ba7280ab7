import type { LossName } from '@shared/trial-settings'
import type { Address } from '../kernels/kernels'
import { LANES, panelCount } from '../kernels/layout'
import type { Network } from './network'
import type { Workbench } from './part'

/** Running sums over samples, in double; an objective adds to them sample by sample in order. */
export interface LossTotals {
  /** Sum of the losses of the samples. */
  loss: number
  /** Samples whose largest output is that of their class; a tie goes to the lowest class, a NaN is never right. */
  correct: number
}

export interface Objective {
  /** Class of each sample (int32), padded to whole panels with -1; filled by the caller. */
  readonly labels: Address
  /**
   * Measures the outputs of the last forward pass against the labels: adds to the totals and, with `wantDelta`, fills
   * delta of the output layer with the gradient of the mean loss of these samples.
   */
  readonly measure: (samples: number, wantDelta: boolean, totals: LossTotals) => void
}

const NUMBER_BYTES = 4

/** Cross-entropy of the softmax of the outputs, or their mean squared error against one-hot targets. */
export function createObjective(
  { machine, allocate, capacity }: Workbench,
  loss: LossName,
  { output }: Network,
): Objective {
  const { kernels, heap } = machine
  const vector = (): Address => allocate(NUMBER_BYTES * LANES * panelCount(capacity.evaluate))
  const labels = vector()
  const losses = vector()
  const correct = vector()
  const kernel = loss === 'cross-entropy' ? kernels.softmaxCrossEntropy : kernels.meanSquaredError
  const z = output.z.values
  const delta = output.delta.values
  return {
    labels,
    measure: (samples, wantDelta, totals) => {
      kernel(z, labels, losses, correct, wantDelta ? delta : 0, samples, output.fanOut)
      const { f32, i32 } = heap
      const firstLoss = losses >> 2
      const firstCorrect = correct >> 2
      for (let sample = 0; sample < samples; sample += 1) {
        totals.loss += f32[firstLoss + sample]
        totals.correct += i32[firstCorrect + sample]
      }
    },
  }
}
