import type { TrialRecord } from '../sweep'
import type { FirstCause } from '../trial-result'

/** The first cause that most trials of a configuration share. */
export interface FrequentCause {
  /** That of the trial with the lowest seed among those that share it. */
  readonly cause: FirstCause
  /** Trials whose first cause is the same quantity on the same side. */
  readonly count: number
  /** Diverged and stalled trials with a first cause. */
  readonly total: number
}

/** The most frequent first cause, the earlier one at a tie; null when no trial has one. */
export function mostFrequentCause(trials: readonly TrialRecord[]): FrequentCause | null {
  const groups = new Map<string, { readonly cause: FirstCause; count: number }>()
  let total = 0
  for (const { firstCause } of [...trials].sort((a, b) => a.seed - b.seed)) {
    if (firstCause === null) continue
    total++
    const key = `${firstCause.phase ?? ''} ${firstCause.quantity} ${firstCause.side}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { cause: firstCause, count: 1 })
    else group.count++
  }
  const [first, ...others] = groups.values()
  if (first === undefined) return null
  const { cause, count } = others.reduce((most, group) => (isAhead(group, most) ? group : most), first)
  return { cause, count, total }
}

function isAhead(
  group: { readonly cause: FirstCause; readonly count: number },
  most: { readonly cause: FirstCause; readonly count: number },
): boolean {
  return group.count === most.count ? group.cause.step < most.cause.step : group.count > most.count
}
