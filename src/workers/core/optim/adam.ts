import type { OptimizerSettings } from '@shared/trial-settings'
import { addWeightDecay, needed, zeroState, type Optimizer, type Trainable } from './trainable'

/**
 * m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2,
 * w = w - learningRate / (1 - beta1^t) m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon), t = 1, 2, ...
 * adam adds weightDecay w to g; adamw multiplies w by 1 - learningRate weightDecay first instead.
 * Source: Kingma and Ba 2015; Loshchilov and Hutter 2019; torch.optim.Adam, torch.optim.AdamW.
 */
export function createAdam(
  settings: OptimizerSettings,
  learningRate: number,
  trainables: readonly Trainable[],
): Optimizer {
  const beta1 = needed(settings.beta1, 'beta1', settings)
  const beta2 = needed(settings.beta2, 'beta2', settings)
  const epsilon = Math.fround(needed(settings.epsilon, 'epsilon', settings))
  const decoupled = settings.name === 'adamw'
  const firstMoments = zeroState(trainables)
  const secondMoments = zeroState(trainables)
  let power1 = 1
  let power2 = 1
  return {
    update: () => {
      power1 *= beta1
      power2 *= beta2
      const rate = Math.fround(learningRate / (1 - power1))
      const correction = Math.fround(Math.sqrt(1 - power2))
      for (const [place, trainable] of trainables.entries()) {
        const { values, gradient } = trainable
        if (decoupled) shrink(values, 1 - learningRate * settings.weightDecay)
        else addWeightDecay(trainable, settings.weightDecay)
        average(firstMoments[place], gradient, beta1)
        averageSquare(secondMoments[place], gradient, beta2)
        step(values, firstMoments[place], secondMoments[place], rate, correction, epsilon)
      }
    },
  }
}

/** w = factor w */
function shrink(values: Float32Array, factor: number): void {
  const factor32 = Math.fround(factor)
  for (let index = 0; index < values.length; index += 1) values[index] *= factor32
}

/** m = beta m + (1 - beta) g */
function average(mean: Float32Array, gradient: Float32Array, beta: number): void {
  const keep = Math.fround(beta)
  const take = Math.fround(1 - beta)
  for (let index = 0; index < mean.length; index += 1) {
    mean[index] = Math.fround(keep * mean[index]) + Math.fround(take * gradient[index])
  }
}

/** v = beta v + (1 - beta) g^2, g^2 rounded to float32 first */
export function averageSquare(mean: Float32Array, gradient: Float32Array, beta: number): void {
  const keep = Math.fround(beta)
  const take = Math.fround(1 - beta)
  for (let index = 0; index < mean.length; index += 1) {
    const square = Math.fround(gradient[index] * gradient[index])
    mean[index] = Math.fround(keep * mean[index]) + Math.fround(take * square)
  }
}

function step(
  values: Float32Array,
  first: Float32Array,
  second: Float32Array,
  rate: number,
  correction: number,
  epsilon: number,
): void {
  for (let index = 0; index < values.length; index += 1) {
    const root = Math.fround(Math.fround(Math.sqrt(second[index])) / correction)
    const size = Math.fround(root + epsilon)
    values[index] -= Math.fround(Math.fround(rate * first[index]) / size)
  }
}
