/** How a trial ended. Diverged and stalled are results; only `error` is a failure of the lab. */
export const TRIAL_STATUSES = ['done', 'stalled', 'diverged', 'cancelled', 'error'] as const
export type TrialStatus = (typeof TRIAL_STATUSES)[number]

/** Metrics over the full splits, with the final weights. Non-finite values are legal. */
export interface FinalMetrics {
  readonly trainLoss: number
  readonly trainAccuracy: number
  readonly testLoss: number
  readonly testAccuracy: number
}

/** What can leave the healthy band; those of a layer as in LAYER_COLUMNS. */
export const CAUSE_QUANTITIES = [
  'z',
  'h',
  'delta',
  'W',
  'b',
  'gamma',
  'beta',
  'slope',
  'multiplier',
  'loss',
  'z2',
  'h2',
  'delta2',
  'dead',
  'saturated',
  'distinct',
] as const
export type CauseQuantity = (typeof CAUSE_QUANTITIES)[number]

export const CAUSE_SIDES = ['not-finite', 'above', 'below'] as const
export type CauseSide = (typeof CAUSE_SIDES)[number]

export const CAUSE_PHASES = ['pretraining'] as const
export type CausePhase = (typeof CAUSE_PHASES)[number]

/**
 * Where a diverged or stalled trial left the healthy band first. `not-finite`: a number of the tensor z, h, delta, W, b,
 * the gamma or beta of a normalization, the slope of prelu, the multiplier of a residual branch, or the loss, was NaN or
 * infinite. `above` and `below`: a measured quantity of the layer left its band.
 */
export interface FirstCause {
  readonly step: number
  /** Weight layer 1..L+1 (L+1 is the output layer). */
  readonly layer: number
  readonly quantity: CauseQuantity
  readonly side: CauseSide
  /**
   * The measured value: z2, h2, dead, saturated, distinct as in LAYER_COLUMNS, delta2 as a multiple of the output layer's, loss
   * the final training loss; null where none stands for it.
   */
  readonly value: number | null
  /** Step and layer are those of the source that the trial started from; left out in the trial itself. */
  readonly phase?: CausePhase
}

/**
 * A curve is a row-major float32 matrix (points, CURVE_COLUMNS.length). A point at step t holds the mean
 * mini-batch loss and accuracy over the updates since the previous point, each batch measured before its update;
 * the point at step 0 is the first batch before any update.
 */
export const CURVE_COLUMNS = ['step', 'trainLoss', 'trainAccuracy'] as const

/**
 * Layer statistics are a row-major float32 array (points, L + 1, LAYER_COLUMNS.length), for weight layers 1..L+1, over the
 * batch of that step, its units and, in a convolution, its positions. z is the output of the weight layer (W h + b,
 * before a normalization), h what the next weight layer receives (after normalization, activation, dropout and the
 * residual sum; equal to z at the output), delta = dLoss/dz, where Loss is the mean over the batch.
 * - zMean, z2, zMin, zMax; hMean, h2, hMin, hMax: mean, mean square, smallest, largest
 * - delta2: mean square of delta
 * - weightGradient, biasGradient: Euclidean norms of dLoss/dW and dLoss/db
 * - update: |W after - W before| / |W before| of this step's update; NaN at the last point, which has none
 * - dead: share of units whose slope is exactly 0 on every sample of a fixed probe batch of 32 training samples, in
 *   evaluation mode; after update 40 only looked at when 40 updates have passed since the last look (in between the
 *   share of that look stands); at the last point on every sample of the training split. 0 for activations that cannot die, NaN where no
 *   activation follows
 * - saturated: share of activations in a flat part (SATURATION in src/shared/saturation.ts); NaN where there is none
 * - distinct, distinctNear: units that equal no earlier unit in all weights and bias; that are near none (DISTINCT_TOLERANCE)
 */
export const LAYER_COLUMNS = [
  'zMean',
  'z2',
  'zMin',
  'zMax',
  'hMean',
  'h2',
  'hMin',
  'hMax',
  'delta2',
  'weightGradient',
  'biasGradient',
  'update',
  'dead',
  'saturated',
  'distinct',
  'distinctNear',
] as const
export type LayerColumn = (typeof LAYER_COLUMNS)[number]

/** Units are near when every weight and bias differs by at most this share of the root mean square of the layer's W. */
export const DISTINCT_TOLERANCE = 1e-3

/**
 * Measured before the first and after the last update: row-major float32 (2, L + 1, SPECTRUM_COLUMNS.length); NaN for a
 * matrix whose shorter side is longer than 512, and after a trial that was cancelled. Of a convolution W is
 * (channels, kernel^2 * channels before).
 */
export const SPECTRUM_COLUMNS = ['largestSingularValue', 'smallestSingularValue'] as const

/** Bins of one histogram, of equal width from its smallest to its largest finite value. */
export const HISTOGRAM_BINS = 64

/**
 * Histograms are a row-major float32 array (steps kept, L + 1, HISTOGRAM_QUANTITIES, 3 + HISTOGRAM_BINS): step, smallest,
 * largest finite value, then the count of each bin; not-finite values are in no bin.
 */
export const HISTOGRAM_QUANTITIES = ['z', 'h', 'delta'] as const

export interface TrialOutcome {
  readonly status: TrialStatus
  readonly final: FinalMetrics | null
  /** Updates done. */
  readonly steps: number
  /** Wall time in the worker, in whole milliseconds; the only field that is not reproducible. */
  readonly milliseconds: number
  /**
   * sha256 of the final float32 weights, layer by layer, W row-major then b, little endian; null without weights, and of
   * a cancelled trial with so many that hashing them would hold up the cancel.
   */
  readonly weightsHash: string | null
  readonly firstCause: FirstCause | null
  /** For status error: what happened, in plain words. */
  readonly message: string | null
  readonly curve: Float32Array
  /** Empty when `record.layers` is false. */
  readonly layers: Float32Array
  /** Empty when `record.layers` is false. */
  readonly spectrum: Float32Array
  /** Empty without `record.histograms`. */
  readonly histograms: Float32Array
  /**
   * Mean squared singular value of the input-output Jacobian at step 0: mean over a batch of |J^T u|^2 / (outputs) for a
   * random cotangent u ~ N(0, 1) of each sample; null when `record.layers` is false.
   */
  readonly jacobian: number | null
}
