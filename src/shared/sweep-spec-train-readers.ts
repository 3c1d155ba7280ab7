import { STEPS } from './limits'
import type { FactorValue } from './sweep-spec-model'
import type { Place } from './sweep-spec-problems'
import type { NumberRange } from './sweep-spec-values'
import { isObject, readChoice, readNumber, reportUnknownKeys } from './sweep-spec-values'
import type { OptimizerName, OptimizerSettings, ScheduleName, ScheduleSettings } from './trial-settings'
import { OPTIMIZER_NAMES, SCHEDULE_NAMES } from './trial-settings'

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

export function readOptimizer(value: FactorValue, place: Place): OptimizerSettings | null {
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

const WARMUP_RANGE: NumberRange = { min: 0, max: STEPS, integer: true }
const EVERY_RANGE: NumberRange = { min: 1, max: STEPS, integer: true }
const FACTOR_RANGE: NumberRange = { min: 0, max: 1, exclusiveMin: true }
const FLOOR_RANGE: NumberRange = { min: 0, max: 1 }

/** Source: torch.optim.lr_scheduler.StepLR, whose gamma is 0.1 too. */
const DEFAULT_FACTOR = 0.1

const SCHEDULE_KEYS: Readonly<Record<ScheduleName, readonly string[]>> = {
  constant: ['name', 'warmup'],
  step: ['name', 'warmup', 'every', 'factor'],
  cosine: ['name', 'warmup', 'floor'],
}

/** `cosine`, or `{name: step, every: 100, factor: 0.1, warmup: 20}`. */
export function readSchedule(value: FactorValue, place: Place): ScheduleSettings | null {
  const written = isObject(value) ? value : { name: value }
  const at = isObject(value) ? place.child('name') : place
  if (written.name === undefined) return place.report('name is missing; write {name: cosine, warmup: 20}')
  const name = readChoice(written.name, at, SCHEDULE_NAMES, { what: 'a schedule' })
  if (name === null) return null
  reportUnknownKeys(written, place, SCHEDULE_KEYS[name], name)
  const number = (key: string, standard: number, range: NumberRange): number | null => {
    const given = written[key]
    return given === undefined ? standard : readNumber(given, place.child(key), range)
  }
  if (name === 'step' && written.every === undefined) {
    return place.report('every is missing; write {name: step, every: 100, factor: 0.1}')
  }
  const warmup = number('warmup', 0, WARMUP_RANGE)
  if (warmup === null) return null
  return {
    name,
    warmup,
    every: name === 'step' ? number('every', 1, EVERY_RANGE) : null,
    factor: name === 'step' ? number('factor', DEFAULT_FACTOR, FACTOR_RANGE) : null,
    floor: name === 'cosine' ? number('floor', 0, FLOOR_RANGE) : null,
  }
}
