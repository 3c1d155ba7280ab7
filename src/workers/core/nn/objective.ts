import type { LossName } from '@shared/trial-settings'
import { fillOneHot, meanSquaredError, softmaxCrossEntropy, type LossTotals } from './losses'
import type { Network } from './network'

/**
 * Measures the outputs of the last forward pass against labels: adds to the totals and, with `wantDelta`, fills delta of
 * the output layer with the gradient of the mean loss of these samples.
 */
export type Objective = (labels: Int32Array, samples: number, wantDelta: boolean, totals: LossTotals) => void

/** Cross-entropy of the softmax of the outputs, or their mean squared error against one-hot targets. */
export function createObjective(loss: LossName, network: Network): Objective {
  const { output, capacity } = network
  const { z, fanOut: classes } = output
  if (loss === 'cross-entropy') {
    return (labels, samples, wantDelta, totals) => {
      softmaxCrossEntropy(z, labels, samples, classes, wantDelta ? output.delta : null, totals)
    }
  }
  const targets = new Float32Array(capacity * classes)
  return (labels, samples, wantDelta, totals) => {
    fillOneHot(labels, samples, classes, targets)
    meanSquaredError(z, targets, samples, classes, wantDelta ? output.delta : null, totals)
  }
}
