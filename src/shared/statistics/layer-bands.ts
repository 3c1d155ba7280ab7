import type { TrialRecord } from '../sweep'
import type { LayerColumn } from '../trial-result'
import { curvePoints, curveStep, recordedSteps } from './convergence-bands'
import { isResult } from './metrics'
import { quartilesInPlace } from './quantiles'

export type LayerQuantity = LayerColumn

/** A trial with one column of its layer statistics. */
export interface MeasuredTrial {
  readonly trial: TrialRecord
  /** Row-major float32 (points, L + 1), points as in the trial's curve; empty when none were recorded. */
  readonly values: Float32Array
}

/** What a diverged trial had too much of: it counts as infinite there, and not at all in a mean, a share or a count. */
export const MAGNITUDES: readonly LayerQuantity[] = [
  'z2',
  'zMax',
  'h2',
  'hMax',
  'delta2',
  'weightGradient',
  'biasGradient',
]

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
  /** Those of them that had diverged by the step: a magnitude counts as +Infinity then, as their pre-activations did. */
  readonly diverged: number
}

function pointAt(curve: Float32Array, step: number): number {
  for (let point = 0; point < curvePoints(curve); point++) if (curveStep(curve, point) === step) return point
  return -1
}

/**
 * Median and quartiles (type 7) of one quantity by weight layer. A layer that has no such value - the update after the last
 * step, dead units of the output - is NaN.
 * @param measured trials of the configuration whose column is known; those that are no results do not count
 * @param layerCount L + 1 weight layers
 * @param step the last recorded step of the configuration at or before this one is shown
 * @returns null when no trial of the configuration recorded layers by that step
 */
export function layerBand(
  configuration: number,
  measured: readonly MeasuredTrial[],
  layerCount: number,
  quantity: LayerQuantity,
  step: number,
): LayerBand | null {
  const results = measured.filter(({ trial }) => isResult(trial))
  if (!results.some(({ values }) => values.length > 0)) return null
  const shown = recordedSteps(results.map(({ trial }) => trial)).findLast((recorded) => recorded <= step)
  return shown === undefined ? null : bandAt(configuration, results, layerCount, quantity, shown)
}

/** The bands of `layerBand` at every recorded step of the configuration, ascending; empty when none recorded layers. */
export function layerBands(
  configuration: number,
  measured: readonly MeasuredTrial[],
  layerCount: number,
  quantity: LayerQuantity,
): readonly LayerBand[] {
  const results = measured.filter(({ trial }) => isResult(trial))
  if (!results.some(({ values }) => values.length > 0)) return []
  return [...recordedSteps(results.map(({ trial }) => trial))].flatMap((step) => {
    const band = bandAt(configuration, results, layerCount, quantity, step)
    return band === null ? [] : [band]
  })
}

function bandAt(
  configuration: number,
  results: readonly MeasuredTrial[],
  layerCount: number,
  quantity: LayerQuantity,
  shown: number,
): LayerBand | null {
  const counted = results
    .map(({ trial, values }) => ({ trial, values, point: pointAt(trial.curve, shown) }))
    .map(({ trial, values, point }) => ({
      column: values,
      point: point >= 0 && (point + 1) * layerCount <= values.length ? point : -1,
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
  // A number that is none belongs to a trial on its way to diverge.
  const missing = MAGNITUDES.includes(quantity) ? Infinity : NaN
  const values = new Float64Array(counted.length)
  for (let layer = 0; layer < layerCount; layer++) {
    let present = 0
    for (const { column, point } of counted) {
      const recorded = point < 0 ? NaN : (column[point * layerCount + layer] ?? NaN)
      const value = Number.isNaN(recorded) ? missing : recorded
      if (!Number.isNaN(value)) values[present++] = value
    }
    const { q25, median, q75 } = quartilesInPlace(values, present)
    band.median[layer] = median
    band.q25[layer] = q25
    band.q75[layer] = q75
  }
  return band
}
