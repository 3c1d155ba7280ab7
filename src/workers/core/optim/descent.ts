import type { OptimizerSettings } from '@shared/trial-settings'
import { addWeightDecay, allocateState, needed, type Optimizer, type OptimizerBench } from './optimizer-bench'

/**
 * sgd: w = w - learningRate g. With v = mu v + g (v starts at 0, no dampening), momentum: w = w - learningRate v;
 * nesterov: w = w - learningRate (g + mu v). Source: torch.optim.SGD.
 */
export function createDescent(bench: OptimizerBench, settings: OptimizerSettings): Optimizer {
  const { kernels, blocks } = bench
  if (settings.name === 'sgd') {
    return {
      update: (learningRate) => {
        addWeightDecay(bench, settings.weightDecay)
        const rate = Math.fround(learningRate)
        let finite = 1
        for (const { values, gradient, count } of blocks)
          finite &= kernels.descend(values, gradient, count, rate)
        return finite === 1
      },
    }
  }
  const mu = Math.fround(needed(settings.momentum, 'momentum', settings))
  const nesterov = settings.name === 'nesterov' ? 1 : 0
  const velocities = allocateState(bench)
  return {
    update: (learningRate) => {
      addWeightDecay(bench, settings.weightDecay)
      const rate = Math.fround(learningRate)
      let finite = 1
      for (const [place, { values, gradient, count }] of blocks.entries())
        finite &= kernels.momentum(values, gradient, velocities[place], count, rate, mu, nesterov)
      return finite === 1
    },
  }
}
