import type { TrainingData } from '../train'

/** A data set together with what its classes 0..C-1 stand for. */
export interface LabelledData extends TrainingData {
  /** Name of class 0..C-1, as shown. */
  readonly classNames: readonly string[]
  /** The integer that stands for class 0..C-1 in the source, ascending; null when its labels are not integers. */
  readonly labelValues: readonly number[] | null
}

/** Samples in their original order, not split: x row-major (n, features), y the class of each row. */
export interface Samples {
  readonly features: number
  readonly x: Float64Array
  readonly y: Int32Array
}

/** The given rows of a row-major (n, features) matrix, in the given order. */
export function selectRows(x: Float32Array, features: number, rows: readonly number[]): Float32Array {
  const selected = new Float32Array(rows.length * features)
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]
    selected.set(x.subarray(row * features, (row + 1) * features), k * features)
  }
  return selected
}

/** The given entries of y, in the given order. */
export function selectClasses(y: Int32Array, rows: readonly number[]): Int32Array {
  return Int32Array.from(rows, (row) => y[row])
}

/** Number of samples of each class 0..classes-1. */
export function countClasses(y: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0)
  for (const label of y) counts[label]++
  return counts
}
