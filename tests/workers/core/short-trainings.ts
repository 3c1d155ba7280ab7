import { ACTIVATION_NAMES, NORMALIZATIONS, RESIDUAL_BRANCHES, SCHEME_NAMES } from '@shared/trial-settings'
import type { OptimizerSettings, PretrainSettings } from '@shared/trial-settings'
import type { TrialData } from '@core/training'
import { loadDigits } from './golden'
import { ramps, trialSettings, type Choices } from './settings'

/** A short trial: every part of the lab appears in one of them. */
export interface ShortTraining {
  readonly choices: Choices
  readonly data: TrialData
}

const RAMPS: TrialData = { target: ramps(), source: ramps(60, 0, 5, 4) }
const IMAGES: TrialData = {
  target: { ...ramps(70, 30, 40, 3), image: { channels: 2, height: 5, width: 4 } },
  source: null,
}
const DIGITS: TrialData = { target: loadDigits(), source: null }

const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 }
const OPTIMIZERS: Readonly<Record<string, Partial<OptimizerSettings>>> = {
  'sgd with weight decay': { name: 'sgd', weightDecay: 0.01 },
  momentum: { name: 'momentum', momentum: 0.9, weightDecay: 0.01 },
  nesterov: { name: 'nesterov', momentum: 0.9 },
  adam: { name: 'adam', ...ADAM },
  adamw: { name: 'adamw', ...ADAM },
  rmsprop: { name: 'rmsprop', alpha: 0.99, epsilon: 1e-8, momentum: 0 },
  'rmsprop with momentum': { name: 'rmsprop', alpha: 0.99, epsilon: 1e-8, momentum: 0.5 },
  adagrad: { name: 'adagrad', epsilon: 1e-10 },
}

const CONVOLUTION = { kernel: 3, stride: 1, padding: 'zero' } as const
const BLOCKS = { widths: [12, 12, 12, 12, 12] }

function pretrained(transfer: PretrainSettings['transfer']): Choices {
  const task = { dataset: 'source', trainSize: 'all', labels: 'all' } as const
  const { train } = trialSettings({ steps: 20, learningRate: 0.1 })
  return { normalization: 'batch', pretrain: { task, pixels: 'original', train, transfer } }
}

function each<Name extends string>(
  names: readonly Name[],
  choicesOf: (name: Name) => Choices,
  data = RAMPS,
): Record<string, ShortTraining> {
  return Object.fromEntries(names.map((name) => [name, { choices: choicesOf(name), data }]))
}

/** By what varies, then by name. 25 updates on 90 samples, unless said. */
export const SHORT_TRAININGS: Readonly<Record<string, Readonly<Record<string, ShortTraining>>>> = {
  digits: each(
    ['he-normal', 'xavier-normal'],
    (scheme) => ({ scheme, widths: [32, 32, 32], batchSize: 32, steps: 100, learningRate: 0.03 }),
    DIGITS,
  ),
  scheme: each(SCHEME_NAMES, (scheme) => ({ scheme })),
  activation: each(ACTIVATION_NAMES, (activation) => ({ activation })),
  optimizer: each(Object.keys(OPTIMIZERS), (name) => ({ optimizer: OPTIMIZERS[name]! })),
  normalization: each(NORMALIZATIONS, (normalization) => ({ normalization, widths: [20, 9] })),
  branch: each(RESIDUAL_BRANCHES, (branch) => ({ ...BLOCKS, branch })),
  convolution: {
    ...each(
      ['zero', 'circular'],
      (padding) => ({ widths: [5, 9], convolution: { ...CONVOLUTION, padding } }),
      IMAGES,
    ),
    ...each(['wide'], () => ({ widths: [5], convolution: { ...CONVOLUTION, kernel: 5 } }), IMAGES),
    ...each(['strides'], () => ({ widths: [5, 9], convolution: { ...CONVOLUTION, stride: 2 } }), IMAGES),
    ...each(
      ['with batch normalization, dropout and prelu'],
      () => ({
        widths: [5, 9],
        convolution: CONVOLUTION,
        normalization: 'batch',
        dropout: 0.25,
        activation: 'prelu',
      }),
      IMAGES,
    ),
  },
  transfer: each(['scratch', 'finetune', 'frozen'], pretrained),
  schedule: {
    ...each(['cosine'], (name) => ({ schedule: { name, warmup: 5, floor: 0.1 } })),
    ...each(['step'], (name) => ({ schedule: { name, every: 10, factor: 0.5 } })),
  },
  other: {
    mse: { choices: { loss: 'mse' }, data: RAMPS },
    dropout: { choices: { dropout: 0.5, widths: [20, 20] }, data: RAMPS },
    'biases and a zero head': {
      choices: { biasInit: { kind: 'normal', std: 0.3 }, head: 'zero' },
      data: RAMPS,
    },
    'one sample a batch': { choices: { batchSize: 1, widths: [1, 1] }, data: RAMPS },
    'a batch of 17': { choices: { batchSize: 17, widths: [17, 9] }, data: RAMPS },
    diverged: { choices: { learningRate: 1e25 }, data: RAMPS },
    histograms: { choices: { histograms: [0, 10, 'last'] }, data: RAMPS },
  },
}
