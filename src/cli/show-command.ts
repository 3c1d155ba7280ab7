import { errorText } from '@shared/errors'
import path from 'node:path'
import { readReport } from '@engine/reports/read-report'
import { canonicalJson } from '@shared/canonical-json'
import { expandSweep, matchConfiguration } from '@shared/expand-sweep'
import type { ReportContent, ReportTrial } from '@shared/report'
import type { TrialRecord } from '@shared/sweep'
import { parseSweepDocument } from '@shared/sweep-spec'
import { configurationTable, factorText } from './configuration-table'
import { firstCauseLines } from './first-cause-lines'
import type { TableConfiguration } from './results-output'
import { resultsJson, tableRows } from './results-output'
import type { CommandSystem } from './system'
import { EXIT } from './system'

/** Prints a saved report; what a damaged one lacks is told on standard error. */
export async function showReport(report: string, json: boolean, system: CommandSystem): Promise<number> {
  const file = path.resolve(system.workingDirectory, report)
  const content = await readReport(file)
  if (!content.ok) {
    const { error } = content
    system.errors.write(`${report}: ${error.place === file ? error.message : errorText(error)}\n`)
    return EXIT.wrong
  }
  for (const sentence of content.value.missing) system.errors.write(`${report}: ${sentence}\n`)
  if (json) {
    system.output.write(resultsJson(content.value.sweep, content.value.trials))
    return EXIT.done
  }
  const { configurations, records } = placeTrials(content.value)
  system.output.write(configurationTable(tableRows(configurations, records)))
  system.output.write(firstCauseLines(configurations, records))
  return EXIT.done
}

interface PlacedTrials {
  readonly configurations: readonly TableConfiguration[]
  readonly records: readonly TrialRecord[]
}

/**
 * Trials by the index of their configuration: the sweep's own order where it can be read, with configurations that it does not
 * have behind; otherwise the order in which the trials name them.
 */
function placeTrials({ sweep, trials }: ReportContent): PlacedTrials {
  const spec = parseSweepDocument(sweep)
  const expansion = spec.ok ? expandSweep(spec.value) : null
  const configurations: TableConfiguration[] = expansion === null ? [] : [...expansion.configurations]
  const found = new Map<string, number>()
  const indexOf = ({ configuration }: ReportTrial): number => {
    const known = expansion === null ? null : matchConfiguration(expansion, configuration)
    if (known !== null) return known
    const key = canonicalJson(configuration)
    const index = found.get(key) ?? configurations.length
    if (index === configurations.length) {
      configurations.push({ factors: configuration, label: factorText(configuration) })
      found.set(key, index)
    }
    return index
  }
  const records = trials.map((trial) => ({ ...trial, configuration: indexOf(trial) }))
  return { configurations, records }
}
