import type { ShownClaim, StoredVerdict } from '@shared/study/shown-claim'
import { formatInterval, formatMeasure } from '../charts/number-format'

export interface OutcomeLook {
  readonly word: string
  readonly icon: string
  readonly color: 'success' | 'warning' | 'error' | 'neutral'
}

const OUTCOMES: Readonly<Record<StoredVerdict['outcome'], OutcomeLook>> = {
  holds: { word: 'Holds', icon: 'i-lucide-check', color: 'success' },
  'holds-if': { word: 'Holds under conditions', icon: 'i-lucide-split', color: 'warning' },
  refuted: { word: 'Refuted', icon: 'i-lucide-x', color: 'error' },
  inconclusive: { word: 'Inconclusive', icon: 'i-lucide-circle-help', color: 'neutral' },
}

export function outcomeLook(outcome: StoredVerdict['outcome']): OutcomeLook {
  return OUTCOMES[outcome]
}

/** The same for a claim in the ledger, which may have no experiment. */
export function statusLook(status: ShownClaim['status']): OutcomeLook {
  return status === 'not-testable'
    ? { word: 'Not testable here', icon: 'i-lucide-minus', color: 'neutral' }
    : OUTCOMES[status]
}

/** Whether every word sought stands in the id, the statement, the conditions or the word of the status. */
export function claimMatches(
  { id, statement, conditions, status }: Pick<ShownClaim, 'id' | 'statement' | 'conditions' | 'status'>,
  sought: string,
): boolean {
  const text = `${id} ${statement} ${conditions} ${statusLook(status).word}`.toLowerCase()
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

export function statusText(status: ShownClaim['status']): string {
  if (status === 'not-testable') return 'This lab has no experiment for it.'
  return `${OUTCOMES[status].word}, by the runs of the release; their numbers are not at hand.`
}

export interface CheckRow {
  readonly id: string
  readonly says: string
  readonly estimate: string
  readonly bound: string
  readonly n: string
  readonly met: string
}

const TRUTHS = { true: 'yes', false: 'no', unknown: 'not decided' } as const

/** What the estimates of comparisons are: "<" is judged by the ratio of the medians, ">" by their difference. Null without any. */
export function comparisonNote({ checks }: Pick<StoredVerdict, 'checks'>): string | null {
  const compared = checks.filter(({ bound }) => bound.includes('the other'))
  const said = [
    { sign: '<', text: 'for “< the other” the ratio of the two medians' },
    { sign: '>', text: 'for “> the other” the first median minus the second' },
  ].filter(({ sign }) => compared.some(({ bound }) => bound.startsWith(sign)))
  return said.length === 0 ? null : `Estimate: ${said.map(({ text }) => text).join(', ')}.`
}

export function checkRows({ checks }: StoredVerdict): readonly CheckRow[] {
  return checks.map(({ id, says, estimate, low, high, bound, n, diverged, truth }) => ({
    id,
    says,
    estimate: `${formatMeasure(estimate)}${low === null || high === null ? '' : ` ${formatInterval(low, high)}`}`,
    bound,
    n: diverged > 0 ? `${String(n)}, ${String(diverged)} diverged` : String(n),
    met: TRUTHS[truth],
  }))
}
