import type { TrialRecord } from '@shared/sweep'

const NOTHING = new Float32Array(0)

/** Trials as the window shows them: singular values and histograms stay in the library, for reports. */
export function shownTrials(trials: readonly TrialRecord[]): readonly TrialRecord[] {
  return trials.map((trial) => ({ ...trial, spectrum: NOTHING, histograms: NOTHING }))
}
