import { convergenceBand, type ConvergenceBand, type CurveMetric } from '@shared/statistics/convergence-bands'
import { configurationSummary, type ConfigurationSummary } from '@shared/statistics/configuration-summaries'
import { trialsByConfiguration } from '@shared/statistics/metrics'
import type { TrialRecord } from '@shared/sweep'

export interface ConfigurationResults {
  readonly trials: readonly TrialRecord[]
  readonly band: ConvergenceBand
  readonly summary: ConfigurationSummary
}

function isSame(a: readonly TrialRecord[], b: readonly TrialRecord[]): boolean {
  return a.length === b.length && a.every((trial, index) => trial === b[index])
}

/**
 * Bands and summaries that are computed again only for configurations whose trials changed: while a sweep runs, an
 * update touches a few of them.
 */
export function createBandCache(): (
  configurationCount: number,
  trials: readonly TrialRecord[],
  metric: CurveMetric,
) => readonly ConfigurationResults[] {
  const held = new Map<CurveMetric, readonly ConfigurationResults[]>()
  return (configurationCount, trials, metric) => {
    const before = held.get(metric) ?? []
    const results = trialsByConfiguration(configurationCount, trials).map((group, index) => {
      const known = before[index]
      return known !== undefined && isSame(known.trials, group)
        ? known
        : {
            trials: group,
            band: convergenceBand(index, group, metric),
            summary: configurationSummary(index, group),
          }
    })
    held.set(metric, results)
    return results
  }
}
