import type { OptimizerSettings } from '@shared/trial-settings'
import { divideByRoot } from './rmsprop'
import { descend } from './sgd'
import { addWeightDecay, needed, zeroState, type Optimizer, type Trainable } from './trainable'

/**
 * v = v + g^2 (v starts at 0), w = w - learningRate g / (sqrt(v) + epsilon), no decay of the rate.
 * Source: Duchi, Hazan, Singer 2011; torch.optim.Adagrad.
 */
export function createAdagrad(
  settings: OptimizerSettings,
  learningRate: number,
  trainables: readonly Trainable[],
): Optimizer {
  const rate = Math.fround(learningRate)
  const epsilon = Math.fround(needed(settings.epsilon, 'epsilon', settings))
  const squares = zeroState(trainables)
  return {
    update: () => {
      for (const [place, trainable] of trainables.entries()) {
        addWeightDecay(trainable, settings.weightDecay)
        addSquare(squares[place], trainable.gradient)
        divideByRoot(trainable.gradient, squares[place], epsilon)
        descend(trainable, rate)
      }
    },
  }
}

/** v = v + g^2, g^2 rounded to float32 first */
function addSquare(squares: Float32Array, gradient: Float32Array): void {
  for (let index = 0; index < squares.length; index += 1)
    squares[index] += Math.fround(gradient[index] * gradient[index])
}
