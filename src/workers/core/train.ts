import type { FinalMetrics, FirstCause } from '@shared/trial-result'
import type { TrialSettings } from '@shared/trial-settings'

/** A data set in memory: x row-major (n, features), y the class of each row; may sit on a SharedArrayBuffer. */
export interface TrainingData {
  readonly features: number
  readonly classes: number
  readonly trainX: Float32Array
  readonly trainY: Int32Array
  readonly testX: Float32Array
  readonly testY: Int32Array
}

export interface TrainingHooks {
  /** Asked before each update; false stops the trial as cancelled. */
  readonly proceed: (step: number) => boolean
  /** After each recorded point: the whole curve so far, (points, CURVE_COLUMNS.length), as a view that training keeps writing to. */
  readonly onPoint?: (curve: Float32Array, points: number) => void
}

/** Weights (fanOut, fanIn) row-major and bias (fanOut) of one layer. */
export interface LayerParameters {
  readonly weights: Float32Array
  readonly bias: Float32Array
}

export interface Training {
  readonly status: 'done' | 'stalled' | 'diverged' | 'cancelled'
  /** Null only when the trial was cancelled. */
  readonly final: FinalMetrics | null
  /** Updates done. */
  readonly steps: number
  readonly firstCause: FirstCause | null
  readonly curve: Float32Array
  readonly layers: Float32Array
  readonly parameters: readonly LayerParameters[]
}

/** Trains one configuration with one seed. */
export function train(settings: TrialSettings, data: TrainingData, seed: number, hooks: TrainingHooks): Training {
  void settings
  void data
  void seed
  void hooks
  throw new Error('train is not written yet')
}
