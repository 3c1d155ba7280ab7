import type { TrialKey, TrialRecord } from './sweep'
import { LAYER_COLUMNS, type LayerColumn } from './trial-result'

/** One column of the layer statistics of one trial. */
export interface LayerRow extends TrialKey {
  /** The recorded step of each point. */
  readonly steps: Float32Array
  /** Weight layers, L + 1; 0 when the trial recorded none. */
  readonly layers: number
  /** Row-major float32 (points, L + 1). */
  readonly values: Float32Array
}

/** What `library:layers` gives: the rows behind the one asked from, in the order in which they were stored. */
export interface LayerRows {
  readonly rows: readonly LayerRow[]
  /** Sentences on statistics whose checksum differs; those trials have no row. */
  readonly damaged: readonly string[]
  /** The store row to ask from the next time. */
  readonly next: number
  /** More rows are there already. */
  readonly more: boolean
}

/** What `library:trial-details` gives: whole records, in the order of their seeds. */
export interface TrialDetails {
  readonly trials: readonly TrialRecord[]
  /** Sentences on trials whose checksum differs; they are left out. */
  readonly damaged: readonly string[]
}

/** Trials of one configuration whose details one call gives. */
export const MOST_DETAILS = 50

/**
 * One column of layer statistics.
 * @param layers row-major float32 (points, L + 1, LAYER_COLUMNS.length)
 * @returns row-major float32 (points, L + 1)
 */
export function layerColumn(layers: Float32Array, column: LayerColumn): Float32Array {
  const width = LAYER_COLUMNS.length
  const values = new Float32Array(Math.floor(layers.length / width))
  const offset = LAYER_COLUMNS.indexOf(column)
  for (let row = 0; row < values.length; row++) values[row] = layers[row * width + offset] ?? NaN
  return values
}
