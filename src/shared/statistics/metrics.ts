import type { TrialRecord } from '../sweep'
import type { FinalMetrics } from '../trial-result'

export type Metric = keyof FinalMetrics
export const METRICS = [
  'trainLoss',
  'trainAccuracy',
  'testLoss',
  'testAccuracy',
] as const satisfies readonly Metric[]

/** The worst value of a metric, which a diverged trial has: +Infinity for a loss, -Infinity for an accuracy. */
export const WORST_VALUE: Readonly<Record<Metric, number>> = {
  trainLoss: Infinity,
  trainAccuracy: -Infinity,
  testLoss: Infinity,
  testAccuracy: -Infinity,
}

/** Done, stalled and diverged trials are results and make up n; cancelled and failed ones say nothing about the configuration. */
export function isResult(trial: TrialRecord): boolean {
  return trial.status === 'done' || trial.status === 'stalled' || trial.status === 'diverged'
}

/** The final value of a result; the worst value when the trial diverged or the number is not one. */
export function finalValue(trial: TrialRecord, metric: Metric): number {
  const value = trial.final?.[metric] ?? NaN
  return trial.status === 'diverged' || Number.isNaN(value) ? WORST_VALUE[metric] : value
}

/** Trials by configuration index; trials of an index outside the expansion are left out. */
export function trialsByConfiguration(
  configurationCount: number,
  trials: Iterable<TrialRecord>,
): readonly (readonly TrialRecord[])[] {
  const groups: TrialRecord[][] = Array.from({ length: configurationCount }, () => [])
  for (const trial of trials) groups[trial.configuration]?.push(trial)
  return groups
}
