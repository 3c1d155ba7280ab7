import { initSettings } from '@shared/schemes'
import {
  ACTIVATION_NAMES,
  OPTIMIZER_NAMES,
  RESIDUAL_BRANCHES,
  type ActivationName,
  type ModelSettings,
  type OptimizerName,
  type OptimizerSettings,
  type TrainSettings,
  type TrialSettings,
} from '@shared/trial-settings'
import type { TrainingData } from '@core/training'

/** A short training of the self-test. */
export interface SelfTestTraining {
  readonly settings: TrialSettings
  readonly data: TrainingData
}

const NO_PARAMETERS = { momentum: null, beta1: null, beta2: null, alpha: null, epsilon: null }
const ADAM = { ...NO_PARAMETERS, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
const OPTIMIZERS: Readonly<Record<OptimizerName, Omit<OptimizerSettings, 'name' | 'weightDecay'>>> = {
  sgd: NO_PARAMETERS,
  momentum: { ...NO_PARAMETERS, momentum: 0.9 },
  nesterov: { ...NO_PARAMETERS, momentum: 0.9 },
  adam: ADAM,
  adamw: ADAM,
  rmsprop: { ...NO_PARAMETERS, alpha: 0.99, epsilon: 1e-8, momentum: 0 },
  adagrad: { ...NO_PARAMETERS, epsilon: 1e-10 },
}
const SLOPES: Readonly<Partial<Record<ActivationName, number>>> = { 'leaky-relu': 0.01, prelu: 0.25, elu: 1 }

function settings(
  model: Partial<ModelSettings>,
  train: Partial<TrainSettings> & { optimizer?: OptimizerSettings } = {},
): TrialSettings {
  return {
    task: { dataset: 'self-test', trainSize: 'all', labels: 'all' },
    model: {
      kind: 'mlp',
      widths: [21, 13],
      activation: { name: 'relu', slope: null },
      normalization: 'none',
      init: initSettings('he-normal'),
      overrides: [],
      biasInit: { kind: 'constant', value: 0 },
      dropout: 0,
      head: 'same',
      residual: null,
      convolution: null,
      ...model,
    },
    train: {
      optimizer: optimizer('sgd'),
      learningRate: 0.05,
      batchSize: 21,
      duration: { steps: 5 },
      loss: 'cross-entropy',
      schedule: { name: 'constant', warmup: 0, every: null, factor: null, floor: null },
      ...train,
    },
    record: { every: 2, layers: true, histograms: ['last'] },
    pretrain: null,
  }
}

function optimizer(name: OptimizerName, weightDecay = 0): OptimizerSettings {
  return { ...OPTIMIZERS[name], name, weightDecay }
}

/** Values in (-1, 1) without a pattern that a kernel could profit from, and without any draw. */
function selfTestData(samples: number, features: number, image: TrainingData['image']): TrainingData {
  const x = Float32Array.from(
    { length: samples * features },
    (_, index) => ((index * 7919) % 1009) / 504.5 - 1,
  )
  const y = Int32Array.from({ length: samples }, (_, row) => row % 10)
  return { features, image, classes: 10, trainX: x, trainY: y, testX: x, testY: y }
}

const POINTS = selfTestData(50, 11, null)
const IMAGES = selfTestData(50, 36, { channels: 1, height: 6, width: 6 })

const CONVOLUTIONS: readonly Partial<ModelSettings>[] = [
  { convolution: { kernel: 3, stride: 1, padding: 'zero' }, normalization: 'batch' },
  { convolution: { kernel: 5, stride: 2, padding: 'circular' }, dropout: 0.2 },
]

/** Every kernel of a training at least once: activations, optimizers, branches, normalizations, convolutions, losses. */
export const SELF_TEST_TRAININGS: readonly SelfTestTraining[] = [
  ...[
    ...ACTIVATION_NAMES.map((name) => settings({ activation: { name, slope: SLOPES[name] ?? null } })),
    ...OPTIMIZER_NAMES.map((name) => settings({}, { optimizer: optimizer(name, 0.01) })),
    ...RESIDUAL_BRANCHES.map((branch) =>
      settings({ kind: 'residual-mlp', widths: [12, 12, 12], residual: { branch } }),
    ),
    settings({ normalization: 'batch', dropout: 0.3 }),
    settings({ normalization: 'layer', init: initSettings('lsuv') }),
    settings({ init: initSettings('xavier-uniform') }, { loss: 'mse' }),
  ].map((chosen) => ({ settings: chosen, data: POINTS })),
  ...CONVOLUTIONS.map((model) => ({
    settings: settings({ kind: 'cnn', widths: [3, 5], ...model }),
    data: IMAGES,
  })),
]

/** The training that is timed: wide enough that the matrix products take most of it. */
export const TIMED_TRAINING: SelfTestTraining = {
  settings: {
    ...settings(
      { widths: [128, 128, 128] },
      { optimizer: optimizer('adam'), learningRate: 0.003, batchSize: 64, duration: { steps: 10 } },
    ),
    record: { every: 5, layers: false, histograms: [] },
  },
  data: selfTestData(64, 128, null),
}
