import { DEPTH } from './limits'
import type { SchemeParameters } from './scheme-parameters'
import { initSettings, SCHEMES } from './schemes'
import type { FactorValue, InitChoice } from './sweep-spec-model'
import type { Place } from './sweep-spec-problems'
import { shown } from './sweep-spec-problems'
import { isObject, readChoice, readFlag, readNumber, reportUnknownKeys } from './sweep-spec-values'
import type { BiasSettings, InitSettings, SchemeName } from './trial-settings'
import { SCHEME_NAMES } from './trial-settings'

type Written = { readonly [key: string]: FactorValue }

/** A scheme's name, or an object with its parameters and `overrides: {1: xavier-normal, 3: {gain: 2}, last: zeros}`. */
export function readInit(value: FactorValue, place: Place): InitChoice | null {
  const written = isObject(value) ? value : { scheme: value }
  const at = isObject(value) ? place.child('scheme') : place
  if (written.scheme === undefined)
    return place.report('scheme is missing; write {scheme: normal, std: 0.01}')
  const scheme = readChoice(written.scheme, at, SCHEME_NAMES, { what: 'an initialization scheme' })
  if (scheme === null) return null
  const init = readSchemeParameters(scheme, written, place, ['scheme', 'overrides'])
  const { overrides } = written
  if (overrides === undefined) return { init, overrides: [] }
  const read = readOverrides(overrides, init, place.child('overrides'))
  return read === null ? null : { init, overrides: read }
}

function readOverrides(value: FactorValue, base: InitSettings, place: Place): InitChoice['overrides'] | null {
  const forms = 'write layers and schemes, such as {1: xavier-normal, 3: {gain: 2}, last: zeros}'
  if (!isObject(value)) return place.report(`${shown(value)} is not possible; ${forms}`)
  const overrides: InitChoice['overrides'][number][] = []
  for (const [key, written] of Object.entries(value)) {
    const at = place.child(key)
    const layer = layerOf(key)
    if (layer === null) {
      const range = `a weight layer is an integer from 1 to ${DEPTH + 1}, or last for the output layer`
      return at.report(`${shown(key)} is no layer; ${range}`, { part: 'key' })
    }
    const init = readOverride(written, base, at)
    if (init === null) return null
    overrides.push({ layer, init })
  }
  const rank = (layer: number | 'last'): number => (layer === 'last' ? Infinity : layer)
  return overrides.sort((left, right) => (rank(left.layer) < rank(right.layer) ? -1 : 1))
}

function layerOf(key: string): number | 'last' | null {
  if (key === 'last') return key
  return /^[1-9]\d{0,4}$/.test(key) && Number(key) <= DEPTH + 1 ? Number(key) : null
}

/** An object without a scheme keeps that of the other layers, with the parameters that it does not name. */
function readOverride(value: FactorValue, base: InitSettings, place: Place): InitSettings | null {
  if (!isObject(value)) {
    const scheme = readChoice(value, place, SCHEME_NAMES, {
      what: 'an initialization scheme',
      otherwise: 'or an object such as {gain: 2}',
    })
    return scheme === null ? null : initSettings(scheme)
  }
  if (Object.keys(value).length === 0) return place.report('empty; give a scheme or a parameter')
  if (value.scheme === undefined) return readSchemeParameters(base.scheme, value, place, [], base)
  const scheme = readChoice(value.scheme, place.child('scheme'), SCHEME_NAMES, {
    what: 'an initialization scheme',
  })
  return scheme === null ? null : readSchemeParameters(scheme, value, place, ['scheme'])
}

/** A parameter that is refused takes its default: the problem is reported, so that the spec fails. */
function readSchemeParameters(
  scheme: SchemeName,
  written: Written,
  place: Place,
  besides: readonly string[],
  base: Partial<InitSettings> = {},
): InitSettings {
  const parameters: SchemeParameters = SCHEMES[scheme].parameters
  reportUnknownKeys(written, place, [...besides, ...Object.keys(parameters)], scheme)
  const number = (name: 'gain' | 'value' | 'std' | 'bound' | 'sparsity'): number | null => {
    const range = parameters[name]
    const given = written[name]
    if (range === undefined) return null
    return given === undefined ? (base[name] ?? null) : readNumber(given, place.child(name), range)
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
        ? (base.mode ?? null)
        : readChoice(mode, place.child('mode'), parameters.mode.choices, { what: 'a fan mode' }),
    corrected:
      parameters.corrected === undefined || corrected === undefined
        ? (base.corrected ?? null)
        : readFlag(corrected, place.child('corrected')),
  })
}

export function readBias(value: FactorValue, place: Place): BiasSettings | null {
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
