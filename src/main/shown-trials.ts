import type { TrialRecord } from '@shared/sweep'

const NOTHING = new Float32Array(0)

/** Trials as the window shows them: it asks for layer statistics, singular values and histograms when it needs them. */
export function shownTrials(trials: readonly TrialRecord[]): readonly TrialRecord[] {
  return trials.map((trial) => ({ ...trial, layers: NOTHING, spectrum: NOTHING, histograms: NOTHING }))
}
