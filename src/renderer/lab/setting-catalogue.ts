import { factorTitle } from '@shared/factor-titles'
import { DEPTH, SAMPLES, STEPS, WIDTH } from '@shared/limits'
import { SCHEMES, type SchemeDescription } from '@shared/schemes'
import type { FactorValue } from '@shared/sweep-spec'
import {
  ACTIVATION_NAMES,
  SCHEME_NAMES,
  type ActivationName,
  type OptimizerName,
} from '@shared/trial-settings'
import type { Choice, ChoiceParameter, NumberRule, ValueRule } from './value-rule'

export const SETTING_GROUPS = ['Initialization', 'Model', 'Task', 'Training'] as const
export type SettingGroup = (typeof SETTING_GROUPS)[number]

/** One key of a spec as a card of the Lab. */
export interface Setting {
  readonly key: string
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

function whole(min: number, max: number): NumberRule {
  return { integer: true, min, max }
}

function choice(name: string, hint: string, parameters?: readonly ChoiceParameter[]): Choice {
  return { name, title: name, hint, ...(parameters === undefined ? {} : { parameters }) }
}

function number(
  name: string,
  meaning: string,
  fallback: number,
  rule: Partial<NumberRule> = {},
): ChoiceParameter {
  return { name, meaning, fallback, number: { integer: false, min: 0, max: 1000, ...rule } }
}

const SCHEME_PARAMETERS = ['gain', 'mode', 'value', 'std', 'bound', 'corrected', 'sparsity'] as const

function schemeChoice(scheme: SchemeDescription): Choice {
  const parameters = SCHEME_PARAMETERS.flatMap((name): ChoiceParameter[] => {
    const parameter = scheme.parameters[name]
    if (parameter === undefined) return []
    const common = { name, meaning: parameter.meaning, fallback: parameter.default }
    if (parameter.kind === 'choice') return [{ ...common, choices: parameter.choices }]
    if (parameter.kind === 'flag') return [common]
    const { min, max, exclusiveMin } = parameter
    return [{ ...common, number: { integer: false, min, max, above: exclusiveMin } }]
  })
  return { name: scheme.name, title: scheme.title, hint: scheme.formula, source: scheme.source, parameters }
}

const ACTIVATIONS: Readonly<Record<ActivationName, Choice>> = {
  linear: choice('linear', 'f(z) = z'),
  relu: choice('relu', 'f(z) = max(0, z)'),
  'leaky-relu': choice('leaky-relu', 'z above 0, slope · z below', [
    number('slope', 'slope a of the negative side', 0.01, { min: -1000 }),
  ]),
  tanh: choice('tanh', 'f(z) = tanh z'),
  sigmoid: choice('sigmoid', 'f(z) = 1 / (1 + e⁻ᶻ)'),
  elu: choice('elu', 'z above 0, slope · (eᶻ − 1) below', [number('slope', 'alpha of the negative side', 1)]),
  selu: choice('selu', 'scaled elu, self-normalizing with LeCun normal'),
  gelu: choice('gelu', 'f(z) = z Φ(z)'),
  silu: choice('silu', 'f(z) = z · sigmoid(z)'),
  softplus: choice('softplus', 'f(z) = ln(1 + eᶻ)'),
}

const weightDecay = number('weightDecay', 'L2 added to the gradient; decoupled in adamw', 0)
const momentum = number('momentum', 'share of the velocity kept at each step', 0.9, { max: 0.9999 })
const betas = [
  number('beta1', 'decay of the first moment', 0.9, { max: 0.9999 }),
  number('beta2', 'decay of the second moment', 0.999, { max: 0.999999 }),
  number('epsilon', 'added to the square root', 1e-8, { max: 1 }),
]

const OPTIMIZERS: Readonly<Record<OptimizerName, Choice>> = {
  sgd: choice('sgd', 'plain gradient descent', [weightDecay]),
  momentum: choice('momentum', 'sgd with a velocity', [momentum, weightDecay]),
  nesterov: choice('nesterov', 'momentum that looks ahead', [momentum, weightDecay]),
  adam: choice('adam', 'steps scaled by two running moments', [...betas, weightDecay]),
  adamw: choice('adamw', 'adam with decoupled weight decay', [...betas, weightDecay]),
  rmsprop: choice('rmsprop', 'steps scaled by the running square', [
    number('alpha', 'decay of the running square', 0.99, { max: 0.9999 }),
    number('epsilon', 'added to the square root', 1e-8, { max: 1 }),
    { ...momentum, fallback: 0 },
    weightDecay,
  ]),
  adagrad: choice('adagrad', 'steps scaled by the sum of squares', [
    number('epsilon', 'added to the square root', 1e-10, { max: 1 }),
    weightDecay,
  ]),
}

export const SETTINGS: readonly Setting[] = [
  {
    key: 'model.init',
    title: factorTitle('model.init'),
    group: 'Initialization',
    hint: 'How the weights of every layer are drawn.',
    fallback: 'he-normal',
    rule: { choices: SCHEME_NAMES.map((name) => schemeChoice(SCHEMES[name])), nameKey: 'scheme' },
    example: 'he-normal, normal(std 0.01)',
  },
  {
    key: 'model.biasInit',
    title: factorTitle('model.biasInit'),
    group: 'Initialization',
    hint: 'Biases of the hidden layers.',
    fallback: 0,
    rule: {
      numbers: { integer: false, min: -1000, max: 1000 },
      choices: [
        { ...choice('uniform-fan-in', 'b ~ U(-1/√fan_in, 1/√fan_in)'), object: true },
        {
          ...choice('normal', 'b ~ N(0, std²)', [number('std', 'standard deviation', 0.01, { above: true })]),
          object: true,
        },
      ],
      nameKey: 'scheme',
    },
    example: '0, 0.1',
  },
  {
    key: 'model.head',
    title: factorTitle('model.head'),
    group: 'Initialization',
    hint: 'Scheme of the output layer.',
    fallback: 'same',
    rule: { choices: [choice('same', 'drawn like every other layer'), choice('zero', 'starts at 0')] },
    example: 'same, zero',
  },
  {
    key: 'model.activation',
    title: factorTitle('model.activation'),
    group: 'Model',
    hint: 'Nonlinearity of the hidden layers.',
    fallback: 'relu',
    rule: { choices: ACTIVATION_NAMES.map((name) => ACTIVATIONS[name]), nameKey: 'name' },
    example: 'relu, tanh',
  },
  {
    key: 'model.depth',
    title: factorTitle('model.depth'),
    group: 'Model',
    hint: 'Hidden layers L; weight layers are L + 1.',
    fallback: 3,
    rule: { numbers: whole(0, DEPTH) },
    example: '1, 2, 4..64',
  },
  {
    key: 'model.width',
    title: factorTitle('model.width'),
    group: 'Model',
    hint: 'Units of a hidden layer, or one width per layer.',
    fallback: 32,
    rule: { numbers: whole(1, WIDTH), widths: true },
    example: '32 or 64-32-16',
  },
  {
    key: 'task.dataset',
    title: factorTitle('task.dataset'),
    group: 'Task',
    hint: 'What the network learns.',
    fallback: 'digits8x8',
    rule: { choices: [], prefix: 'csv:' },
    example: 'digits8x8',
  },
  {
    key: 'task.trainSize',
    title: factorTitle('task.trainSize'),
    group: 'Task',
    hint: 'Samples kept for training, stratified.',
    fallback: 'all',
    rule: { numbers: whole(1, SAMPLES), choices: [choice('all', 'the whole training split')] },
    example: 'all, 500',
  },
  {
    key: 'task.labels',
    title: factorTitle('task.labels'),
    group: 'Task',
    hint: 'Classes kept, as one list, or even against odd.',
    fallback: 'all',
    rule: {
      choices: [choice('all', 'every class'), choice('parity', 'even against odd')],
      lists: true,
    },
    example: 'all or [3, 8]',
  },
  {
    key: 'train.optimizer',
    title: factorTitle('train.optimizer'),
    group: 'Training',
    hint: 'PyTorch’s definitions.',
    fallback: 'sgd',
    rule: { choices: Object.values(OPTIMIZERS), nameKey: 'name' },
    example: 'sgd, adam',
  },
  {
    key: 'train.learningRate',
    title: factorTitle('train.learningRate'),
    group: 'Training',
    hint: 'Step size of the optimizer.',
    fallback: 0.03,
    rule: { numbers: { integer: false, min: 0, max: 1000, above: true } },
    example: 'log(1e-4, 1e-1, 7)',
  },
  {
    key: 'train.batchSize',
    title: factorTitle('train.batchSize'),
    group: 'Training',
    hint: 'Samples of one update.',
    fallback: 32,
    rule: { numbers: whole(1, SAMPLES) },
    example: '16, 32, 64',
  },
  {
    key: 'train.loss',
    title: factorTitle('train.loss'),
    group: 'Training',
    hint: 'What is minimized.',
    fallback: 'cross-entropy',
    rule: {
      choices: [
        choice('cross-entropy', 'softmax and negative log-likelihood'),
        choice('mse', 'mean squared error to one-hot targets'),
      ],
    },
    example: 'cross-entropy',
  },
  {
    key: 'train.steps',
    title: factorTitle('train.steps'),
    group: 'Training',
    hint: 'Updates of the weights.',
    fallback: 400,
    rule: { numbers: whole(1, STEPS) },
    example: '400',
  },
  {
    key: 'train.epochs',
    title: factorTitle('train.epochs'),
    group: 'Training',
    hint: 'Passes over the training split.',
    fallback: 10,
    rule: { numbers: whole(1, STEPS) },
    example: '10',
  },
  {
    key: 'record.every',
    title: factorTitle('record.every'),
    group: 'Training',
    hint: 'Steps between two points of a curve; the first and the last are always kept.',
    fallback: 10,
    rule: { numbers: whole(1, STEPS) },
    example: '10',
  },
]

const BY_KEY: ReadonlyMap<string, Setting> = new Map(SETTINGS.map((setting) => [setting.key, setting]))

export function settingOf(key: string): Setting | null {
  return BY_KEY.get(key) ?? null
}
