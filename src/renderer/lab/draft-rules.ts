import type { FactorValue, SweepDocument } from '@shared/sweep-spec'
import { FIELD_KEYS } from '@shared/sweep-spec-model'
import { isListByNature } from '@shared/sweep-spec-rules'
import { isList, isRecord, readKey, sameValue, writeKey } from './document-path'

/** One rule of a draft as its card shows it; a form this card does not know is kept and shown as text. */
export type DraftRule =
  | { readonly kind: 'exclude'; readonly terms: readonly RuleTerm[] }
  | { readonly kind: 'match-init' }
  | { readonly kind: 'other'; readonly text: string }

export interface RuleTerm {
  readonly key: string
  readonly values: readonly FactorValue[]
}

const MATCH_INIT: FactorValue = { match: { 'model.init': 'recommended' } }

export function draftRules(document: SweepDocument): readonly DraftRule[] {
  return ruleList(document).map(toRule)
}

function ruleList(document: SweepDocument): readonly FactorValue[] {
  const held = document['rules']
  return isList(held) ? held : []
}

function toRule(rule: FactorValue): DraftRule {
  if (sameValue(rule, MATCH_INIT)) return { kind: 'match-init' }
  const condition = isRecord(rule) && Object.keys(rule).length === 1 ? rule['exclude'] : undefined
  if (!isRecord(condition)) return { kind: 'other', text: JSON.stringify(rule) }
  const terms = Object.entries(condition).map(([key, value]) => ({
    key,
    values: isList(value) ? value : [value],
  }))
  return { kind: 'exclude', terms }
}

export function withExclude(document: SweepDocument, terms: readonly RuleTerm[]): SweepDocument {
  const condition = Object.fromEntries(
    terms.map(({ key, values }) => [key, values.length === 1 ? (values[0] ?? null) : values]),
  )
  return writeKey(document, 'rules', [...ruleList(document), { exclude: condition }])
}

export function withoutRule(document: SweepDocument, index: number): SweepDocument {
  const rest = ruleList(document).filter((_, place) => place !== index)
  return writeKey(document, 'rules', rest.length === 0 ? undefined : rest)
}

export function matchesInit(document: SweepDocument): boolean {
  return ruleList(document).some((rule) => sameValue(rule, MATCH_INIT))
}

export function withMatchInit(document: SweepDocument, matched: boolean): SweepDocument {
  const rest = ruleList(document).filter((rule) => !sameValue(rule, MATCH_INIT))
  const rules = matched ? [...rest, MATCH_INIT] : rest
  return writeKey(document, 'rules', rules.length === 0 ? undefined : rules)
}

/** The keys of a draft that hold more than one value, in the order of the format. */
export function factorKeys(document: SweepDocument): readonly string[] {
  return FIELD_KEYS.filter((key) => {
    const held = readKey(document, key)
    return isList(held) && held.length > 1 && !isListByNature(key, held)
  })
}
