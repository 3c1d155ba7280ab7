import type { LayerRow } from '@shared/layer-rows'
import { layerBand, type LayerBand, type LayerQuantity } from '@shared/statistics/layer-bands'
import {
  convergenceBand,
  STANDARD_BAND,
  type BandChoice,
  type ConvergenceBand,
  type CurveMetric,
} from '@shared/statistics/convergence-bands'
import { configurationSummary, type ConfigurationSummary } from '@shared/statistics/configuration-summaries'
import { trialsByConfiguration } from '@shared/statistics/metrics'
import type { TrialRecord } from '@shared/sweep'

export interface ConfigurationResults {
  readonly trials: readonly TrialRecord[]
  readonly band: ConvergenceBand
  readonly summary: ConfigurationSummary
}

const NO_VALUES = new Float32Array(0)

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
  choice?: BandChoice,
) => readonly ConfigurationResults[] {
  const held = new Map<string, readonly ConfigurationResults[]>()
  return (configurationCount, trials, metric, choice = STANDARD_BAND) => {
    const key = `${metric} ${choice.line} ${choice.spread}`
    const before = held.get(key) ?? []
    const results = trialsByConfiguration(configurationCount, trials).map((group, index) => {
      const known = before[index]
      return known !== undefined && isSame(known.trials, group)
        ? known
        : {
            trials: group,
            band: convergenceBand(index, group, metric, choice),
            summary: configurationSummary(index, group),
          }
    })
    held.set(key, results)
    return results
  }
}

/** The rows of one configuration by seed; the same map until it gets a row. */
export type LayerRows = ReadonlyMap<number, LayerRow>

interface KnownBand {
  readonly trials: readonly TrialRecord[]
  readonly rows: LayerRows
  readonly band: LayerBand | null
}

/**
 * Bands of layers, computed again only for configurations that got a trial or a row since. A trial whose row has not come yet
 * does not count.
 */
export function createLayerBandCache(): (
  configuration: number,
  trials: readonly TrialRecord[],
  rows: LayerRows,
  layerCount: number,
  quantity: LayerQuantity,
  step: number,
) => LayerBand | null {
  const held = new Map<number, KnownBand>()
  let [heldQuantity, heldStep]: [LayerQuantity | null, number] = [null, NaN]
  return (configuration, trials, rows, layerCount, quantity, step) => {
    if (quantity !== heldQuantity || step !== heldStep) held.clear()
    ;[heldQuantity, heldStep] = [quantity, step]
    const known = held.get(configuration)
    if (known?.trials === trials && known.rows === rows) return known.band
    const measured = trials.flatMap((trial) => {
      const row = rows.get(trial.seed)
      return row === undefined ? [] : [{ trial, values: row.layers === layerCount ? row.values : NO_VALUES }]
    })
    const band = layerBand(configuration, measured, layerCount, quantity, step)
    held.set(configuration, { trials, rows, band })
    return band
  }
}
