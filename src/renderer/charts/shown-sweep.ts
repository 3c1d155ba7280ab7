import type { Expansion, TrialRecord } from '@shared/sweep'
import type { ConfigurationResults } from './band-cache'
import type { LineStyle } from './line-styles'

/** One sweep as every view of its results sees it: what was planned, and what has ended. */
export interface ShownSweep {
  readonly id: number
  /** Goes into file names. */
  readonly name: string
  readonly expansion: Expansion
  /** Every trial that ended; without layer columns, which are asked for by quantity. */
  readonly trials: readonly TrialRecord[]
  /** By configuration index. */
  readonly byConfiguration: readonly ConfigurationResults[]
  /** How each configuration is drawn, by its index: the same in every chart. */
  readonly styles: readonly LineStyle[]
  readonly isLive: boolean
}

/** Whether every planned trial ran to its end: none waits, was cancelled or failed. */
export function isWhole({ expansion, byConfiguration }: ShownSweep): boolean {
  return byConfiguration.reduce((sum, { summary }) => sum + summary.n, 0) === expansion.trialCount
}
