import { canonicalJson } from './canonical-json'
import { FACTOR_VALUES, RULES, SPEC_PROBLEMS } from './limits'
import type { FactorValue, FieldKey, RuleCondition, RuleTerm, SpecRule } from './sweep-spec-model'
import { FIELD_KEYS } from './sweep-spec-model'
import type { Place } from './sweep-spec-problems'
import { nearest, shown } from './sweep-spec-problems'
import { READERS } from './sweep-spec-readers'
import { isList, isObject, reportUnknownKeys } from './sweep-spec-values'

/** Keys whose values are told apart by a name; in a rule the bare name matches it with any parameters. */
const NAMED_KEYS: readonly FieldKey[] = [
  'model.init',
  'model.activation',
  'train.optimizer',
  'train.schedule',
  'pretrain.train.optimizer',
  'pretrain.train.schedule',
]

const FORMS = 'write exclude, only or match, such as exclude: {model.activation: selu, model.init: he-normal}'

/** A rule as the document writes it, and as it is meant. */
export interface ReadRule {
  readonly written: FactorValue
  readonly rule: SpecRule
}

/** Reads the list of `rules`. */
export function readRules(value: FactorValue, place: Place): readonly ReadRule[] {
  const items = isList(value) ? value : []
  if (!isList(value)) place.report(`${shown(value)} is not a list of rules; ${FORMS}`)
  if (items.length > RULES) place.report(`${items.length} rules are too many; the limit is ${RULES}`)
  const rules: ReadRule[] = []
  for (const [index, item] of items.slice(0, RULES).entries()) {
    const rule = readRule(item, place.child(index))
    if (rule !== null) rules.push(rule)
  }
  return rules
}

function readRule(value: FactorValue, place: Place): ReadRule | null {
  if (!isObject(value)) return place.report(`${shown(value)} is not a rule; ${FORMS}`)
  reportUnknownKeys(value, place, ['exclude', 'only', 'match', 'when'], 'a rule')
  const { exclude, only, match, when } = value
  const given = [exclude, only, match].filter((part) => part !== undefined)
  if (given.length !== 1) return place.report(`a rule needs exactly one of exclude, only and match; ${FORMS}`)
  if (exclude !== undefined) {
    if (when !== undefined) {
      return place
        .child('when')
        .report('exclude takes no when; write its terms into exclude', { part: 'key' })
    }
    const condition = readCondition(exclude, place.child('exclude'))
    return (
      condition && {
        written: { exclude: written(condition) },
        rule: { kind: 'exclude', condition: terms(condition) },
      }
    )
  }
  const scope = when === undefined ? [] : readCondition(when, place.child('when'))
  if (scope === null) return null
  const scopeWritten = scope.length === 0 ? {} : { when: written(scope) }
  if (only !== undefined) {
    const condition = readCondition(only, place.child('only'))
    return (
      condition && {
        written: { only: written(condition), ...scopeWritten },
        rule: { kind: 'only', condition: terms(condition), when: terms(scope) },
      }
    )
  }
  if (canonicalJson(match) !== '{"model.init":"recommended"}') {
    return place.child('match').report('match knows {model.init: recommended} only', { part: 'key' })
  }
  const recommended = { 'model.init': 'recommended' }
  return { written: { match: recommended, ...scopeWritten }, rule: { kind: 'match', when: terms(scope) } }
}

interface ReadTerm {
  readonly written: FactorValue
  readonly term: RuleTerm
}

function written(condition: readonly ReadTerm[]): FactorValue {
  return Object.fromEntries(condition.map((part) => [part.term.key, part.written]))
}

function terms(condition: readonly ReadTerm[]): RuleCondition {
  return condition.map(({ term }) => term)
}

/** The terms in the order of the format. */
function readCondition(value: FactorValue, place: Place): readonly ReadTerm[] | null {
  if (!isObject(value) || Object.keys(value).length === 0) {
    return place.report(
      `${shown(value)} is no condition; write keys and values, such as {model.init: he-normal}`,
    )
  }
  const unknown = Object.keys(value).filter((key) => !FIELD_KEYS.some((known) => known === key))
  for (const key of unknown.slice(0, SPEC_PROBLEMS)) {
    place.child(key).report(`unknown key${suggestKey(key)}`, { part: 'key' })
  }
  const condition: ReadTerm[] = []
  for (const key of FIELD_KEYS) {
    const given = value[key]
    if (given === undefined) continue
    const term = readTerm(key, given, place.child(key))
    if (term === null) return null
    condition.push({ written: given, term })
  }
  return condition.length === 0 ? null : condition
}

/** `; did you mean "model.init"?` for `init`, `model.int` or `modelInit`. */
export function suggestKey(key: string): string {
  const last = key.slice(key.lastIndexOf('.') + 1)
  const exact = FIELD_KEYS.find((known) => known.endsWith(`.${last}`))
  const near = exact ?? nearest(key, FIELD_KEYS) ?? nearKeyByItsLastWord(last)
  return near === null ? '' : `; did you mean ${shown(near)}?`
}

function nearKeyByItsLastWord(word: string): string | null {
  const near = nearest(
    word,
    FIELD_KEYS.map((known) => known.slice(known.lastIndexOf('.') + 1)),
  )
  return near === null ? null : (FIELD_KEYS.find((known) => known.endsWith(`.${near}`)) ?? null)
}

/** A value, or a list of values of which any may hold. */
function readTerm(key: FieldKey, given: FactorValue, place: Place): RuleTerm | null {
  const isOneValue = !isList(given) || isListByNature(key, given)
  const items = isOneValue ? [given] : given
  if (items.length === 0) return place.report('an empty list never matches; give a value')
  if (items.length > FACTOR_VALUES) return place.report(`${items.length} values are too many`)
  const anyOf: { settings: string; name: string | null }[] = []
  for (const [index, item] of items.entries()) {
    const value = READERS[key](item, isOneValue ? place : place.child(index))
    if (value === null) return null
    const isName = typeof item === 'string' && NAMED_KEYS.includes(key)
    anyOf.push({ settings: isName ? '' : canonicalJson(value), name: isName ? item : null })
  }
  return { key, anyOf }
}

/**
 * True for a list that is one value, not a factor: a list of classes, a list of steps. As a factor those keys hold a list of
 * lists (or of words, as `[all, parity]`).
 */
export function isListByNature(key: FieldKey, list: readonly FactorValue[]): boolean {
  if (key === 'task.labels' || key === 'pretrain.task.labels')
    return list.length > 0 && list.every((item) => typeof item === 'number')
  return key === 'record.histograms' && list.every((item) => !isList(item))
}
