import { forecastJacobian } from '@shared/theory/jacobian-forecast'
import type { ForecastData } from '@shared/theory/forecast-model'
import { forecastLayers } from '@shared/theory/layer-forecast'
import { gradientResponse, outputGradient } from '@shared/theory/output-gradient'
import { expect, test } from 'vitest'
import { trialSettings, type Choices } from '../../workers/core/settings'

const DATA: ForecastData = { features: 64, classes: 10, image: null, meanSquare: 1, featureVariance: 1 }

function jacobian(choices: Choices): number | null {
  const settings = trialSettings(choices)
  const forecast = forecastLayers(settings, DATA)
  if (forecast.theory === null) throw new Error(forecast.reason)
  return forecastJacobian(settings, DATA, forecast)
}

test('of linear layers it is the product of fan_out Var(w), times inputs over outputs', () => {
  const choices: Choices = { activation: 'linear', scheme: 'normal', init: { std: 0.1 }, widths: [20, 30] }
  // |J|^2 = sum over all paths of the variances: 64 * 20 * 30 * 10 * 0.01^3, over 10 outputs.
  expect(jacobian(choices)).toBeCloseTo(64 * 20 * 30 * 1e-6, 12)
  expect(jacobian({ ...choices, widths: [] })).toBeCloseTo(64 * 0.01, 12)
})

test('relu halves it at every layer', () => {
  const choices: Choices = { activation: 'relu', scheme: 'normal', init: { std: 0.1 }, widths: [20, 30] }
  expect(jacobian(choices)).toBeCloseTo((64 * 20 * 30 * 1e-6) / 4, 12)
})

test('is silent where it is not that simple', () => {
  expect(jacobian({ normalization: 'layer' })).toBeNull()
  expect(jacobian({ dropout: 0.2 })).toBeNull()
  expect(jacobian({ scheme: 'lsuv' })).toBeNull()
})

test('the response of the gradient to the size of the outputs is its logarithmic slope', () => {
  const mse = { loss: 'mse', classes: 4, z2: 0.5, batch: 8 } as const
  // 4 (z2 + 1 / K): the slope is z2 / (z2 + 1 / K).
  expect(gradientResponse(mse)).toBeCloseTo(0.5 / 0.75, 3)
  const guess = { loss: 'cross-entropy', classes: 10, z2: 0, batch: 8 } as const
  expect(gradientResponse(guess)).toBe(0)
  const ce = { ...guess, z2: 2 }
  const near = 1.02
  const slope =
    Math.log(outputGradient({ ...ce, z2: 2 * near }) / outputGradient({ ...ce, z2: 2 / near })) /
    (2 * Math.log(near))
  expect(gradientResponse(ce)).toBeCloseTo(slope, 3)
  expect(gradientResponse(ce)).toBeGreaterThan(0.05)
})
