import type { OptimizerSettings } from '@shared/trial-settings'
import { addWeightDecay, type Optimizer, type Trainable } from './trainable'

/** w = w - learningRate g. Source: torch.optim.SGD. */
export function createSgd(
  settings: OptimizerSettings,
  learningRate: number,
  trainables: readonly Trainable[],
): Optimizer {
  const rate = Math.fround(learningRate)
  return {
    update: () => {
      for (const trainable of trainables) {
        addWeightDecay(trainable, settings.weightDecay)
        descend(trainable, rate)
      }
    },
  }
}

/** w = w - rate g for one tensor; rate is a float32. */
export function descend({ values, gradient }: Trainable, rate: number): void {
  for (let index = 0; index < values.length; index += 1) values[index] -= Math.fround(rate * gradient[index])
}
