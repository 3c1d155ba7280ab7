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

/** Where a diverged trial left the finite numbers first. */
export interface FirstCause {
  readonly step: number
  /** Weight layer 1..L+1 (L+1 is the output layer). */
  readonly layer: number
  /** `z`, `h`, `delta`, `W`, `b` or `loss`. */
  readonly quantity: 'z' | 'h' | 'delta' | 'W' | 'b' | 'loss'
}

/**
 * A curve is a row-major float32 matrix (points, CURVE_COLUMNS.length). A point at step t holds the mean
 * mini-batch loss and accuracy over the updates since the previous point, each batch measured before its update;
 * the point at step 0 is the first batch before any update.
 */
export const CURVE_COLUMNS = ['step', 'trainLoss', 'trainAccuracy'] as const

/**
 * Layer statistics are a row-major float32 array (points, L + 1, LAYER_COLUMNS.length): mean squares over the
 * batch and the units of layer 1..L+1 of the pre-activation z, the activation h (equal to z at the output)
 * and delta = dLoss/dz, where Loss is the mean over the batch.
 */
export const LAYER_COLUMNS = ['z2', 'h2', 'delta2'] as const

export interface TrialOutcome {
  readonly status: TrialStatus
  readonly final: FinalMetrics | null
  /** Updates done. */
  readonly steps: number
  /** Wall time in the worker, in whole milliseconds; the only field that is not reproducible. */
  readonly milliseconds: number
  /** sha256 of the final float32 weights, layer by layer, W row-major then b, little endian; null without weights. */
  readonly weightsHash: string | null
  readonly firstCause: FirstCause | null
  /** For status error: what happened, in plain words. */
  readonly message: string | null
  readonly curve: Float32Array
  /** Empty when `record.layers` is false. */
  readonly layers: Float32Array
}
