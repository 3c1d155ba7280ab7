import type { BenchOptimizer, BenchShape } from '@shared/bench'
import { initSettings } from '@shared/schemes'
import type { ModelSettings, OptimizerSettings } from '@shared/trial-settings'

/** A multilayer perceptron with ReLU, as he-normal starts it. */
export function benchModel({ width, depth }: BenchShape): ModelSettings {
  return {
    kind: 'mlp',
    widths: Array.from({ length: depth }, () => width),
    activation: { name: 'relu', slope: null },
    normalization: 'none',
    init: initSettings('he-normal'),
    overrides: [],
    biasInit: { kind: 'constant', value: 0 },
    dropout: 0,
    head: 'same',
    residual: null,
    convolution: null,
  }
}

/** With the constants that PyTorch and TensorFlow.js use when nothing is said. */
export function benchOptimizer(name: BenchOptimizer): OptimizerSettings {
  const adam = name === 'adam'
  return {
    name,
    momentum: null,
    beta1: adam ? 0.9 : null,
    beta2: adam ? 0.999 : null,
    alpha: null,
    epsilon: adam ? 1e-8 : null,
    weightDecay: 0,
  }
}
