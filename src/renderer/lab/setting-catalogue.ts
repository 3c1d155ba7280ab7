import { factorTitle } from '@shared/factor-titles'
import { DEPTH, SAMPLES, STEPS, WIDTH } from '@shared/limits'
import type { FactorValue, FieldKey } from '@shared/sweep-spec-model'
import {
  ACTIVATION_CHOICES,
  BIAS_CHOICES,
  BRANCH_CHOICES,
  choice,
  CONVOLUTION_CHOICES,
  KIND_CHOICES,
  LOSS_CHOICES,
  NORMALIZATION_CHOICES,
  OPTIMIZER_CHOICES,
  SCHEDULE_CHOICES,
  SCHEME_CHOICES,
  SIZE_RULE,
  whole,
} from './setting-choices'
import type { ValueRule } from './value-rule'

export const SETTING_GROUPS = [
  'Initialization',
  'Model',
  'Task',
  'Training',
  'Pretraining',
  'Recording',
] as const
export type SettingGroup = (typeof SETTING_GROUPS)[number]

/** One key of a spec as a card of the Lab. */
export interface Setting {
  readonly key: FieldKey
  readonly title: string
  readonly group: SettingGroup
  /** One line under the title of the card. */
  readonly hint: string
  /** What the spec assumes when the key is absent. */
  readonly fallback: FactorValue
  readonly rule: ValueRule
  /** Shown in the empty input. */
  readonly example: string
}

type Card = Omit<Setting, 'key' | 'title' | 'group'>

function setting(key: FieldKey, group: SettingGroup, card: Card): Setting {
  return { key, title: factorTitle(key), group, ...card }
}

const DATASET: Card = {
  hint: 'What the network learns.',
  fallback: 'digits8x8',
  rule: { choices: [], prefix: 'csv:' },
  example: 'digits8x8',
}
const TRAIN_SIZE: Card = {
  hint: 'Samples kept for training, stratified.',
  fallback: 'all',
  rule: SIZE_RULE,
  example: 'all, 500',
}
const LABELS: Card = {
  hint: 'Classes kept, as one list, or even against odd.',
  fallback: 'all',
  rule: {
    choices: [choice('all', 'every class'), choice('parity', 'even against odd')],
    lists: 'classes',
  },
  example: 'all or [3, 8]',
}
const OPTIMIZER: Card = {
  hint: 'PyTorch’s definitions.',
  fallback: 'sgd',
  rule: { choices: OPTIMIZER_CHOICES, nameKey: 'name' },
  example: 'sgd, adam',
}
const LEARNING_RATE: Card = {
  hint: 'Step size of the optimizer.',
  fallback: 0.03,
  rule: { numbers: { integer: false, min: 0, max: 1000 } },
  example: 'log(1e-4, 1e-1, 7)',
}
const BATCH_SIZE: Card = {
  hint: 'Samples of one update.',
  fallback: 32,
  rule: { numbers: whole(1, SAMPLES) },
  example: '16, 32, 64',
}
const LOSS: Card = {
  hint: 'What is minimized.',
  fallback: 'cross-entropy',
  rule: { choices: LOSS_CHOICES },
  example: 'cross-entropy',
}
const UPDATES: Card = {
  hint: 'Updates of the weights.',
  fallback: 400,
  rule: { numbers: whole(0, STEPS) },
  example: '400',
}
const EPOCHS: Card = {
  hint: 'Passes over the training split.',
  fallback: 10,
  rule: { numbers: whole(1, STEPS) },
  example: '10',
}
const SCHEDULE: Card = {
  hint: 'How the learning rate changes while training.',
  fallback: 'constant',
  rule: { choices: SCHEDULE_CHOICES, nameKey: 'name' },
  example: 'constant, cosine(warmup 20)',
}

export const SETTINGS: readonly Setting[] = [
  setting('model.init', 'Initialization', {
    hint: 'How the weights of every layer are drawn; a layer may have a scheme of its own.',
    fallback: 'he-normal',
    rule: { choices: SCHEME_CHOICES, nameKey: 'scheme' },
    example: 'he-normal, normal(std 0.01)',
  }),
  setting('model.biasInit', 'Initialization', {
    hint: 'Biases of the hidden layers.',
    fallback: 0,
    rule: { numbers: { integer: false, min: -1000, max: 1000 }, choices: BIAS_CHOICES, nameKey: 'scheme' },
    example: '0, 0.1',
  }),
  setting('model.head', 'Initialization', {
    hint: 'Scheme of the output layer.',
    fallback: 'same',
    rule: { choices: [choice('same', 'drawn like every other layer'), choice('zero', 'starts at 0')] },
    example: 'same, zero',
  }),
  setting('model.kind', 'Model', {
    hint: 'What the layers are and how they are joined.',
    fallback: 'mlp',
    rule: { choices: KIND_CHOICES },
    example: 'mlp, residual-mlp',
  }),
  setting('model.activation', 'Model', {
    hint: 'Nonlinearity of the hidden layers.',
    fallback: 'relu',
    rule: { choices: ACTIVATION_CHOICES, nameKey: 'name' },
    example: 'relu, tanh',
  }),
  setting('model.normalization', 'Model', {
    hint: 'Between each hidden layer and its activation.',
    fallback: 'none',
    rule: { choices: NORMALIZATION_CHOICES },
    example: 'none, batch',
  }),
  setting('model.depth', 'Model', {
    hint: 'Hidden layers L of an mlp, blocks of a residual-mlp, convolutions of a cnn.',
    fallback: 3,
    rule: { numbers: whole(0, DEPTH) },
    example: '1, 2, 4..64',
  }),
  setting('model.width', 'Model', {
    hint: 'Units of a hidden layer, or one width per layer.',
    fallback: 32,
    rule: { numbers: whole(1, WIDTH), widths: true },
    example: '32 or 64-32-16',
  }),
  setting('model.dropout', 'Model', {
    hint: 'Share of the hidden activations dropped while training; equal seeds drop the same.',
    fallback: 0,
    rule: { numbers: { integer: false, min: 0, max: 1, below: true } },
    example: '0, 0.2',
  }),
  setting('model.residual', 'Model', {
    hint: 'How the branch of each residual block starts.',
    fallback: { branch: 'plain' },
    rule: { choices: BRANCH_CHOICES, nameKey: 'branch' },
    example: 'plain, zero-last',
  }),
  setting('model.convolution', 'Model', {
    hint: 'Kernel, channels, stride and padding of the convolutions.',
    fallback: { kernel: 3, channels: 16, stride: 1, padding: 'zero' },
    rule: { choices: CONVOLUTION_CHOICES, nameKey: 'kernel' },
    example: '3x3(channels 16, stride 2)',
  }),
  setting('task.dataset', 'Task', DATASET),
  setting('task.trainSize', 'Task', TRAIN_SIZE),
  setting('task.labels', 'Task', LABELS),
  setting('train.optimizer', 'Training', OPTIMIZER),
  setting('train.learningRate', 'Training', LEARNING_RATE),
  setting('train.batchSize', 'Training', BATCH_SIZE),
  setting('train.schedule', 'Training', SCHEDULE),
  setting('train.loss', 'Training', LOSS),
  setting('train.steps', 'Training', UPDATES),
  setting('train.epochs', 'Training', EPOCHS),
  setting('pretrain.task.dataset', 'Pretraining', { ...DATASET, hint: 'What the network learns first.' }),
  setting('pretrain.transfer', 'Pretraining', {
    hint: 'What the trial takes over: nothing, all hidden layers to train on, or all hidden layers frozen.',
    fallback: 'finetune',
    rule: {
      choices: [
        choice('scratch', 'ignores the source: the control'),
        choice('finetune', 'starts from the source’s hidden layers'),
        choice('frozen', 'and trains the output layer only'),
      ],
    },
    example: 'scratch, finetune',
  }),
  setting('pretrain.pixels', 'Pretraining', {
    hint: 'The features of the source as they are, or in a random order: a control.',
    fallback: 'original',
    rule: {
      choices: [
        choice('original', 'as they are'),
        choice('permuted', 'in one random order for every sample'),
      ],
    },
    example: 'original, permuted',
  }),
  setting('pretrain.task.trainSize', 'Pretraining', TRAIN_SIZE),
  setting('pretrain.task.labels', 'Pretraining', LABELS),
  setting('pretrain.train.optimizer', 'Pretraining', OPTIMIZER),
  setting('pretrain.train.learningRate', 'Pretraining', LEARNING_RATE),
  setting('pretrain.train.batchSize', 'Pretraining', BATCH_SIZE),
  setting('pretrain.train.schedule', 'Pretraining', SCHEDULE),
  setting('pretrain.train.loss', 'Pretraining', LOSS),
  setting('pretrain.train.steps', 'Pretraining', UPDATES),
  setting('pretrain.train.epochs', 'Pretraining', EPOCHS),
  setting('record.every', 'Recording', {
    hint: 'Steps between two points of a curve; the first and the last are always kept.',
    fallback: 10,
    rule: { numbers: whole(1, STEPS) },
    example: '10',
  }),
  setting('record.histograms', 'Recording', {
    hint: 'Steps at which the histograms of z, h and delta of every layer are kept.',
    fallback: [],
    rule: { lists: 'steps' },
    example: '[0, 100, last]',
  }),
]

const BY_KEY: ReadonlyMap<string, Setting> = new Map(SETTINGS.map((card) => [card.key, card]))

export function settingOf(key: string): Setting | null {
  return BY_KEY.get(key) ?? null
}
