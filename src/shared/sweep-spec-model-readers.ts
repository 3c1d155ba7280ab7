import { DEFAULT_ELU_ALPHA, DEFAULT_LEAKY_SLOPE, DEFAULT_PRELU_SLOPE } from './activation-defaults'
import { CONVOLUTION_STRIDE, DEPTH, WIDTH } from './limits'
import type { ConvolutionChoice, FactorValue } from './sweep-spec-model'
import type { Place } from './sweep-spec-problems'
import { shown } from './sweep-spec-problems'
import type { NumberRange } from './sweep-spec-values'
import { isObject, readChoice, readNumber, reportUnknownKeys } from './sweep-spec-values'
import type {
  ActivationName,
  ActivationSettings,
  ConvolutionSettings,
  ResidualBranch,
} from './trial-settings'
import { ACTIVATION_NAMES, RESIDUAL_BRANCHES } from './trial-settings'

/** Slopes of prelu are below 1: at 1 it is linear, and training may move it past any bound anyway. */
const SLOPES: Readonly<Partial<Record<ActivationName, { standard: number; range: NumberRange }>>> = {
  'leaky-relu': { standard: DEFAULT_LEAKY_SLOPE, range: { min: 0, max: 10 } },
  prelu: { standard: DEFAULT_PRELU_SLOPE, range: { min: 0, max: 1, exclusiveMax: true } },
  elu: { standard: DEFAULT_ELU_ALPHA, range: { min: 0, max: 10 } },
}

/** One width for every layer, or `64-32-16`. */
export function readWidth(value: FactorValue, place: Place): number | readonly number[] | null {
  return readUnits(value, place, { one: 'a width', layers: 'layers', largest: WIDTH })
}

interface UnitWords {
  readonly one: string
  readonly layers: string
  readonly largest: number
}

function readUnits(
  value: FactorValue,
  place: Place,
  { one, layers, largest }: UnitWords,
): number | readonly number[] | null {
  if (typeof value !== 'string') return readNumber(value, place, { min: 1, max: largest, integer: true })
  const units = value.split('-').map(Number)
  if (/^\d+$/.test(value)) return place.report(`${shown(value)} is text; write one number without quotes`)
  if (!/^[1-9]\d{0,3}(-[1-9]\d{0,3})+$/.test(value) || units.some((unit) => unit > largest)) {
    return place.report(
      `${shown(value)} is not ${one}; give an integer from 1 to ${largest}, or one a layer such as 64-32-16`,
    )
  }
  if (units.length > DEPTH)
    return place.report(`${units.length} ${layers} are too many; the limit is ${DEPTH}`)
  return units
}

export function readActivation(value: FactorValue, place: Place): ActivationSettings | null {
  const written = isObject(value) ? value : { name: value }
  const at = isObject(value) ? place.child('name') : place
  if (written.name === undefined) return place.report('name is missing; write {name: leaky-relu, slope: 0.3}')
  const name = readChoice(written.name, at, ACTIVATION_NAMES, { what: 'an activation' })
  if (name === null) return null
  const slope = SLOPES[name]
  reportUnknownKeys(written, place, slope === undefined ? ['name'] : ['name', 'slope'], name)
  if (slope === undefined) return { name, slope: null }
  if (written.slope === undefined) return { name, slope: slope.standard }
  const chosen = readNumber(written.slope, place.child('slope'), slope.range)
  return chosen === null ? null : { name, slope: chosen }
}

/** `zero-last`, or `{branch: zero-last}`. */
export function readResidual(value: FactorValue, place: Place): { readonly branch: ResidualBranch } | null {
  const written = isObject(value) ? value : { branch: value }
  const at = isObject(value) ? place.child('branch') : place
  if (isObject(value)) reportUnknownKeys(value, place, ['branch'], 'residual')
  if (written.branch === undefined) return place.report('branch is missing; write {branch: zero-last}')
  const branch = readChoice(written.branch, at, RESIDUAL_BRANCHES, { what: 'a start of the branches' })
  return branch === null ? null : { branch }
}

const CONVOLUTION_KEYS = ['kernel', 'channels', 'stride', 'padding'] as const

/** `{kernel: 3, channels: 16, stride: 1, padding: zero}`, each with this default. */
export function readConvolution(value: FactorValue, place: Place): ConvolutionChoice | null {
  if (!isObject(value)) {
    return place.report(
      `${shown(value)} is not possible; write {kernel: 3, channels: 16, stride: 1, padding: zero}`,
    )
  }
  reportUnknownKeys(value, place, CONVOLUTION_KEYS, 'a convolution')
  const kernel = readKernel(value.kernel ?? 3, place.child('kernel'))
  const channels = readUnits(value.channels ?? 16, place.child('channels'), {
    one: 'a number of channels',
    layers: 'convolutions',
    largest: WIDTH,
  })
  const stride = readNumber(value.stride ?? 1, place.child('stride'), {
    min: 1,
    max: CONVOLUTION_STRIDE,
    integer: true,
  })
  const padding = readChoice(value.padding ?? 'zero', place.child('padding'), ['zero', 'circular'], {
    what: 'a padding',
  })
  if (kernel === null || channels === null || stride === null || padding === null) return null
  return { kernel, channels, stride, padding }
}

function readKernel(value: FactorValue, place: Place): ConvolutionSettings['kernel'] | null {
  if (value === 3 || value === 5) return value
  return place.report(`${shown(value)} is not the side of a kernel; choose 3 or 5`)
}
