import { writeJson } from '@engine/reports/json-text'
import type { Claim } from '@shared/claims/claim'
import type { CheckResult } from '@shared/claims/evaluate-check'
import type { ClaimVerdict, RuleVerdict } from '@shared/claims/evaluate-claim'
import { encodeNumber } from '@shared/number-codec'
import type { JsonObject, JsonValue } from '@shared/report'

/** `{"claims": [...]}`: the ledger as it stands. */
export function ledgerJson(claims: readonly Claim[]): string {
  return `${writeJson({ claims: claims.map(claimJson) })}\n`
}

/** `{"firstSeed": ..., "claims": [...]}`: each claim with its outcome, `agrees` and every check. */
export function verdictsJson(
  firstSeed: number,
  verdicts: readonly { readonly claim: Claim; readonly verdict: ClaimVerdict }[],
): string {
  const claims = verdicts.map(({ claim, verdict }) => ({
    ...claimJson(claim),
    outcome: verdict.outcome,
    agrees: verdict.outcome === claim.status,
    sentence: verdict.sentence,
    supports: ruleJson(verdict.supports),
    refutes: ruleJson(verdict.refutes),
  }))
  return `${writeJson({ firstSeed, claims })}\n`
}

function claimJson(claim: Claim): JsonObject {
  const { id, statement, sources, corrections, status, conditions, experiments, reference, difference } =
    claim
  return {
    id,
    statement,
    sources,
    corrections,
    status,
    conditions,
    experiments,
    reference: reference === undefined ? null : { ...reference },
    difference: difference ?? null,
  }
}

function ruleJson(verdict: RuleVerdict | null): JsonValue {
  return verdict === null ? null : { truth: verdict.truth, checks: verdict.checks.map(checkJson) }
}

function checkJson({ estimate, low, high, first, second, p, ...rest }: CheckResult): JsonObject {
  const number = (value: number | null): JsonValue => (value === null ? null : encodeNumber(value))
  return {
    ...rest,
    estimate: number(estimate),
    low: number(low),
    high: number(high),
    first: number(first),
    second: number(second),
    p: number(p),
  }
}
