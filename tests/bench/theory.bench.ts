import { test } from 'vitest'
import { forecastLayers } from '@shared/theory/layer-forecast'
import type { TrainingData } from '@core/training'
import { forecastData, gaussianData, mean } from '../shared/theory/measured-start'
import {
  compareStart,
  CONVOLUTION_CASE,
  PLAIN_CASES,
  plainChoices,
  ratioPerLayer,
  SPECIAL_CASES,
  type StartCase,
} from '../shared/theory/start-cases'
import { loadDigits } from '../workers/core/golden'
import { trialSettings } from '../workers/core/settings'
import { print } from './machine'

const SEEDS = 20
const DEPTH = 12

function percent(measured: number, forecast: number): string {
  if (measured === forecast) return 'exact'
  const error = 100 * (measured / forecast - 1)
  return `${error >= 0 ? '+' : ''}${error.toFixed(1)} %`
}

function deviation(values: readonly number[]): number {
  const logs = values.map(Math.log)
  const centre = mean(logs)
  return Math.sqrt(mean(logs.map((value) => (value - centre) ** 2)))
}

test('the theory against the core: ratio a layer', () => {
  print(
    `\nRatio of the means over ${SEEDS} seeds a layer, from layer 2 to ${DEPTH} and back, 64 normal inputs`,
  )
  for (const width of [256, 512]) {
    const data = gaussianData(64, width)
    for (const described of PLAIN_CASES) {
      const compared = compareStart(plainChoices(described, width, DEPTH), data, SEEDS)
      const forward = ratioPerLayer(compared, 'z2', 2, DEPTH)
      const backward = ratioPerLayer(compared, 'delta2', DEPTH, 2)
      const { forecast, measured } = compared
      const last = forecast.layers[DEPTH - 1]
      print(
        `${String(width).padEnd(4)} ${described.name.padEnd(24)}` +
          ` forward ${forward.measured.toFixed(4)} / ${forward.forecast.toFixed(4)} ${percent(forward.measured, forward.forecast).padStart(7)}` +
          `  backward ${backward.measured.toFixed(4)} / ${backward.forecast.toFixed(4)} ${percent(backward.measured, backward.forecast).padStart(7)}` +
          `  sd ln z2 at ${DEPTH} ${deviation(measured.z2[DEPTH - 1] ?? []).toFixed(3)} / ${Math.sqrt(last?.spread.z2 ?? NaN).toFixed(3)}`,
      )
    }
  }
})

/** Worst layer of each column, and the output's own gradient. */
function printWorst({ name, choices }: StartCase, data: TrainingData): void {
  const { forecast, measured } = compareStart(choices, data, SEEDS)
  const output = mean(measured.delta2.at(-1) ?? [])
  const worst = (column: 'z2' | 'h2' | 'delta2'): string => {
    const errors = forecast.layers.flatMap((layer, place) => {
      const found = mean(measured[column][place] ?? []) / (column === 'delta2' ? output : 1)
      if (Number.isNaN(layer[column])) return []
      return found === layer[column] ? [0] : [found / layer[column] - 1]
    })
    const most = errors.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0)
    return percent(1 + most, 1).padStart(8)
  }
  print(
    `${name.padEnd(36)} z2 ${worst('z2')}  h2 ${worst('h2')}  delta2 ${worst('delta2')}  output delta2 ${percent(output, forecast.outputDelta2).padStart(8)}`,
  )
}

test('the theory against the core: other networks', () => {
  print(`\nWorst layer, mean over ${SEEDS} seeds against the forecast, 256 normal inputs`)
  for (const described of [...SPECIAL_CASES, CONVOLUTION_CASE]) {
    const image = described === CONVOLUTION_CASE ? { channels: 1, height: 8, width: 8 } : null
    printWorst(described, gaussianData(256, 64, 10, image))
  }
})

const WIDTHS = Array<number>(6).fill(128)
const ON_DIGITS: readonly StartCase[] = [
  { name: 'relu, He', choices: { widths: WIDTHS } },
  { name: 'tanh, Xavier', choices: { widths: WIDTHS, activation: 'tanh', scheme: 'xavier-normal' } },
  { name: 'sigmoid, Xavier', choices: { widths: WIDTHS, activation: 'sigmoid', scheme: 'xavier-normal' } },
  { name: 'batch norm, relu, 1 layer', choices: { widths: [128], normalization: 'batch' } },
  { name: 'batch norm, relu, 6 layers', choices: { widths: WIDTHS, normalization: 'batch' } },
  CONVOLUTION_CASE,
  {
    name: 'cnn, zero padding',
    choices: { widths: [16, 32, 32], convolution: { kernel: 3, stride: 1, padding: 'zero' } },
  },
]

test('the theory against the core: digits', () => {
  print(`\nWorst layer, mean over ${SEEDS} seeds against the forecast, 256 digits, width 128`)
  const digits = loadDigits()
  const trainX = digits.trainX.subarray(0, 256 * digits.features)
  const data = { ...digits, trainX, trainY: digits.trainY.subarray(0, 256) }
  for (const described of ON_DIGITS) printWorst(described, data)
})

test('the time of a forecast', () => {
  print('\nOne forecast, median of 50, ms')
  const data = forecastData(gaussianData(64, 64))
  for (const activation of ['relu', 'tanh', 'gelu'] as const) {
    for (const depth of [10, 30, 100]) {
      const settings = trialSettings({ widths: Array<number>(depth).fill(64), activation })
      const times = Array.from({ length: 50 }, () => {
        const start = performance.now()
        forecastLayers(settings, data)
        return performance.now() - start
      }).sort((a, b) => a - b)
      print(`${activation.padEnd(6)} ${String(depth).padStart(4)} layers  ${(times[25] ?? NaN).toFixed(2)}`)
    }
  }
})
