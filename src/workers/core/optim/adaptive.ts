import type { OptimizerSettings } from '@shared/trial-settings'
import { addWeightDecay, allocateState, needed, type Optimizer, type OptimizerBench } from './optimizer-bench'

/**
 * rmsprop: v = alpha v + (1 - alpha) g^2, u = g / (sqrt(v) + epsilon), w = w - learningRate u; with momentum mu > 0:
 * b = mu b + u, w = w - learningRate b. No bias correction. Source: Tieleman and Hinton 2012; torch.optim.RMSprop.
 * adagrad: v = v + g^2 (v starts at 0), w = w - learningRate g / (sqrt(v) + epsilon), no decay of the rate.
 * Source: Duchi, Hazan, Singer 2011; torch.optim.Adagrad.
 */
export function createAdaptive(bench: OptimizerBench, settings: OptimizerSettings): Optimizer {
  const { kernels, blocks } = bench
  const alpha = settings.name === 'rmsprop' ? needed(settings.alpha, 'alpha', settings) : null
  const keep = alpha === null ? 1 : Math.fround(alpha)
  const take = alpha === null ? 1 : Math.fround(1 - alpha)
  const epsilon = Math.fround(needed(settings.epsilon, 'epsilon', settings))
  const mu = settings.name === 'rmsprop' ? Math.fround(settings.momentum ?? 0) : 0
  const squares = allocateState(bench)
  const buffers = mu === 0 ? null : allocateState(bench)
  return {
    update: (learningRate) => {
      addWeightDecay(bench, settings.weightDecay)
      const rate = Math.fround(learningRate)
      let finite = 1
      for (const [place, { values, gradient, count }] of blocks.entries()) {
        kernels.divideByRoot(gradient, squares[place], count, keep, take, epsilon)
        finite &=
          buffers === null
            ? kernels.descend(values, gradient, count, rate)
            : kernels.momentum(values, gradient, buffers[place], count, rate, mu, 0)
      }
      return finite === 1
    },
  }
}
