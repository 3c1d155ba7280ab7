import type { OptimizerSettings } from '@shared/trial-settings'
import { averageSquare } from './adam'
import { accumulate } from './momentum'
import { descend } from './sgd'
import { addWeightDecay, needed, zeroState, type Optimizer, type Trainable } from './trainable'

/**
 * v = alpha v + (1 - alpha) g^2, u = g / (sqrt(v) + epsilon), w = w - learningRate u;
 * with momentum mu > 0: b = mu b + u, w = w - learningRate b. No bias correction.
 * Source: Tieleman and Hinton 2012; torch.optim.RMSprop.
 */
export function createRmsprop(
  settings: OptimizerSettings,
  learningRate: number,
  trainables: readonly Trainable[],
): Optimizer {
  const rate = Math.fround(learningRate)
  const alpha = needed(settings.alpha, 'alpha', settings)
  const epsilon = Math.fround(needed(settings.epsilon, 'epsilon', settings))
  const mu = Math.fround(settings.momentum ?? 0)
  const squares = zeroState(trainables)
  const buffers = mu === 0 ? null : zeroState(trainables)
  const directions = trainables.map(({ values, gradient }, place) => ({
    values,
    gradient: buffers === null ? gradient : buffers[place],
  }))
  return {
    update: () => {
      for (const [place, trainable] of trainables.entries()) {
        const { gradient } = trainable
        addWeightDecay(trainable, settings.weightDecay)
        averageSquare(squares[place], gradient, alpha)
        divideByRoot(gradient, squares[place], epsilon)
        if (buffers !== null) accumulate(buffers[place], gradient, mu)
        descend(directions[place], rate)
      }
    },
  }
}

/** g = g / (sqrt(v) + epsilon) */
export function divideByRoot(gradient: Float32Array, squares: Float32Array, epsilon: number): void {
  for (let index = 0; index < gradient.length; index += 1) {
    gradient[index] /= Math.fround(Math.fround(Math.sqrt(squares[index])) + epsilon)
  }
}
