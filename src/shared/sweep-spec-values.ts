import { SPEC_PROBLEMS } from './limits'
import type { FactorValue } from './sweep-spec-model'
import type { Place } from './sweep-spec-problems'
import { nearest, shown } from './sweep-spec-problems'

/** Reads one value of a spec; null after it reported what is wrong. */
export type Reader<Value> = (value: FactorValue, place: Place) => Value | null

export interface NumberRange {
  readonly min: number
  readonly max: number
  readonly exclusiveMin?: boolean
  readonly exclusiveMax?: boolean
  readonly integer?: boolean
}

export function isList(value: FactorValue | undefined): value is readonly FactorValue[] {
  return Array.isArray(value)
}

export function isObject(value: FactorValue | undefined): value is { readonly [key: string]: FactorValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `an integer from 1 to 4096`, `a number greater than 0 and at most 1000`. */
function rangeText({ min, max, exclusiveMin, exclusiveMax, integer }: NumberRange): string {
  const kind = integer === true ? 'an integer' : 'a number'
  if (exclusiveMin !== true && exclusiveMax !== true) return `${kind} from ${min} to ${max}`
  const low = exclusiveMin === true ? `greater than ${min}` : `at least ${min}`
  const high = exclusiveMax === true ? `less than ${max}` : `at most ${max}`
  return `${kind} ${low} and ${high}`
}

export function readNumber(value: FactorValue, place: Place, range: NumberRange): number | null {
  if (typeof value !== 'number') {
    const quoted = typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
    const advice = quoted ? `write it without quotes, ${rangeText(range)}` : `give ${rangeText(range)}`
    return place.report(`${shown(value)} is not a number; ${advice}`)
  }
  const { min, max, exclusiveMin, exclusiveMax, integer } = range
  const low = exclusiveMin === true ? value > min : value >= min
  const high = exclusiveMax === true ? value < max : value <= max
  if (low && high && (integer !== true || Number.isInteger(value))) return value === 0 ? 0 : value
  return place.report(`${shown(value)} is not possible; give ${rangeText(range)}`)
}

export function numberReader(range: NumberRange): Reader<number> {
  return (value, place) => readNumber(value, place, range)
}

export interface ChoiceOptions {
  /** What the choices are: `an activation`. */
  readonly what: string
  /** What else may be written: `or an object such as {scheme: normal, std: 0.01}`. */
  readonly otherwise?: string
}

/** One word out of a list; the message of another says the nearest and all. */
export function readChoice<Choice extends string>(
  value: FactorValue,
  place: Place,
  choices: readonly Choice[],
  { what, otherwise }: ChoiceOptions,
): Choice | null {
  const found = choices.find((choice) => choice === value)
  if (found !== undefined) return found
  const all = `${choices.join(', ')}${otherwise === undefined ? '' : `, ${otherwise}`}`
  const near = typeof value === 'string' ? nearest(value, choices) : null
  const suggestion = near === null ? '' : `did you mean ${shown(near)}? `
  return place.report(`${shown(value)} is not ${what}; ${suggestion}choose from ${all}`)
}

export function choiceReader<Choice extends string>(
  choices: readonly Choice[],
  options: ChoiceOptions,
): Reader<Choice> {
  return (value, place) => readChoice(value, place, choices, options)
}

export function readFlag(value: FactorValue, place: Place): boolean | null {
  if (typeof value === 'boolean') return value
  return place.report(`${shown(value)} is neither true nor false`)
}

/** Reports every key of an object that is not among the known; `owner` says whose keys they are. */
export function reportUnknownKeys(
  value: { readonly [key: string]: FactorValue },
  place: Place,
  known: readonly string[],
  owner: string,
): void {
  const unknown = Object.keys(value).filter((key) => !known.includes(key))
  for (const key of unknown.slice(0, SPEC_PROBLEMS)) {
    const near = nearest(key, known)
    const suggestion = near === null ? '' : `; did you mean ${shown(near)}?`
    const has = known.length === 0 ? `${owner} has none` : `${owner} has ${known.join(', ')}`
    place
      .child(key)
      .report(`unknown key${suggestion}${suggestion === '' ? '; ' : ' '}${has}`, { part: 'key' })
  }
}

/** True for text with a tab, a line break or another control character of ASCII. */
export function hasControlCharacter(text: string): boolean {
  return Array.from(text).some((character) => character < ' ' || character === '\u007f')
}
