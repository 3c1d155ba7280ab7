import { parameterText } from '../parameter-text'
import type { FactorValue } from '../sweep-spec-model'
import type { Check, Rule, Selection } from './verdict-rule'

/** A rule whose checks stand for one set of configurations each. */
export type ExpandedRule =
  | { readonly all: readonly ExpandedRule[] }
  | { readonly any: readonly ExpandedRule[] }
  | { readonly not: ExpandedRule }
  | ExpandedCheck

export interface ExpandedCheck {
  /** `he-wins`, or `he-wins/10` for one value of its `each`. */
  readonly id: string
  readonly says: string
  readonly check: Check
}

/** Replaces every check with `each` by all of its cases. */
export function expandRule(node: Rule): ExpandedRule {
  if ('all' in node) return { all: node.all.map(expandRule) }
  if ('any' in node) return { any: node.any.map(expandRule) }
  if ('not' in node) return { not: expandRule(node.not) }
  const cases = casesOf(node)
  const [only] = cases
  return only !== undefined && cases.length === 1 ? only : { all: cases }
}

/** The checks of an expanded rule, in order. */
export function expandedChecks(node: ExpandedRule): readonly ExpandedCheck[] {
  if ('all' in node) return node.all.flatMap(expandedChecks)
  if ('any' in node) return node.any.flatMap(expandedChecks)
  return 'not' in node ? expandedChecks(node.not) : [node]
}

/** One check for each combination of the values of `each`. */
export function casesOf(check: Check): readonly ExpandedCheck[] {
  const axes = Object.entries(check.each ?? {})
  let cases: readonly (readonly (readonly [string, FactorValue])[])[] = [[]]
  for (const [key, values] of axes) {
    cases = cases.flatMap((sofar) => values.map((value) => [...sofar, [key, value] as const]))
  }
  return cases.map((terms) => ({
    id: [check.check, ...terms.map(([, value]) => valueName(value))].join('/'),
    says: terms.length === 0 ? check.says : `${check.says} (${terms.map(termText).join(', ')})`,
    check: filled(check, Object.fromEntries(terms)),
  }))
}

function termText([key, value]: readonly [string, FactorValue]): string {
  return `${key.split('.').at(-1) ?? key} ${valueText(value)}`
}

/** `{scheme: normal, std: 0.01}` is `normal std 0.01`. */
function valueText(value: FactorValue): string {
  if (value === null || typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return value.map(valueText).join(', ')
  const [name = '', ...parameters] = Object.entries(value).map(([key, member], place) =>
    place === 0 ? valueText(member) : parameterText(key, member, valueText(member)),
  )
  return [name, ...parameters].join(' ')
}

/** `{scheme: normal, std: 0.01}` is `normal-0.01`. */
function valueName(value: FactorValue): string {
  if (value === null || typeof value !== 'object') return String(value)
  return Object.values(value).map(valueName).join('-')
}

function filled(check: Check, terms: Selection): Check {
  const fill = (chosen: Selection): Selection => ({ ...terms, ...chosen })
  if ('same' in check) return { ...check, of: check.of.map(fill) }
  if ('difference' in check) return { ...check, of: fill(check.of), minus: fill(check.minus) }
  if ('quotient' in check) return { ...check, of: fill(check.of), by: fill(check.by) }
  if ('value' in check) return { ...check, of: fill(check.of) }
  if ('chance' in check) return { ...check, smaller: fill(check.smaller), than: fill(check.than) }
  const { smaller, larger } = check
  return {
    ...check,
    than: fill(check.than),
    ...(smaller === undefined ? {} : { smaller: fill(smaller) }),
    ...(larger === undefined ? {} : { larger: fill(larger) }),
  }
}
