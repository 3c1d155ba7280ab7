import type { OptimizerSettings } from '@shared/trial-settings'
import { addWeightDecay, allocateState, needed, type Optimizer, type OptimizerBench } from './optimizer-bench'

/**
 * m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2,
 * w = w - learningRate / (1 - beta1^t) m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon), t = 1, 2, ...
 * adam adds weightDecay w to g; adamw multiplies w by 1 - learningRate weightDecay first instead.
 * Source: Kingma and Ba 2015; Loshchilov and Hutter 2019; torch.optim.Adam, torch.optim.AdamW.
 */
export function createAdam(bench: OptimizerBench, settings: OptimizerSettings): Optimizer {
  const { kernels, blocks } = bench
  const { weightDecay } = settings
  const beta1 = needed(settings.beta1, 'beta1', settings)
  const beta2 = needed(settings.beta2, 'beta2', settings)
  const epsilon = Math.fround(needed(settings.epsilon, 'epsilon', settings))
  const [keep1, take1] = [Math.fround(beta1), Math.fround(1 - beta1)]
  const [keep2, take2] = [Math.fround(beta2), Math.fround(1 - beta2)]
  const decoupled = settings.name === 'adamw'
  const first = allocateState(bench)
  const second = allocateState(bench)
  let power1 = 1
  let power2 = 1

  function decay(learningRate: number): void {
    if (!decoupled) addWeightDecay(bench, weightDecay)
    else if (weightDecay !== 0) {
      const keep = Math.fround(1 - learningRate * weightDecay)
      for (const { values, count } of blocks) kernels.scale(values, values, keep, count)
    }
  }

  return {
    update: (learningRate) => {
      power1 *= beta1
      power2 *= beta2
      const rate = Math.fround(learningRate / (1 - power1))
      const correction = Math.fround(Math.sqrt(1 - power2))
      decay(learningRate)
      let finite = 1
      for (const [place, { values, gradient, count }] of blocks.entries()) {
        finite &= kernels.adam(
          values,
          gradient,
          first[place],
          second[place],
          count,
          rate,
          keep1,
          take1,
          keep2,
          take2,
          correction,
          epsilon,
        )
      }
      return finite === 1
    },
  }
}
