import { writeJson } from '@engine/reports/json-text'
import { trialToJson } from '@engine/reports/write-report'
import type { JsonObject, ReportTrial } from '@shared/report'
import { configurationSummaries } from '@shared/statistics/configuration-summaries'
import type { Configuration, TrialRecord } from '@shared/sweep'
import type { TableRow } from './configuration-table'

/** A configuration as a table needs it. */
export type TableConfiguration = Pick<Configuration, 'factors' | 'label'>

export function tableRows(
  configurations: readonly TableConfiguration[],
  trials: readonly TrialRecord[],
): readonly TableRow[] {
  const summaries = configurationSummaries(configurations.length, trials)
  return configurations.flatMap(({ factors, label }, index) => {
    const summary = summaries[index]
    return summary === undefined ? [] : [{ factors, label, summary }]
  })
}

/** The lines of a report for trials that know their configuration by index. */
export function reportTrials(
  configurations: readonly TableConfiguration[],
  trials: readonly TrialRecord[],
): readonly ReportTrial[] {
  return trials.map((trial) => ({
    ...trial,
    configuration: configurations[trial.configuration]?.factors ?? {},
    unknown: {},
  }))
}

/** `{"sweep": ..., "trials": [...]}`, a trial a line; the trials as in trials.ndjson. */
export function resultsJson(sweep: JsonObject | null, trials: readonly ReportTrial[]): string {
  const lines = trials.map((trial) => writeJson(trialToJson(trial)))
  return `{"sweep":${writeJson(sweep)},"trials":[${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n`}]}\n`
}
