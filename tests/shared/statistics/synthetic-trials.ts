import type { TrialRecord } from '@shared/sweep'
import { LAYER_COLUMNS } from '@shared/trial-result'
import type { TrialStatus } from '@shared/trial-result'

/** A trial whose curve has the given losses at steps 0, every, 2 every, …; accuracy is 1 / (1 + loss). */
export function trialWith(
  options: Partial<TrialRecord> & { losses?: readonly number[]; every?: number; status?: TrialStatus },
): TrialRecord {
  const { losses = [], every = 10, ...rest } = options
  const last = losses.at(-1) ?? NaN
  const accuracy = Number.isFinite(last) ? 1 / (1 + last) : NaN
  return {
    configuration: 0,
    seed: 0,
    status: 'done',
    final: { trainLoss: last, trainAccuracy: accuracy, testLoss: last, testAccuracy: accuracy },
    steps: Math.max(0, losses.length - 1) * every,
    milliseconds: 12,
    weightsHash: null,
    firstCause: null,
    message: null,
    curve: Float32Array.from(losses.flatMap((loss, index) => [index * every, loss, 1 / (1 + loss)])),
    layers: new Float32Array(0),
    spectrum: new Float32Array(0),
    histograms: new Float32Array(0),
    jacobian: null,
    ...rest,
  }
}

/** Layer statistics, one row a point and layer; a column that a row does not name is 0. */
export function layerRows(
  rows: readonly Readonly<Partial<Record<(typeof LAYER_COLUMNS)[number], number>>>[],
): Float32Array {
  return Float32Array.from(rows.flatMap((row) => LAYER_COLUMNS.map((column) => row[column] ?? 0)))
}
