import { LAYER_COLUMNS } from '@shared/trial-result'
import type { TrialSettings } from '@shared/trial-settings'
import type { ForecastData } from '@shared/theory/forecast-model'
import { fillUnitNormals } from '@core/random/unit-draws'
import { UNHURRIED } from '@core/pace'
import { probe } from '@core/probe'
import type { TrainingData } from '@core/training'
import { machineOf } from '../../workers/core/machines'

/** Over seeds, for weight layers 1..L+1. */
export interface MeasuredStart {
  /** [layer][seed]. */
  readonly z2: readonly (readonly number[])[]
  readonly h2: readonly (readonly number[])[]
  readonly delta2: readonly (readonly number[])[]
}

/** z2, h2 and delta2 before the first update, from the real core. */
export function measureStart(
  settings: TrialSettings,
  data: TrainingData,
  seeds: number,
  first = 0,
): MeasuredStart {
  const width = LAYER_COLUMNS.length
  const rows = Array.from(
    { length: seeds },
    (_, seed) => probe(settings, data, first + seed, machineOf('simd'), UNHURRIED).layers,
  )
  const count = settings.model.widths.length + 1
  const column = (name: (typeof LAYER_COLUMNS)[number]): number[][] =>
    Array.from({ length: count }, (_, layer) =>
      rows.map((row) => row[layer * width + LAYER_COLUMNS.indexOf(name)] ?? NaN),
    )
  return { z2: column('z2'), h2: column('h2'), delta2: column('delta2') }
}

/** x ~ N(0, 1), one class after another. */
export function gaussianData(
  samples: number,
  features: number,
  classes = 10,
  image: TrainingData['image'] = null,
): TrainingData {
  const draws = new Float64Array(samples * features)
  fillUnitNormals(draws, draws.length, { seed: 20, purpose: 'dataset', layer: 0, row: 0, step: 0 })
  return {
    features,
    image,
    classes,
    trainX: Float32Array.from(draws),
    trainY: Int32Array.from({ length: samples }, (_, row) => row % classes),
    testX: new Float32Array(0),
    testY: new Int32Array(0),
  }
}

/** What a forecast is told of the training split. */
export function forecastData({ features, classes, image, trainX }: TrainingData): ForecastData {
  const samples = trainX.length / features
  let squares = 0
  let means = 0
  for (let feature = 0; feature < features; feature += 1) {
    let sum = 0
    for (let row = 0; row < samples; row += 1) {
      const x = trainX[row * features + feature] ?? NaN
      sum += x
      squares += x * x
    }
    means += (sum / samples) ** 2
  }
  const meanSquare = squares / (samples * features)
  return { features, classes, image, meanSquare, featureVariance: meanSquare - means / features }
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Half the width of a 95 % interval of the mean, normal. */
export function halfWidth(values: readonly number[]): number {
  const centre = mean(values)
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0)
  return 1.96 * Math.sqrt(squares / (values.length - 1) / values.length)
}
