import { CLASSES, DEPTH, PATH_CHARACTERS, SAMPLES, STEPS, WIDTH } from './limits'
import type { SchemeParameters } from './schemes'
import { DEFAULT_ELU_ALPHA, DEFAULT_LEAKY_SLOPE, initSettings, SCHEMES } from './schemes'
import type { FactorValue, FieldTypes } from './sweep-spec-model'
import type { Place } from './sweep-spec-problems'
import { shown } from './sweep-spec-problems'
import type { NumberRange, Reader } from './sweep-spec-values'
import {
  choiceReader,
  hasControlCharacter,
  isList,
  isObject,
  numberReader,
  readChoice,
  readFlag,
  readNumber,
  reportUnknownKeys,
} from './sweep-spec-values'
import type {
  ActivationName,
  ActivationSettings,
  BiasSettings,
  InitSettings,
  OptimizerName,
  OptimizerSettings,
  SchemeName,
  TaskSettings,
} from './trial-settings'
import { ACTIVATION_NAMES, OPTIMIZER_NAMES, SCHEME_NAMES } from './trial-settings'

export const BUILT_IN_DATASETS = [
  'digits8x8',
  'fashion14x14',
  'mnist14x14',
  'two-spirals',
  'three-spirals',
  'circles',
  'moons',
  'xor',
  'gaussian-blobs',
] as const

const SLOPE_RANGE: NumberRange = { min: 0, max: 10 }
const SLOPES: Readonly<Partial<Record<ActivationName, number>>> = {
  'leaky-relu': DEFAULT_LEAKY_SLOPE,
  elu: DEFAULT_ELU_ALPHA,
}

type OptimizerParameter = 'momentum' | 'beta1' | 'beta2' | 'alpha' | 'epsilon' | 'weightDecay'

const OPTIMIZER_RANGES: Readonly<Record<OptimizerParameter, NumberRange>> = {
  momentum: { min: 0, max: 1, exclusiveMax: true },
  beta1: { min: 0, max: 1, exclusiveMax: true },
  beta2: { min: 0, max: 1, exclusiveMax: true },
  alpha: { min: 0, max: 1, exclusiveMax: true },
  epsilon: { min: 0, max: 1, exclusiveMin: true },
  weightDecay: { min: 0, max: 100 },
}

/** The parameters of each optimizer with their defaults. Source: torch.optim 2; momentum 0.9 where PyTorch asks for one. */
const OPTIMIZERS: Readonly<Record<OptimizerName, Readonly<Partial<Record<OptimizerParameter, number>>>>> = {
  sgd: { weightDecay: 0 },
  momentum: { momentum: 0.9, weightDecay: 0 },
  nesterov: { momentum: 0.9, weightDecay: 0 },
  adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
  adamw: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
  rmsprop: { alpha: 0.99, epsilon: 1e-8, momentum: 0, weightDecay: 0 },
  adagrad: { epsilon: 1e-10, weightDecay: 0 },
}

/** How each key's values are read: the schema of `initlab-sweep/1`. */
export const READERS: { readonly [Key in keyof FieldTypes]: Reader<FieldTypes[Key]> } = {
  'task.dataset': readDataset,
  'task.trainSize': (value, place) =>
    value === 'all' ? value : readNumberOr('all', value, place, { min: 2, max: SAMPLES, integer: true }),
  'task.labels': readLabels,
  'model.kind': choiceReader(['mlp'], { what: 'a kind of model', notAvailable: ['residual-mlp', 'cnn'] }),
  'model.depth': numberReader({ min: 0, max: DEPTH, integer: true }),
  'model.width': readWidth,
  'model.activation': readActivation,
  'model.normalization': choiceReader(['none'], {
    what: 'a normalization',
    notAvailable: ['batch', 'layer'],
  }),
  'model.init': readInit,
  'model.biasInit': readBias,
  'model.dropout': readDropout,
  'model.head': choiceReader(['same', 'zero'], { what: 'a scheme of the output layer' }),
  'train.optimizer': readOptimizer,
  'train.learningRate': numberReader({ min: 0, max: 1000 }),
  'train.batchSize': numberReader({ min: 1, max: SAMPLES, integer: true }),
  'train.steps': numberReader({ min: 1, max: STEPS, integer: true }),
  'train.epochs': numberReader({ min: 1, max: STEPS, integer: true }),
  'train.loss': choiceReader(['cross-entropy', 'mse'], { what: 'a loss' }),
  'record.every': numberReader({ min: 1, max: STEPS, integer: true }),
  'record.layers': readFlag,
  'record.histograms': readHistograms,
}

function readNumberOr(word: string, value: FactorValue, place: Place, range: NumberRange): number | null {
  if (typeof value === 'number') return readNumber(value, place, range)
  return place.report(
    `${shown(value)} is not possible; give ${word} or an integer from ${range.min} to ${range.max}`,
  )
}

function readDataset(value: FactorValue, place: Place): string | null {
  if (typeof value === 'string' && value.startsWith('csv:')) {
    const path = value.slice(4)
    if (path.trim() !== '' && path.length <= PATH_CHARACTERS && !hasControlCharacter(path)) return value
    return place.report(`${shown(value)} names no file; write csv:<path>`)
  }
  return readChoice(value, place, BUILT_IN_DATASETS, { what: 'a data set', otherwise: 'csv:<path>' })
}

function readLabels(value: FactorValue, place: Place): TaskSettings['labels'] | null {
  if (value === 'all' || value === 'parity') return value
  if (!isList(value))
    return place.report(`${shown(value)} is not possible; give all, parity or a list of classes`)
  const labels: number[] = []
  for (const [index, item] of value.entries()) {
    const at = place.child(index)
    const label = readNumber(item, at, { min: 0, max: CLASSES - 1, integer: true })
    if (label === null) return null
    if (labels.includes(label)) return at.report(`class ${label} is given twice`)
    labels.push(label)
  }
  if (labels.length < 2)
    return place.report(`${shown(value)} keeps fewer than two classes; give at least two`)
  return labels.sort((left, right) => left - right)
}

function readWidth(value: FactorValue, place: Place): number | readonly number[] | null {
  if (typeof value !== 'string') return readNumber(value, place, { min: 1, max: WIDTH, integer: true })
  const widths = value.split('-').map(Number)
  if (/^\d+$/.test(value)) return place.report(`${shown(value)} is text; write one width without quotes`)
  if (!/^[1-9]\d{0,3}(-[1-9]\d{0,3})+$/.test(value) || widths.some((width) => width > WIDTH)) {
    return place.report(
      `${shown(value)} is not a width; give an integer from 1 to ${WIDTH}, or one a layer such as 64-32-16`,
    )
  }
  if (widths.length > DEPTH)
    return place.report(`${widths.length} layers are too many; the limit is ${DEPTH}`)
  return widths
}

function readActivation(value: FactorValue, place: Place): ActivationSettings | null {
  const written = isObject(value) ? value : { name: value }
  const at = isObject(value) ? place.child('name') : place
  if (written.name === undefined) return place.report('name is missing; write {name: leaky-relu, slope: 0.3}')
  const name = readChoice(written.name, at, ACTIVATION_NAMES, {
    what: 'an activation',
    notAvailable: ['prelu', 'hard-tanh'],
  })
  if (name === null) return null
  const slope = SLOPES[name]
  reportUnknownKeys(written, place, slope === undefined ? ['name'] : ['name', 'slope'], name)
  if (slope === undefined) return { name, slope: null }
  if (written.slope === undefined) return { name, slope }
  const chosen = readNumber(written.slope, place.child('slope'), SLOPE_RANGE)
  return chosen === null ? null : { name, slope: chosen }
}

function readInit(value: FactorValue, place: Place): InitSettings | null {
  const written = isObject(value) ? value : { scheme: value }
  const at = isObject(value) ? place.child('scheme') : place
  if (written.scheme === undefined)
    return place.report('scheme is missing; write {scheme: normal, std: 0.01}')
  const scheme = readChoice(written.scheme, at, SCHEME_NAMES, {
    what: 'an initialization scheme',
    notAvailable: ['lsuv'],
  })
  return scheme === null ? null : readSchemeParameters(scheme, written, place)
}

/** A parameter that is refused takes its default: the problem is reported, so that the spec fails. */
function readSchemeParameters(
  scheme: SchemeName,
  written: { readonly [key: string]: FactorValue },
  place: Place,
): InitSettings | null {
  const parameters: SchemeParameters = SCHEMES[scheme].parameters
  reportUnknownKeys(written, place, ['scheme', ...Object.keys(parameters)], scheme)
  const number = (name: 'gain' | 'value' | 'std' | 'bound' | 'sparsity'): number | null => {
    const range = parameters[name]
    const given = written[name]
    return range === undefined || given === undefined ? null : readNumber(given, place.child(name), range)
  }
  const { mode, corrected } = written
  return initSettings(scheme, {
    gain: number('gain'),
    value: number('value'),
    std: number('std'),
    bound: number('bound'),
    sparsity: number('sparsity'),
    mode:
      parameters.mode === undefined || mode === undefined
        ? null
        : readChoice(mode, place.child('mode'), parameters.mode.choices, { what: 'a fan mode' }),
    corrected:
      parameters.corrected === undefined || corrected === undefined
        ? null
        : readFlag(corrected, place.child('corrected')),
  })
}

function readBias(value: FactorValue, place: Place): BiasSettings | null {
  const forms = 'a number from -1000 to 1000, {scheme: uniform-fan-in} or {scheme: normal, std: 0.01}'
  if (typeof value === 'number') {
    const constant = readNumber(value, place, { min: -1000, max: 1000 })
    return constant === null ? null : { kind: 'constant', value: constant }
  }
  if (!isObject(value) || value.scheme === undefined) {
    return place.report(`${shown(value)} is not possible; give ${forms}`)
  }
  const kind = readChoice(value.scheme, place.child('scheme'), ['uniform-fan-in', 'normal'], {
    what: 'a scheme of the biases',
  })
  if (kind === null) return null
  reportUnknownKeys(value, place, kind === 'normal' ? ['scheme', 'std'] : ['scheme'], kind)
  if (kind === 'uniform-fan-in') return { kind }
  if (value.std === undefined) return place.report('std is missing; write {scheme: normal, std: 0.01}')
  const std = readNumber(value.std, place.child('std'), { min: 0, max: 1000, exclusiveMin: true })
  return std === null ? null : { kind, std }
}

function readDropout(value: FactorValue, place: Place): 0 | null {
  const share = readNumber(value, place, { min: 0, max: 1, exclusiveMax: true })
  if (share === null) return null
  if (share === 0) return 0
  return place.report(`dropout ${share} is not available yet; this version has 0`, {
    code: 'spec-not-available',
  })
}

function readOptimizer(value: FactorValue, place: Place): OptimizerSettings | null {
  const written = isObject(value) ? value : { name: value }
  const at = isObject(value) ? place.child('name') : place
  if (written.name === undefined) return place.report('name is missing; write {name: adam, beta1: 0.9}')
  const name = readChoice(written.name, at, OPTIMIZER_NAMES, { what: 'an optimizer' })
  if (name === null) return null
  const defaults = OPTIMIZERS[name]
  reportUnknownKeys(written, place, ['name', ...Object.keys(defaults)], name)
  const parameter = (key: OptimizerParameter): number | null => {
    const standard = defaults[key]
    const given = written[key]
    if (standard === undefined) return null
    return given === undefined ? standard : readNumber(given, place.child(key), OPTIMIZER_RANGES[key])
  }
  return {
    name,
    momentum: parameter('momentum'),
    beta1: parameter('beta1'),
    beta2: parameter('beta2'),
    alpha: parameter('alpha'),
    epsilon: parameter('epsilon'),
    weightDecay: parameter('weightDecay') ?? 0,
  }
}

function readHistograms(value: FactorValue, place: Place): readonly never[] | null {
  if (!isList(value)) return place.report(`${shown(value)} is not possible; give a list of steps, such as []`)
  if (value.length === 0) return []
  return place.report(`histograms at ${shown(value)} are not available yet; this version has []`, {
    code: 'spec-not-available',
  })
}
