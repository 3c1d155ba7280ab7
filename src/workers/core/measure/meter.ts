import type { TrialSettings } from '@shared/trial-settings'
import type { Network } from '../nn/network'
import type { Workbench } from '../nn/part'
import type { Pace } from '../pace'
import { createDeadUnits, type DeadUnits } from './dead-units'
import { createHistogramMeter, type HistogramMeter } from './histograms'
import { createJacobianMeter, type JacobianMeter } from './jacobian'
import { createLayerMeter, type LayerMeter } from './layer-meter'
import { createSpectrumMeter, type SpectrumMeter } from './weight-spectrum'

/** What `record.layers` measures. */
export interface StatisticsMeter {
  readonly layers: LayerMeter
  readonly dead: DeadUnits
  readonly spectrum: SpectrumMeter
  readonly jacobian: JacobianMeter
}

/** The instruments of one trial, each with its own memory in the heap; null for what is not recorded. */
export interface Meter {
  readonly statistics: StatisticsMeter | null
  readonly histograms: HistogramMeter | null
}

export function createMeter(
  bench: Workbench,
  network: Network,
  settings: TrialSettings,
  seed: number,
  pace: Pace,
): Meter {
  const { record, model } = settings
  const activation = model.activation.name
  return {
    statistics: record.layers
      ? {
          layers: createLayerMeter(bench, network, activation),
          dead: createDeadUnits(bench, network, activation),
          spectrum: createSpectrumMeter(bench, network, pace),
          jacobian: createJacobianMeter(bench, network, seed),
        }
      : null,
    histograms: record.histograms.length > 0 ? createHistogramMeter(bench, network, record.histograms) : null,
  }
}
