import type { TrialRecord } from '../sweep'
import { LAYER_COLUMNS } from '../trial-result'
import { curvePoints, curveStep, recordedSteps } from './convergence-bands'
import { isResult } from './metrics'
import { quartilesInPlace } from './quantiles'

export type LayerQuantity = (typeof LAYER_COLUMNS)[number]

/** Median and quartiles over the seeds of one configuration, for weight layers 1..L+1 at one recorded step. */
export interface LayerBand {
  readonly configuration: number
  /** The configuration's recorded step at or before the step asked for. */
  readonly step: number
  readonly median: Float64Array
  readonly q25: Float64Array
  readonly q75: Float64Array
  /** Trials that count. */
  readonly n: number
  /** Those of them that had diverged by the step: they count as +Infinity, as their pre-activations did. */
  readonly diverged: number
}

function pointAt(curve: Float32Array, step: number): number {
  for (let point = 0; point < curvePoints(curve); point++) if (curveStep(curve, point) === step) return point
  return -1
}

/**
 * @param layerCount L + 1 weight layers
 * @param step the last recorded step of the configuration at or before this one is shown
 * @returns null when no trial of the configuration recorded layers by that step
 */
export function layerBand(
  configuration: number,
  trials: readonly TrialRecord[],
  layerCount: number,
  quantity: LayerQuantity,
  step: number,
): LayerBand | null {
  const results = trials.filter(isResult)
  if (!results.some((trial) => trial.layers.length > 0)) return null
  const shown = recordedSteps(results).findLast((recorded) => recorded <= step)
  if (shown === undefined) return null

  const stride = LAYER_COLUMNS.length
  const column = LAYER_COLUMNS.indexOf(quantity)
  const counted = results
    .map((trial) => ({ trial, point: pointAt(trial.curve, shown) }))
    .map(({ trial, point }) => ({
      layers: trial.layers,
      point: point >= 0 && (point + 1) * layerCount * stride <= trial.layers.length ? point : -1,
      status: trial.status,
    }))
    .filter(({ point, status }) => point >= 0 || status === 'diverged')
  if (counted.length === 0) return null
  const band = {
    configuration,
    step: shown,
    median: new Float64Array(layerCount),
    q25: new Float64Array(layerCount),
    q75: new Float64Array(layerCount),
    n: counted.length,
    diverged: counted.filter(({ point }) => point < 0).length,
  }
  const values = new Float64Array(counted.length)
  for (let layer = 0; layer < layerCount; layer++) {
    counted.forEach(({ layers, point }, index) => {
      values[index] = point < 0 ? Infinity : (layers[(point * layerCount + layer) * stride + column] ?? NaN)
    })
    const { q25, median, q75 } = quartilesInPlace(values, counted.length)
    band.median[layer] = median
    band.q25[layer] = q25
    band.q75[layer] = q75
  }
  return band
}
