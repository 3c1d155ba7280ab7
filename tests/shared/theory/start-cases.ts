import type { Forecast } from '@shared/theory/forecast-model'
import { forecastLayers } from '@shared/theory/layer-forecast'
import type { TrainingData } from '@core/training'
import { trialSettings, type Choices } from '../../workers/core/settings'
import { forecastData, mean, measureStart, type MeasuredStart } from './measured-start'

/** A configuration whose start is compared with its forecast. */
export interface StartCase {
  readonly name: string
  readonly choices: Choices
}

export interface ComparedStart {
  readonly measured: MeasuredStart
  readonly forecast: Forecast
}

/** Those that the reference measured, and that the acceptance of the theory names. */
export const PLAIN_CASES: readonly StartCase[] = [
  { name: 'relu, He', choices: { activation: 'relu', scheme: 'he-normal' } },
  { name: 'relu, Xavier', choices: { activation: 'relu', scheme: 'xavier-normal' } },
  { name: 'relu, PyTorch default', choices: { activation: 'relu', scheme: 'pytorch-default' } },
  {
    name: 'relu, orthogonal 1.41',
    choices: { activation: 'relu', scheme: 'orthogonal', init: { gain: Math.SQRT2 } },
  },
  { name: 'tanh, Xavier', choices: { activation: 'tanh', scheme: 'xavier-normal' } },
  { name: 'tanh, He', choices: { activation: 'tanh', scheme: 'he-normal' } },
  { name: 'sigmoid, Xavier', choices: { activation: 'sigmoid', scheme: 'xavier-normal' } },
  { name: 'selu, LeCun', choices: { activation: 'selu', scheme: 'lecun-normal' } },
  { name: 'gelu, He', choices: { activation: 'gelu', scheme: 'he-normal' } },
  { name: 'elu, LeCun', choices: { activation: 'elu', scheme: 'lecun-uniform' } },
]

/** Networks that are more than equal layers; widths are set by the case. */
export const SPECIAL_CASES: readonly StartCase[] = [
  {
    name: 'unequal widths, uniform-fan-in bias',
    choices: { widths: [256, 64, 200, 128], activation: 'tanh', biasInit: { kind: 'uniform-fan-in' } },
  },
  {
    name: 'constant bias 0.3',
    choices: { widths: [128, 128, 128], activation: 'gelu', biasInit: { kind: 'constant', value: 0.3 } },
  },
  {
    name: 'cut normal, leaky 0.3',
    choices: {
      widths: [128, 128, 128],
      activation: 'leaky-relu',
      slope: 0.3,
      scheme: 'truncated-normal',
      init: { std: 0.1 },
    },
  },
  {
    name: 'orthogonal, tanh',
    choices: { widths: [96, 96, 128, 48], activation: 'tanh', scheme: 'orthogonal', init: { gain: 1.3 } },
  },
  {
    name: 'sparse',
    choices: { widths: [128, 128, 128], scheme: 'sparse', init: { std: 0.2, sparsity: 0.7 } },
  },
  { name: 'dropout 0.3', choices: { widths: [128, 128, 128], activation: 'elu', dropout: 0.3 } },
  {
    name: 'LSUV, gain 0.7',
    choices: { widths: [64, 128, 96], activation: 'softplus', scheme: 'lsuv', init: { gain: 0.7 } },
  },
  { name: 'batch norm, relu', choices: { widths: [128, 128, 128, 128], normalization: 'batch' } },
  {
    name: 'batch norm, tanh',
    choices: { widths: [128, 128, 128, 128], normalization: 'batch', activation: 'tanh' },
  },
  {
    name: 'layer norm, relu',
    choices: { widths: [128, 128, 128, 128], normalization: 'layer', biasInit: { kind: 'normal', std: 0.5 } },
  },
  { name: 'residual, plain', choices: { widths: Array<number>(7).fill(128), branch: 'plain' } },
  {
    name: 'residual, scaled, bias 0.2',
    choices: {
      widths: Array<number>(7).fill(128),
      branch: 'scaled',
      biasInit: { kind: 'constant', value: 0.2 },
    },
  },
  { name: 'residual, zero-last', choices: { widths: Array<number>(5).fill(128), branch: 'zero-last' } },
  { name: 'residual, fixup', choices: { widths: Array<number>(5).fill(128), branch: 'fixup' } },
  {
    name: 'residual, ReZero',
    choices: { widths: Array<number>(5).fill(128), branch: 'rezero', activation: 'tanh' },
  },
  {
    name: 'residual, batch norm',
    choices: { widths: Array<number>(5).fill(128), branch: 'plain', normalization: 'batch' },
  },
  { name: 'zero head, mse', choices: { widths: [128, 128], head: 'zero', loss: 'mse' } },
]

/** Circular padding, where every position is like every other. */
export const CONVOLUTION_CASE: StartCase = {
  name: 'cnn, circular',
  choices: { widths: [16, 32, 32], convolution: { kernel: 3, stride: 1, padding: 'circular' } },
}

/** Gaussian inputs, as many features as the network is wide. */
export function plainChoices({ choices }: StartCase, width: number, depth: number): Choices {
  return { ...choices, widths: Array<number>(depth).fill(width) }
}

export function compareStart(choices: Choices, data: TrainingData, seeds: number): ComparedStart {
  const settings = trialSettings({ batchSize: data.trainY.length, ...choices, steps: 0 })
  const forecast = forecastLayers(settings, forecastData(data))
  if (forecast.theory === null) throw new Error(forecast.reason)
  return { measured: measureStart(settings, data, seeds), forecast }
}

/** Ratio a layer of the means over seeds between layers `from` and `to`, measured over forecast. */
export function ratioPerLayer(
  { measured, forecast }: ComparedStart,
  column: 'z2' | 'delta2',
  from: number,
  to: number,
): { readonly measured: number; readonly forecast: number } {
  const steps = Math.abs(to - from)
  const at = (layer: number): number => mean(measured[column][layer - 1] ?? [])
  const expected = (layer: number): number => forecast.layers[layer - 1]?.[column] ?? NaN
  return {
    measured: (at(to) / at(from)) ** (1 / steps),
    forecast: (expected(to) / expected(from)) ** (1 / steps),
  }
}
