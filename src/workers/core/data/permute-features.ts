import { permute } from '../random/permutation'
import type { LabelledData } from './labelled-data'
import { DATA_SEED, FEATURES_STEP } from './stratified'

/**
 * The same data with its features in a random order, the same one for every sample and every trial: a control that keeps
 * every value and every label, and takes away which pixel lies where.
 */
export function permuteFeatures(data: LabelledData): LabelledData {
  const { features } = data
  const order = new Int32Array(features)
  permute(order, { seed: DATA_SEED, purpose: 'data-split', layer: 0, row: 0, step: FEATURES_STEP })
  return { ...data, trainX: reordered(data.trainX, order), testX: reordered(data.testX, order) }
}

/** y(row, k) = x(row, order(k)) */
function reordered(x: Float32Array, order: Int32Array): Float32Array {
  const features = order.length
  return x.map((_, index) => {
    const feature = index % features
    return x[index - feature + order[feature]]
  })
}
