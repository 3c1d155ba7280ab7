import { parse } from 'yaml'
import { casesOf } from '@shared/claims/expand-check'
import type { ExpandedCheck } from '@shared/claims/expand-check'
import type { Rule } from '@shared/claims/verdict-rule'
import { checksOf, rule } from '@shared/claims/verdict-rule'

/** A rule of the ledger from its YAML. @throws when it is none */
export function ruleOf(yaml: string): Rule {
  return rule.parse(parse(yaml))
}

/** The only case of the only check of a rule; name and words are filled in. */
export function expandCheckOf(yaml: string): ExpandedCheck {
  const [check] = checksOf(ruleOf(`{check: it, says: it, ${yaml}}`))
  const [only] = check === undefined ? [] : casesOf(check)
  if (only === undefined) throw new Error('no check')
  return only
}

/** What the language says of a rule that it refuses: one line a problem, with its path. */
export function complaints(yaml: string): readonly string[] {
  const read = rule.safeParse(parse(yaml))
  if (read.success) return []
  return read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}
