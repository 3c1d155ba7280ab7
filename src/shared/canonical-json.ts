import type { FieldKey, RuleCondition, SpecRule, SweepSpec } from './sweep-spec-model'
import { FIELD_KEYS } from './sweep-spec-model'
import type { TrialSettings } from './trial-settings'

/**
 * JSON text that equal values share: keys sorted by UTF-16 code units, no spaces, numbers in their shortest form, -0 as 0,
 * keys with the value undefined left out. Source: RFC 8785 (JSON canonicalization), which it follows.
 * @throws for what JSON does not have: NaN, an infinity, a function, a bigint, undefined as an item.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number' && Number.isFinite(value)) return String(value === 0 ? 0 : value)
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`
  if (typeof value !== 'object') throw new Error(`JSON has no text for a ${typeof value}`)
  const entries: [string, unknown][] = Object.entries(value)
  const members = entries
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
  return `{${members.join(',')}}`
}

/**
 * What a sweep computes, as text: equal for specs that mean the same, however they are written (YAML or JSON, the order of keys
 * and rules, a default given or left out, a list of seeds or first and count). Name and notes are no part of it.
 */
export function canonicalSweepText(spec: SweepSpec): string {
  const fields: Record<string, unknown> = {}
  for (const key of FIELD_KEYS) fields[key] = meaningOf(spec, key)
  const rules = [...new Set(spec.rules.map(canonicalRule))].sort()
  return canonicalJson({ fields, rules, seeds: runsOf(spec.seeds) })
}

/** What determines every bit of a trial, as text: task, model, train, record, pretrain and the seed. */
export function trialIdentityText(settings: TrialSettings, seed: number): string {
  const { task, model, train, record, pretrain } = settings
  return canonicalJson({ task, model, train, record, pretrain, seed })
}

/** A factor is a list in a list, so that it differs from a value that is a list itself. */
function meaningOf(spec: SweepSpec, key: FieldKey): unknown {
  const { isFactor, values } = spec.fields[key]
  const meanings = values.map(({ value }) => value)
  return isFactor ? { factor: meanings } : meanings[0]
}

function canonicalRule(rule: SpecRule): string {
  switch (rule.kind) {
    case 'exclude':
      return canonicalJson({ kind: rule.kind, condition: canonicalCondition(rule.condition) })
    case 'only':
      return canonicalJson({
        kind: rule.kind,
        condition: canonicalCondition(rule.condition),
        when: canonicalCondition(rule.when),
      })
    case 'match':
      return canonicalJson({ kind: rule.kind, when: canonicalCondition(rule.when) })
  }
}

function canonicalCondition(condition: RuleCondition): string[] {
  return condition
    .map(({ key, anyOf }) => canonicalJson([key, [...new Set(anyOf.map(canonicalJson))].sort()]))
    .sort()
}

/** Seeds in ascending runs: [first, count] of each. */
function runsOf(seeds: readonly number[]): [number, number][] {
  const runs: [number, number][] = []
  for (const seed of [...seeds].sort((left, right) => left - right)) {
    const run = runs.at(-1)
    if (run !== undefined && run[0] + run[1] === seed) run[1] += 1
    else runs.push([seed, 1])
  }
  return runs
}
