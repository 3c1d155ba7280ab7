import type { Claim, ClaimOutcome } from './claim'
import type { CheckResult } from './evaluate-check'
import { evaluateCheck } from './evaluate-check'
import type { ExpandedRule } from './expand-check'
import { expandRule, expandedChecks } from './expand-check'
import type { ExperimentResults } from './experiment'
import { filledSentence } from './sentence'
import { allOf, anyOf, negation } from './three-valued'
import type { Truth } from './three-valued'
import type { Rule } from './verdict-rule'

export interface RuleVerdict {
  readonly truth: Truth
  /** One for each check, in the order in which they are written. */
  readonly checks: readonly CheckResult[]
}

export interface ClaimVerdict {
  readonly id: string
  readonly outcome: ClaimOutcome
  readonly supports: RuleVerdict | null
  readonly refutes: RuleVerdict | null
  /** The claim's sentence for the outcome, with the numbers of the run. */
  readonly sentence: string
}

/**
 * A rule over the results of its experiments: every check, joined in three-valued logic.
 * @throws when a selection means no single configuration: a ledger that was read has none such
 */
export function evaluateRule(rule: Rule, results: ReadonlyMap<string, ExperimentResults>): RuleVerdict {
  const expanded = expandRule(rule)
  const checks = expandedChecks(expanded).map((check) => evaluateCheck(check, results))
  const truths = new Map(checks.map(({ id, truth }) => [id, truth]))
  return { truth: truthOfRule(expanded, truths), checks }
}

function truthOfRule(node: ExpandedRule, truths: ReadonlyMap<string, Truth>): Truth {
  if ('all' in node) return allOf(node.all.map((member) => truthOfRule(member, truths)))
  if ('any' in node) return anyOf(node.any.map((member) => truthOfRule(member, truths)))
  if ('not' in node) return negation(truthOfRule(node.not, truths))
  return truths.get(node.id) ?? 'unknown'
}

/**
 * What the evidence for and against a claim makes of it: for alone it holds; for and against, it holds under its conditions and
 * not outside of them; against alone, or a support that is false, refutes it; anything else is not decided.
 */
export function claimOutcome(supports: Truth | null, refutes: Truth | null): ClaimOutcome {
  if (supports === 'true' && refutes === 'true') return 'holds-if'
  if (supports === 'true') return refutes === 'unknown' ? 'inconclusive' : 'holds'
  if (refutes === 'true' && supports !== 'unknown') return 'refuted'
  return supports === 'false' ? 'refuted' : 'inconclusive'
}

/** @throws for a claim that is not testable, and as `evaluateRule` does */
export function evaluateClaim(claim: Claim, results: ReadonlyMap<string, ExperimentResults>): ClaimVerdict {
  const own = new Map([...results].filter(([name]) => claim.experiments.includes(name)))
  const supports = claim.supports === undefined ? null : evaluateRule(claim.supports, own)
  const refutes = claim.refutes === undefined ? null : evaluateRule(claim.refutes, own)
  if (claim.sentences === undefined) throw new Error(`${claim.id} is not testable`)
  const outcome = claimOutcome(supports?.truth ?? null, refutes?.truth ?? null)
  const sentence = claim.sentences[outcome] ?? claim.sentences.inconclusive
  const checks = [...(supports?.checks ?? []), ...(refutes?.checks ?? [])]
  return { id: claim.id, outcome, supports, refutes, sentence: filledSentence(sentence, checks) }
}
