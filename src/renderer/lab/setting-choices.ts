import { CONVOLUTION_STRIDE, SAMPLES, STEPS, WIDTH } from '@shared/limits'
import { SCHEMES, type SchemeDescription } from '@shared/schemes'
import {
  ACTIVATION_NAMES,
  OPTIMIZER_NAMES,
  SCHEME_NAMES,
  type ActivationName,
  type ModelKind,
  type OptimizerName,
  type ResidualBranch,
  type ScheduleName,
} from '@shared/trial-settings'
import type { Choice, ChoiceParameter, NumberRule } from './value-rule'

export function whole(min: number, max: number): NumberRule {
  return { integer: true, min, max }
}

export function choice(name: string, hint: string, parameters?: readonly ChoiceParameter[]): Choice {
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

const overrides: ChoiceParameter = {
  name: 'overrides',
  meaning: 'layers of their own: 1: xavier-normal; 3: gain 2; last: zeros',
  fallback: '',
  overrides: true,
}

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
  return {
    name: scheme.name,
    title: scheme.title,
    hint: scheme.formula,
    source: scheme.source,
    parameters: [...parameters, overrides],
  }
}

export const SCHEME_CHOICES: readonly Choice[] = SCHEME_NAMES.map((name) => schemeChoice(SCHEMES[name]))

const ACTIVATIONS: Readonly<Record<ActivationName, Choice>> = {
  linear: choice('linear', 'f(z) = z'),
  relu: choice('relu', 'f(z) = max(0, z)'),
  'leaky-relu': choice('leaky-relu', 'z above 0, slope · z below', [
    number('slope', 'slope a of the negative side', 0.01, { max: 10 }),
  ]),
  prelu: choice('prelu', 'leaky-relu that learns its slope, one a layer', [
    number('slope', 'slope a that training starts from', 0.25, { max: 1, below: true }),
  ]),
  tanh: choice('tanh', 'f(z) = tanh z'),
  sigmoid: choice('sigmoid', 'f(z) = 1 / (1 + e⁻ᶻ)'),
  elu: choice('elu', 'z above 0, slope · (eᶻ − 1) below', [
    number('slope', 'alpha of the negative side', 1, { max: 10 }),
  ]),
  selu: choice('selu', 'scaled elu, self-normalizing with LeCun normal'),
  gelu: choice('gelu', 'f(z) = z Φ(z)'),
  silu: choice('silu', 'f(z) = z · sigmoid(z)'),
  softplus: choice('softplus', 'f(z) = ln(1 + eᶻ)'),
  'hard-tanh': choice('hard-tanh', 'z, cut off at -1 and 1'),
}
export const ACTIVATION_CHOICES: readonly Choice[] = ACTIVATION_NAMES.map((name) => ACTIVATIONS[name])

const KINDS: Readonly<Record<ModelKind, Choice>> = {
  mlp: choice('mlp', 'dense layers, one after another'),
  'residual-mlp': choice('residual-mlp', 'a stem, then blocks h + W₂ f(W₁ h) of two dense layers'),
  cnn: choice('cnn', 'convolutions, global average pool, dense head; needs images'),
}
export const KIND_CHOICES: readonly Choice[] = Object.values(KINDS)

const BRANCHES: Readonly<Record<ResidualBranch, Choice>> = {
  plain: choice('plain', 'both layers by the scheme'),
  'zero-last': choice('zero-last', 'W₂ = 0'),
  fixup: choice('fixup', 'W₂ = 0, W₁ times depth^-½, output layer 0, a learned multiplier from 1'),
  rezero: choice('rezero', 'both layers by the scheme, a learned multiplier from 0'),
  scaled: choice('scaled', 'both layers by the scheme, the branch times depth^-½'),
}
/** Written as `{branch: plain}`, as the spec fills it in. */
export const BRANCH_CHOICES: readonly Choice[] = Object.values(BRANCHES).map((branch) => ({
  ...branch,
  object: true,
}))

const convolutionParameters: readonly ChoiceParameter[] = [
  {
    ...number('channels', 'of every convolution, or of each: 8-16-32', 16, whole(1, WIDTH)),
    widths: true,
    always: true,
  },
  number('stride', 'pixels from one place to the next', 1, whole(1, CONVOLUTION_STRIDE)),
  { name: 'padding', meaning: 'what lies around the image', fallback: 'zero', choices: ['zero', 'circular'] },
]

function convolution(side: 3 | 5): Choice {
  const hint = `kernels of ${side} x ${side} pixels: fan_in = ${side * side} · channels`
  return { ...choice(`${side}x${side}`, hint, convolutionParameters), held: side, object: true }
}
export const CONVOLUTION_CHOICES: readonly Choice[] = [convolution(3), convolution(5)]

export const NORMALIZATION_CHOICES: readonly Choice[] = [
  choice('none', 'z goes into the activation as it is'),
  choice('batch', 'each unit over the batch: mean 0, variance 1, then a learned scale and shift'),
  choice('layer', 'each sample over its units: mean 0, variance 1, then a learned scale and shift'),
]

export const BIAS_CHOICES: readonly Choice[] = [
  { ...choice('uniform-fan-in', 'b ~ U(-1/√fan_in, 1/√fan_in)'), object: true },
  {
    ...choice('normal', 'b ~ N(0, std²)', [
      { ...number('std', 'standard deviation', 0.01, { above: true }), always: true },
    ]),
    object: true,
  },
]

const decay = number('weightDecay', 'L2 added to the gradient', 0, { max: 100 })
const momentum = number('momentum', 'share of the velocity kept at each step', 0.9, { max: 1, below: true })
const betas = [
  number('beta1', 'decay of the first moment', 0.9, { max: 1, below: true }),
  number('beta2', 'decay of the second moment', 0.999, { max: 1, below: true }),
  number('epsilon', 'added to the square root', 1e-8, { max: 1, above: true }),
]

const OPTIMIZERS: Readonly<Record<OptimizerName, Choice>> = {
  sgd: choice('sgd', 'plain gradient descent', [decay]),
  momentum: choice('momentum', 'sgd with a velocity', [momentum, decay]),
  nesterov: choice('nesterov', 'momentum that looks ahead', [momentum, decay]),
  adam: choice('adam', 'steps scaled by two running moments', [...betas, decay]),
  adamw: choice('adamw', 'adam with decoupled weight decay', [
    ...betas,
    number('weightDecay', 'decoupled: w is multiplied by 1 - rate · decay', 0.01, { max: 100 }),
  ]),
  rmsprop: choice('rmsprop', 'steps scaled by the running square', [
    number('alpha', 'decay of the running square', 0.99, { max: 1, below: true }),
    number('epsilon', 'added to the square root', 1e-8, { max: 1, above: true }),
    { ...momentum, fallback: 0 },
    decay,
  ]),
  adagrad: choice('adagrad', 'steps scaled by the sum of squares', [
    number('epsilon', 'added to the square root', 1e-10, { max: 1, above: true }),
    decay,
  ]),
}
export const OPTIMIZER_CHOICES: readonly Choice[] = OPTIMIZER_NAMES.map((name) => OPTIMIZERS[name])

const warmup = number('warmup', 'updates of linear warm-up', 0, whole(0, STEPS))

const SCHEDULES: Readonly<Record<ScheduleName, Choice>> = {
  constant: choice('constant', 'the learning rate as it is', [warmup]),
  step: choice('step', 'times factor every so many updates', [
    { ...number('every', 'updates between two steps', 100, whole(1, STEPS)), always: true },
    number('factor', 'what the rate is multiplied by', 0.1, { max: 1, above: true }),
    warmup,
  ]),
  cosine: choice('cosine', 'half a cosine down to floor at the end', [
    number('floor', 'share of the rate left at the end', 0, { max: 1 }),
    warmup,
  ]),
}
export const SCHEDULE_CHOICES: readonly Choice[] = Object.values(SCHEDULES)

export const LOSS_CHOICES: readonly Choice[] = [
  choice('cross-entropy', 'softmax and negative log-likelihood'),
  choice('mse', 'mean squared error to one-hot targets'),
]

export const SIZE_RULE = { numbers: whole(1, SAMPLES), choices: [choice('all', 'the whole training split')] }
