import type { LossName } from '@shared/trial-settings'
import { log } from '../math/logarithms'

/**
 * Loss of the best prediction that ignores the input, p(c) = share of class c in the split:
 * cross-entropy -sum p(c) ln p(c); mean squared error against one-hot targets mean over c of p(c) (1 - p(c)).
 */
export function constantPredictorLoss(labels: Int32Array, classes: number, loss: LossName): number {
  const counts = new Float64Array(classes)
  for (const label of labels) counts[label] += 1
  let sum = 0
  for (const count of counts) {
    const share = count / labels.length
    if (loss === 'mse') sum += (share * (1 - share)) / classes
    else if (count > 0) sum -= share * log(share)
  }
  return sum
}
