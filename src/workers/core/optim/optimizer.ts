import type { OptimizerSettings } from '@shared/trial-settings'
import { createAdagrad } from './adagrad'
import { createAdam } from './adam'
import { createMomentum } from './momentum'
import { createRmsprop } from './rmsprop'
import { createSgd } from './sgd'
import type { Optimizer, Trainable } from './trainable'

/** State arrays (of the parameter's length) that an optimizer keeps for each parameter tensor. */
export function stateArrays(settings: OptimizerSettings): number {
  switch (settings.name) {
    case 'sgd':
      return 0
    case 'momentum':
    case 'nesterov':
    case 'adagrad':
      return 1
    case 'rmsprop':
      return settings.momentum === null || settings.momentum === 0 ? 1 : 2
    case 'adam':
    case 'adamw':
      return 2
  }
}

export function createOptimizer(
  settings: OptimizerSettings,
  learningRate: number,
  trainables: readonly Trainable[],
): Optimizer {
  switch (settings.name) {
    case 'sgd':
      return createSgd(settings, learningRate, trainables)
    case 'momentum':
    case 'nesterov':
      return createMomentum(settings, learningRate, trainables)
    case 'adam':
    case 'adamw':
      return createAdam(settings, learningRate, trainables)
    case 'rmsprop':
      return createRmsprop(settings, learningRate, trainables)
    case 'adagrad':
      return createAdagrad(settings, learningRate, trainables)
  }
}
