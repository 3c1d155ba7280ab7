import type { FactorValue } from '@shared/sweep-spec'
import { nearest } from '@shared/sweep-spec-problems'
import { numberText } from './value-text'
import { choiceValue, type Choice, type ChoiceParameter, type NumberRule, type ValueRule } from './value-rule'

export type ParsedValues =
  | { readonly ok: true; readonly values: readonly FactorValue[] }
  | { readonly ok: false; readonly message: string }

/** More values than this on one key make a grid nobody reads; the parser stops there. */
export const MOST_VALUES = 256

/**
 * The values that a line of text stands for:
 * `1, 2, 8` - `3..20` (step 1) - `10, 20..50` (the step of the two before) - `1, 2, 4..64` (the ratio of the three
 * before) - `log(1e-4, 1e-1, 7)` (evenly spaced on a log axis) - `lin(0, 1, 5)` - `64-32-16` (widths) - `[3, 8]`
 * (one list) - `he-normal` - `normal(std 0.01, 0.1)` (one value for each).
 */
export function parseValues(text: string, rule: ValueRule): ParsedValues {
  const values: FactorValue[] = []
  for (const item of splitOutside(text, ',')) {
    if (item === '') continue
    const parsed = parseItem(item, values, rule)
    if (!parsed.ok) return parsed
    values.push(...parsed.values)
    if (values.length > MOST_VALUES)
      return wrong(`That is more than ${MOST_VALUES} values. Use a larger step.`)
  }
  return { ok: true, values: withoutRepeats(values) }
}

/** The list without values that it already holds. */
export function withoutRepeats(values: readonly FactorValue[]): readonly FactorValue[] {
  const seen = new Map(values.map((value) => [JSON.stringify(value), value] as const))
  return [...seen.values()]
}

/** Numbers ascend, whatever the order they were added in; anything else stays as it was given. */
export function inOrder(values: readonly FactorValue[]): readonly FactorValue[] {
  const numbers = values.filter((value) => typeof value === 'number')
  return numbers.length === values.length ? numbers.toSorted((one, other) => one - other) : values
}

function wrong(message: string): ParsedValues {
  return { ok: false, message }
}

function one(value: FactorValue): ParsedValues {
  return { ok: true, values: [value] }
}

function parseItem(item: string, before: readonly FactorValue[], rule: ValueRule): ParsedValues {
  if (rule.prefix !== undefined && item.startsWith(rule.prefix)) return one(item)
  const choice = parseChoice(item, rule)
  if (choice !== null) return choice
  if (rule.lists !== undefined && item.startsWith('[')) return parseList(item, rule.lists)
  if (rule.widths === true && /^\d+(-\d+)+$/.test(item)) return parseWidths(item, rule)
  if (rule.numbers === undefined) return wrong(unknownChoice(item, rule))
  const spaced = /^(log|lin)\s*\((.*)\)$/i.exec(item)
  if (spaced !== null) return parseSpaced(spaced[1] ?? '', spaced[2] ?? '', rule.numbers)
  const range = /^(.+?)\.\.(.+)$/.exec(item)
  if (range !== null) return parseRange(range[1] ?? '', range[2] ?? '', before, rule.numbers)
  return parseNumber(item, rule)
}

function parseNumber(item: string, rule: ValueRule): ParsedValues {
  const value = toNumber(item)
  if (value === null || rule.numbers === undefined) return wrong(unknownChoice(item, rule))
  const objection = outside(value, rule.numbers)
  return objection === null ? one(value) : wrong(objection)
}

/** What is wrong with a number, in plain words; null when nothing is. */
function outside(value: number, rule: NumberRule): string | null {
  if (rule.integer && !Number.isInteger(value)) return `${numberText(value)} is not a whole number.`
  const low = rule.above === true ? value <= rule.min : value < rule.min
  const high = rule.below === true ? value >= rule.max : value > rule.max
  if (!low && !high) return null
  const from = rule.above === true ? `more than ${numberText(rule.min)}` : `at least ${numberText(rule.min)}`
  const to =
    rule.below === true
      ? `must be less than ${numberText(rule.max)}`
      : `may be at most ${numberText(rule.max)}`
  return low
    ? `${numberText(value)} is too small: it must be ${from}.`
    : `${numberText(value)} is too large: it ${to}.`
}

function toNumber(text: string): number | null {
  const trimmed = text.trim()
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return null
  const value = Number(trimmed)
  return Number.isFinite(value) ? value : null
}

function parseSpaced(kind: string, inside: string, rule: NumberRule): ParsedValues {
  const [from, to, count, ...more] = inside.split(',').map(toNumber)
  const name = kind.toLowerCase()
  if (from == null || to == null || count == null || more.length > 0) {
    return wrong(`${name} takes three numbers: ${name}(first, last, how many).`)
  }
  if (!Number.isInteger(count) || count < 2 || count > MOST_VALUES) {
    return wrong(`${name} makes 2 to ${MOST_VALUES} values, not ${numberText(count)}.`)
  }
  if (name === 'log' && (from <= 0 || to <= 0)) return wrong('log needs two numbers above 0.')
  const values = Array.from({ length: count }, (_, index) => {
    if (index === 0) return from
    if (index === count - 1) return to
    const share = index / (count - 1)
    const value = name === 'log' ? from * (to / from) ** share : from + (to - from) * share
    return rule.integer ? Math.round(value) : Number(value.toPrecision(4))
  })
  return checked(values, rule)
}

function parseRange(
  fromText: string,
  toText: string,
  before: readonly FactorValue[],
  rule: NumberRule,
): ParsedValues {
  const from = toNumber(fromText)
  const to = toNumber(toText)
  if (from === null || to === null)
    return wrong(`A range is written like 3..20; “${fromText}..${toText}” is not.`)
  const numbers = [...before.filter((value) => typeof value === 'number'), from]
  const [first, second, third] = [numbers.at(-3), numbers.at(-2), numbers.at(-1)]
  if (first !== undefined && second !== undefined && third !== undefined) {
    const ratio = third / second
    if (
      first !== 0 &&
      second !== 0 &&
      ratio !== 1 &&
      Math.abs(second / first - ratio) < 1e-9 * Math.abs(ratio)
    ) {
      return progression(from, to, (value) => value * ratio, ratio > 1 === to > from, rule)
    }
  }
  const step = second !== undefined && third !== undefined ? third - second : to >= from ? 1 : -1
  if (second === undefined && !(Number.isInteger(from) && Number.isInteger(to))) {
    return wrong('Say the step of this range with two values first, such as 0.1, 0.2..1.')
  }
  return progression(
    from,
    to,
    (value) => Number((value + step).toPrecision(12)),
    step > 0 === to >= from && step !== 0,
    rule,
  )
}

function progression(
  from: number,
  to: number,
  next: (value: number) => number,
  reaches: boolean,
  rule: NumberRule,
): ParsedValues {
  if (!reaches) return wrong(`The values before ${numberText(to)} lead away from it.`)
  const values: number[] = []
  const slack = Math.abs(to) * 1e-9
  for (let value = from; to >= from ? value <= to + slack : value >= to - slack; value = next(value)) {
    values.push(value)
    if (values.length > MOST_VALUES)
      return wrong(`That is more than ${MOST_VALUES} values. Use a larger step.`)
  }
  return checked(values, rule)
}

function checked(values: readonly number[], rule: NumberRule): ParsedValues {
  for (const value of values) {
    const objection = outside(value, rule)
    if (objection !== null) return wrong(objection)
  }
  return { ok: true, values }
}

/** `[3, 8]`: classes; `[0, 100, last]`: steps. */
function parseList(item: string, kind: 'classes' | 'steps'): ParsedValues {
  const parts =
    /^\[(.*)\]$/
      .exec(item)?.[1]
      ?.split(/[\s,]+/)
      .filter((part) => part !== '') ?? []
  const values = parts.map((part) => (kind === 'steps' && part === 'last' ? part : toNumber(part)))
  const whole = values.filter((value) => value === 'last' || (value !== null && Number.isInteger(value)))
  if (values.length === 0 || whole.length < values.length) {
    return wrong(
      kind === 'steps'
        ? 'A list of steps is written like [0, 100, last].'
        : 'A list of classes is written like [3, 8].',
    )
  }
  return one(whole)
}

function parseWidths(item: string, rule: ValueRule): ParsedValues {
  for (const width of item.split('-').map(Number)) {
    const objection = rule.numbers === undefined ? null : outside(width, rule.numbers)
    if (objection !== null) return wrong(objection)
  }
  return one(item)
}

function parseChoice(item: string, rule: ValueRule): ParsedValues | null {
  const [, name = '', inside = ''] = /^([a-z0-9][a-z0-9-]*)\s*\(?([^()]*)\)?$/i.exec(item) ?? []
  const choice = rule.choices?.find((candidate) => candidate.name === name.toLowerCase())
  if (choice === undefined) return null
  if (inside.trim() === '') return one(choiceValue(choice, rule))
  return parseParameters(choice, inside, rule)
}

/** `std 0.01, 0.1` or `gain 2, mode fan_out`: every combination of the values given. */
function parseParameters(choice: Choice, inside: string, rule: ValueRule): ParsedValues {
  const known = choice.parameters ?? []
  let combinations: Readonly<Record<string, FactorValue>>[] = [{}]
  const chosen = new Map<string, FactorValue[]>()
  let current = ''
  for (const part of inside.split(',').map((piece) => piece.trim())) {
    const [, name = '', text = ''] = /^(?:([a-z][a-z0-9]*)\s*[=:\s]\s*)?(.+)$/i.exec(part) ?? []
    current = name === '' ? current : name
    const parameter = known.find((candidate) => candidate.name === current)
    if (parameter === undefined) return wrong(noParameter(choice, current === '' ? part : current))
    const value = parseParameter(text, parameter)
    if (!value.ok) return wrong(`${choice.name}, ${parameter.name}: ${value.message}`)
    chosen.set(current, [...(chosen.get(current) ?? []), ...value.values])
  }
  for (const [name, values] of chosen) {
    combinations = combinations.flatMap((held) => values.map((value) => ({ ...held, [name]: value })))
  }
  return { ok: true, values: combinations.map((given) => choiceValue(choice, rule, given)) }
}

/** The value of one parameter, or several numbers in a row. */
export function parseParameter(text: string, parameter: ChoiceParameter): ParsedValues {
  const { choices, number, widths, overrides } = parameter
  if (overrides === true) return parseOverrides(text)
  if (choices !== undefined) {
    return choices.includes(text) ? one(text) : wrong(`“${text}” is not one of ${choices.join(', ')}.`)
  }
  if (number === undefined) {
    if (text === 'yes' || text === 'true') return one(true)
    if (text === 'no' || text === 'false') return one(false)
    return wrong(`“${text}” is neither yes nor no.`)
  }
  const parsed = parseValues(text, { numbers: number, ...(widths === true ? { widths } : {}) })
  return parsed.ok && parsed.values.length === 0 ? wrong('Give it a number.') : parsed
}

/**
 * `1: xavier-normal; 3: gain 2; last: normal (std 0.1)` as an object of layers; empty text as none. Whether a layer and a
 * scheme exist is for the spec to say.
 */
function parseOverrides(text: string): ParsedValues {
  const layers: [string, FactorValue][] = []
  for (const part of text.split(';')) {
    if (part.trim() === '') continue
    const [, layer = '', scheme = ''] = /^\s*(\d+|last)\s*:?\s*(.+?)\s*$/.exec(part) ?? []
    if (layer === '') {
      return wrong(
        `“${part.trim()}” is no layer with a scheme. Write 1: xavier-normal; 3: gain 2; last: zeros.`,
      )
    }
    layers.push([layer, overrideOf(scheme)])
  }
  return layers.length === 0 ? one('') : one(Object.fromEntries(layers))
}

/** `zeros`, `gain 2` for the parameters alone, `normal (std 0.1)`. */
function overrideOf(text: string): FactorValue {
  const [, scheme, inside = scheme === undefined ? text : ''] =
    /^([a-z][a-z0-9-]*)\s*(?:\((.*)\))?$/i.exec(text) ?? []
  const pairs = inside.split(',').flatMap((pair): [string, FactorValue][] => {
    const [, name, value] = /^\s*([a-z]+)\s*[=:\s]\s*(\S+)\s*$/i.exec(pair) ?? []
    return name === undefined || value === undefined ? [] : [[name, toNumber(value) ?? value]]
  })
  if (pairs.length === 0) return scheme ?? text
  return { ...(scheme === undefined ? {} : { scheme }), ...Object.fromEntries(pairs) }
}

function noParameter(choice: Choice, name: string): string {
  const names = (choice.parameters ?? []).map((parameter) => parameter.name)
  if (names.length === 0) return `${choice.name} has no parameters.`
  return `${choice.name} has no parameter “${name}”; it has ${names.join(', ')}.`
}

function unknownChoice(item: string, rule: ValueRule): string {
  const names = rule.choices?.map((choice) => choice.name) ?? []
  if (names.length === 0) return `“${item}” is not a number. Write 1, 2, 8 or 3..20 or log(1e-4, 1e-1, 7).`
  const close = names.filter((name) => name.includes(item.toLowerCase()))
  const near = close.length > 0 ? null : nearest(item.toLowerCase(), names)
  if (near !== null) return `“${item}” is not known here. Did you mean ${near}?`
  const offered = close.length > 0 ? close : names
  const list = offered.slice(0, 4).join(', ') + (offered.length > 4 ? ' …' : '')
  return rule.numbers === undefined
    ? `“${item}” is not known here. Try ${list}`
    : `“${item}” is neither a number nor one of ${list}`
}

/** Splits at a separator that stands outside of brackets; every part trimmed. */
function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = ['']
  let depth = 0
  for (const character of text) {
    if (character === '(' || character === '[') depth += 1
    if (character === ')' || character === ']') depth -= 1
    if (character === separator && depth <= 0) parts.push('')
    else parts[parts.length - 1] = (parts.at(-1) ?? '') + character
  }
  return parts.map((part) => part.trim())
}
