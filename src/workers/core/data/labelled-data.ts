import type { TrainingData } from '../training'

/** A data set together with what its classes 0..C-1 stand for. */
export interface LabelledData extends TrainingData {
  /** Name of class 0..C-1, as shown. */
  readonly classNames: readonly string[]
  /** The integer that stands for class 0..C-1 in the source, ascending; null when its labels are not integers. */
  readonly labelValues: readonly number[] | null
}

/** Samples before splitting: x row-major (n, features), y the class 0..classes-1 of each row. */
export interface Samples {
  readonly features: number
  readonly classes: number
  readonly x: Float64Array
  readonly y: Int32Array
}

/** Rows of a split, each ascending. */
export interface SplitRows {
  readonly train: Int32Array
  readonly test: Int32Array
}

/** The given rows of a row-major (n, features) matrix, in the given order. */
export function selectRows(x: Float32Array, features: number, rows: Int32Array): Float32Array {
  const selected = new Float32Array(rows.length * features)
  for (const [place, row] of rows.entries()) {
    selected.set(x.subarray(row * features, (row + 1) * features), place * features)
  }
  return selected
}

/** The rows of each class 0..classes-1, ascending. */
export function rowsByClass(y: Int32Array, classes: number): readonly (readonly number[])[] {
  const rows: number[][] = Array.from({ length: classes }, () => [])
  for (const [row, label] of y.entries()) rows[label]?.push(row)
  return rows
}
