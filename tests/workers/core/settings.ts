import { initSettings } from '@shared/schemes'
import type {
  ActivationName,
  ConvolutionSettings,
  InitSettings,
  LossName,
  ModelSettings,
  Normalization,
  OptimizerSettings,
  PretrainSettings,
  RecordSettings,
  ResidualBranch,
  ScheduleSettings,
  SchemeName,
  TrialSettings,
} from '@shared/trial-settings'
import type { TrainingData, TrainingHooks } from '@core/training'

const SGD: OptimizerSettings = {
  name: 'sgd',
  momentum: null,
  beta1: null,
  beta2: null,
  alpha: null,
  epsilon: null,
  weightDecay: 0,
}

const CONSTANT_RATE: ScheduleSettings = {
  name: 'constant',
  warmup: 0,
  every: null,
  factor: null,
  floor: null,
}

export function optimizerSettings(chosen: Partial<OptimizerSettings>): OptimizerSettings {
  return { ...SGD, ...chosen }
}

export interface Choices {
  readonly scheme?: SchemeName
  readonly init?: Partial<InitSettings>
  readonly widths?: readonly number[]
  readonly activation?: ActivationName
  readonly slope?: number | null
  readonly biasInit?: ModelSettings['biasInit']
  readonly head?: ModelSettings['head']
  readonly optimizer?: Partial<OptimizerSettings>
  readonly learningRate?: number
  readonly batchSize?: number
  readonly steps?: number
  readonly epochs?: number
  readonly loss?: LossName
  readonly schedule?: Partial<ScheduleSettings>
  readonly normalization?: Normalization
  readonly overrides?: ModelSettings['overrides']
  readonly dropout?: number
  readonly branch?: ResidualBranch
  readonly convolution?: ConvolutionSettings
  readonly histograms?: RecordSettings['histograms']
  readonly pretrain?: PretrainSettings
  readonly every?: number
  readonly layers?: boolean
}

/** Settings of a small trial, with what a test chooses. */
export function trialSettings(chosen: Choices = {}): TrialSettings {
  return {
    task: { dataset: 'test', trainSize: 'all', labels: 'all' },
    model: {
      kind: chosen.branch !== undefined ? 'residual-mlp' : chosen.convolution !== undefined ? 'cnn' : 'mlp',
      widths: chosen.widths ?? [8, 8],
      activation: { name: chosen.activation ?? 'relu', slope: chosen.slope ?? null },
      normalization: chosen.normalization ?? 'none',
      init: initSettings(chosen.scheme ?? 'he-normal', chosen.init),
      overrides: chosen.overrides ?? [],
      biasInit: chosen.biasInit ?? { kind: 'constant', value: 0 },
      dropout: chosen.dropout ?? 0,
      head: chosen.head ?? 'same',
      residual: chosen.branch === undefined ? null : { branch: chosen.branch },
      convolution: chosen.convolution ?? null,
    },
    train: {
      optimizer: optimizerSettings(chosen.optimizer ?? {}),
      learningRate: chosen.learningRate ?? 0.05,
      batchSize: chosen.batchSize ?? 16,
      duration: chosen.epochs === undefined ? { steps: chosen.steps ?? 25 } : { epochs: chosen.epochs },
      loss: chosen.loss ?? 'cross-entropy',
      schedule: { ...CONSTANT_RATE, ...chosen.schedule },
    },
    record: {
      every: chosen.every ?? 10,
      layers: chosen.layers ?? true,
      histograms: chosen.histograms ?? [],
    },
    pretrain: chosen.pretrain ?? null,
  }
}

/** A small separable problem without any draw: class = the largest of the first `classes` features. */
export function ramps(samples = 90, testSamples = 30, features = 5, classes = 3): TrainingData {
  const value = (row: number, column: number): number =>
    (((row * 37 + column * 101 + 11) * 61) % 97) / 48.5 - 1
  const x = (first: number, count: number): Float32Array =>
    Float32Array.from({ length: count * features }, (_, index) =>
      value(first + Math.floor(index / features), index % features),
    )
  const y = (first: number, count: number): Int32Array =>
    Int32Array.from({ length: count }, (_, row) => {
      let best = 0
      for (let unit = 1; unit < classes; unit += 1)
        if (value(first + row, unit) > value(first + row, best)) best = unit
      return best
    })
  return {
    features,
    image: null,
    classes,
    trainX: x(0, samples),
    trainY: y(0, samples),
    testX: x(samples, testSamples),
    testY: y(samples, testSamples),
  }
}

export const TO_THE_END: TrainingHooks = { proceed: () => true }
