import type { OptimizerSettings } from '@shared/trial-settings'
import { createAdam } from './adam'
import { createAdaptive } from './adaptive'
import { createDescent } from './descent'
import type { Optimizer, OptimizerBench } from './optimizer-bench'

export function createOptimizer(bench: OptimizerBench, settings: OptimizerSettings): Optimizer {
  switch (settings.name) {
    case 'sgd':
    case 'momentum':
    case 'nesterov':
      return createDescent(bench, settings)
    case 'adam':
    case 'adamw':
      return createAdam(bench, settings)
    case 'rmsprop':
    case 'adagrad':
      return createAdaptive(bench, settings)
  }
}
