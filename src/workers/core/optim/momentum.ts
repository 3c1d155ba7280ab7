import type { OptimizerSettings } from '@shared/trial-settings'
import { descend } from './sgd'
import { addWeightDecay, needed, zeroState, type Optimizer, type Trainable } from './trainable'

/**
 * v = mu v + g (v starts at 0, no dampening), then w = w - learningRate v (momentum) or
 * w = w - learningRate (g + mu v) (nesterov). Source: torch.optim.SGD.
 */
export function createMomentum(
  settings: OptimizerSettings,
  learningRate: number,
  trainables: readonly Trainable[],
): Optimizer {
  const rate = Math.fround(learningRate)
  const mu = Math.fround(needed(settings.momentum, 'momentum', settings))
  const velocities = zeroState(trainables)
  const nesterov = settings.name === 'nesterov'
  const directions = trainables.map(({ values, gradient }, place) => ({
    values,
    gradient: nesterov ? gradient : velocities[place],
  }))
  return {
    update: () => {
      for (const [place, trainable] of trainables.entries()) {
        addWeightDecay(trainable, settings.weightDecay)
        accumulate(velocities[place], trainable.gradient, mu)
        if (nesterov) lookAhead(velocities[place], trainable.gradient, mu)
        descend(directions[place], rate)
      }
    },
  }
}

/** v = mu v + g */
export function accumulate(velocity: Float32Array, gradient: Float32Array, mu: number): void {
  for (let index = 0; index < velocity.length; index += 1) {
    velocity[index] = Math.fround(mu * velocity[index]) + gradient[index]
  }
}

/** g = g + mu v */
function lookAhead(velocity: Float32Array, gradient: Float32Array, mu: number): void {
  for (let index = 0; index < velocity.length; index += 1)
    gradient[index] += Math.fround(mu * velocity[index])
}
