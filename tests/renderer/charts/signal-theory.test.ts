import { layerColumn } from '@shared/layer-rows'
import { layerBand, type LayerBand } from '@shared/statistics/layer-bands'
import { forecastJacobian } from '@shared/theory/jacobian-forecast'
import { forecastLayers } from '@shared/theory/layer-forecast'
import type { Forecast } from '@shared/theory/forecast-model'
import type { TrialSettings } from '@shared/trial-settings'
import { train } from '@core/train'
import { describe, expect, test } from 'vitest'
import {
  SIGNAL_QUANTITIES,
  theoryCurve,
  type SignalLine,
  type SignalQuantity,
} from '../../../src/renderer/charts/signal-data'
import { signalRatio } from '../../../src/renderer/charts/signal-text'
import { forecastData, gaussianData, mean } from '../../shared/theory/measured-start'
import { trialWith } from '../../shared/statistics/synthetic-trials'
import { machineOf } from '../../workers/core/machines'
import { trialSettings, TO_THE_END, type Choices } from '../../workers/core/settings'

const SEEDS = 24
const DEPTH = 10
const WIDTH = 256
const DATA = gaussianData(64, WIDTH)

function forecastOf(settings: TrialSettings): Forecast {
  const forecast = forecastLayers(settings, forecastData(DATA))
  if (forecast.theory === null) throw new Error(forecast.reason)
  return forecast
}

interface Measured {
  readonly line: SignalLine
  readonly jacobians: readonly number[]
  readonly jacobian: number | null
}

/** Trials of no steps through the core, as the layers' charts get them. */
function measure(choices: Choices): Measured {
  const settings = trialSettings({
    widths: Array<number>(DEPTH).fill(WIDTH),
    batchSize: 64,
    steps: 0,
    ...choices,
  })
  const data = { target: DATA, source: null }
  const runs = Array.from({ length: SEEDS }, (_, seed) => ({
    seed,
    training: train(settings, data, seed, TO_THE_END, machineOf('simd')),
  }))
  const trials = runs.map(({ seed, training }) =>
    trialWith({ seed, steps: 0, curve: training.curve, layers: training.layers }),
  )
  const bandOf = (quantity: SignalQuantity): LayerBand | null =>
    layerBand(
      0,
      trials.map((trial) => ({ trial, values: layerColumn(trial.layers, quantity) })),
      DEPTH + 1,
      quantity,
      0,
    )
  const forecast = forecastOf(settings)
  return {
    line: {
      configuration: 0,
      label: 'measured',
      style: { colour: 0, isOrdered: false, dash: [] },
      bands: { z2: bandOf('z2'), h2: bandOf('h2'), delta2: bandOf('delta2') },
      forecast,
    },
    jacobians: runs.flatMap(({ training }) => training.jacobian ?? []),
    jacobian: forecastJacobian(settings, forecastData(DATA), forecast),
  }
}

const CASES: readonly { readonly name: string; readonly choices: Choices }[] = [
  { name: 'relu with He', choices: { activation: 'relu', scheme: 'he-normal' } },
  { name: 'tanh with Xavier', choices: { activation: 'tanh', scheme: 'xavier-normal' } },
  { name: 'sigmoid with Xavier', choices: { activation: 'sigmoid', scheme: 'xavier-normal' } },
  { name: 'selu with LeCun', choices: { activation: 'selu', scheme: 'lecun-normal' } },
]

describe.each(CASES)('the theory over $name, width 256, 24 seeds', ({ choices }) => {
  const { line, jacobians, jacobian } = measure(choices)

  test.each(SIGNAL_QUANTITIES)(
    'every median of %s lies in the band or within 5 % of the curve',
    (quantity) => {
      const theory = theoryCurve(line, quantity)
      const medians = [...(line.bands[quantity]?.median ?? [])]
      expect(medians).toHaveLength(DEPTH + 1)
      expect(theory?.expected).toHaveLength(DEPTH + 1)
      const away = medians.flatMap((median, index) => {
        const expected = theory?.expected[index] ?? NaN
        const { low = NaN, high = NaN } = theory?.bands[index] ?? {}
        const isOn = (median >= low && median <= high) || Math.abs(median / expected - 1) <= 0.05
        return isOn ? [] : [{ layer: index + 1, median, expected, low, high }]
      })
      expect(away).toEqual([])
    },
  )

  test.each(['z2', 'delta2'] as const)(
    'the ratio per layer of %s is the predicted one within 3 %',
    (quantity) => {
      const ratio = signalRatio(line, quantity)
      expect(Math.abs((ratio?.measured ?? NaN) / (ratio?.predicted ?? NaN) - 1)).toBeLessThan(0.03)
    },
  )

  test("the Jacobian's mean squared singular value is the predicted one within a fifth", () => {
    expect(jacobians).toHaveLength(SEEDS)
    expect(Math.abs(mean(jacobians) / (jacobian ?? NaN) - 1)).toBeLessThan(0.2)
  })
})
