import { permute } from '../random/permutation'
import { rowsByClass, type SplitRows } from './labelled-data'

/** Data are drawn and split once for all: they do not depend on the seed of a trial. */
export const DATA_SEED = 0

/** Steps of the 'data-split' draws: one permutation of every class for each purpose. */
const SPLIT_STEP = 0
const SUBSET_STEP = 1
/** Step of the one permutation of the features. */
export const FEATURES_STEP = 2

const TEST_SHARE = 0.2

/** The rows of one class in a random order that depends on the class, the number of its rows and the step only. */
function shuffledRows(rows: readonly number[], label: number, step: number): number[] {
  const order = new Int32Array(rows.length)
  permute(order, { seed: DATA_SEED, purpose: 'data-split', layer: 0, row: label, step })
  return Array.from(order, (place) => rows[place] ?? 0)
}

/**
 * Test rows: of each class a fifth of its n rows, round(n / 5), at least 1 and at most n - 1; the others are training
 * rows. Every class needs 2 rows.
 */
export function splitRows(y: Int32Array, classes: number): SplitRows {
  const parts = rowsByClass(y, classes).map((rows, label) => {
    const shuffled = shuffledRows(rows, label, SPLIT_STEP)
    const testCount = Math.min(rows.length - 1, Math.max(1, Math.floor(rows.length * TEST_SHARE + 0.5)))
    return { train: shuffled.slice(testCount), test: shuffled.slice(0, testCount) }
  })
  return {
    train: Int32Array.from(parts.flatMap(({ train }) => train)).sort(),
    test: Int32Array.from(parts.flatMap(({ test }) => test)).sort(),
  }
}

/**
 * Number of samples of each class in a subset of n: n count / total rounded to whole numbers whose sum is n (largest
 * remainders first, the lower class at a tie), and at least 1. Needs classes <= n <= total and no empty class.
 */
export function stratifiedCounts(counts: readonly number[], n: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const shares = counts.map((count) => (n * count) / total)
  const chosen = shares.map((share) => Math.max(1, Math.floor(share)))
  let sum = chosen.reduce((partial, count) => partial + count, 0)
  for (; sum > n; sum--)
    chosen[furthest(counts, (c) => (chosen[c] > 1 ? chosen[c] - shares[c] : -Infinity))]--
  for (; sum < n; sum++)
    chosen[furthest(counts, (c) => (chosen[c] < counts[c] ? shares[c] - chosen[c] : -Infinity))]++
  return chosen
}

/** The first class of the largest distance. */
function furthest(counts: readonly number[], distance: (label: number) => number): number {
  let best = 0
  for (let label = 1; label < counts.length; label++) if (distance(label) > distance(best)) best = label
  return best
}

/**
 * n of the rows that `isLeft` keeps, stratified by class, ascending. Each class takes its rows in one random order, whatever
 * is left of it: a larger subset holds every row of a smaller one, up to the rounding of its counts.
 */
export function subsetRows(
  y: Int32Array,
  classes: number,
  n: number,
  isLeft: (row: number) => boolean = () => true,
): Int32Array {
  const byClass = rowsByClass(y, classes)
    .map((rows, label) => shuffledRows(rows, label, SUBSET_STEP).filter(isLeft))
    .filter((rows) => rows.length > 0)
  const counts = stratifiedCounts(
    byClass.map((rows) => rows.length),
    n,
  )
  return Int32Array.from(byClass.flatMap((rows, place) => rows.slice(0, counts[place]))).sort()
}
