import {
  TRIAL_STATES,
  type SweepState,
  type SweepSummary,
  type TrialCounts,
  type TrialState,
} from '@shared/sweep'

/** States of a trial that ran to its end: a cancelled one did not. */
const ENDED_STATES = ['done', 'stalled', 'diverged', 'error'] as const satisfies readonly TrialState[]

export function countEnded(counts: TrialCounts): number {
  return ENDED_STATES.reduce((sum, state) => sum + counts[state], 0)
}

/** Of all trials of a sweep, 0..1; 0 where the library does not know it. */
export function endedShareOf(summary: Pick<SweepSummary, 'counts' | 'trialCount'> | null): number {
  return summary === null || summary.trialCount === 0 ? 0 : countEnded(summary.counts) / summary.trialCount
}

export function isUnfinished(counts: TrialCounts): boolean {
  return counts.queued + counts.running > 0
}

export interface StatePart {
  readonly state: TrialState
  /** The state in words: a running trial of a paused sweep is `paused`. */
  readonly word: string
  readonly count: number
  /** Of all trials, 0..1. */
  readonly share: number
}

/** The order in which states are stacked in every bar: what ended first, what waits last. */
const STACK_ORDER: readonly TrialState[] = [
  'done',
  'stalled',
  'diverged',
  'error',
  'cancelled',
  'running',
  'queued',
]

/** The states that occur, in the order of the stacked bar. */
export function stateParts(counts: TrialCounts, sweep: SweepState = 'running'): readonly StatePart[] {
  const total = TRIAL_STATES.reduce((sum, state) => sum + counts[state], 0)
  return STACK_ORDER.filter((state) => counts[state] > 0).map((state) => ({
    state,
    word: state === 'running' && sweep === 'paused' ? 'paused' : state,
    count: counts[state],
    share: counts[state] / total,
  }))
}

/** `8 done, 2 diverged`: the text of a stacked bar for those who cannot see it. */
export function stateSentence(counts: TrialCounts, sweep: SweepState = 'running'): string {
  const parts = stateParts(counts, sweep)
  return parts.length === 0 ? 'no trials' : parts.map(({ word, count }) => `${count} ${word}`).join(', ')
}
