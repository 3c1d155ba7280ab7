import { BENCH_LEARNING_RATE } from '@shared/bench'
import type { BenchOptimizer, BenchShape } from '@shared/bench'
import { initSettings } from '@shared/schemes'
import type { OptimizerSettings, TrialSettings } from '@shared/trial-settings'

/** A trial of the shape: ReLU and cross-entropy, he-normal, nothing recorded. */
export function benchSettings({ width, depth, batch }: BenchShape, optimizer: BenchOptimizer): TrialSettings {
  return {
    task: { dataset: 'bench', trainSize: 'all', labels: 'all' },
    model: {
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
    },
    train: {
      optimizer: optimizerSettings(optimizer),
      learningRate: BENCH_LEARNING_RATE,
      batchSize: batch,
      duration: { steps: 1 },
      loss: 'cross-entropy',
      schedule: { name: 'constant', warmup: 0, every: null, factor: null, floor: null },
    },
    record: { every: 1, layers: false, histograms: [] },
    pretrain: null,
  }
}

/** With the constants that PyTorch and TensorFlow.js use when nothing is said. */
function optimizerSettings(name: BenchOptimizer): OptimizerSettings {
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
