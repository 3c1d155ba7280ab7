import type { ForecastData } from './theory/forecast-model'

/** What the instant probe saw of one configuration: a batch through its untrained network, for some of its seeds. */
export interface ProbeAnswer {
  /** What a theory of the signal starts from. */
  readonly data: ForecastData
  /** Samples of the batch. */
  readonly samples: number
  /** As many seeds as a moment allows, the sweep's first ones. */
  readonly seeds: readonly ProbedSeed[]
}

export interface ProbedSeed {
  readonly seed: number
  /** Row-major (L + 1, LAYER_COLUMNS.length); the bits that a trial records at step 0. */
  readonly layers: Float32Array
  /** Mean loss of the batch. */
  readonly loss: number
}

/** Seeds that a probe looks at, at most: enough to see the spread, few enough for a moment. */
export const PROBED_SEEDS = 5
