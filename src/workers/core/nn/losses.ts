import { exp } from '../math/exponentials'
import { log } from '../math/logarithms'

/** Running sums over samples, in double; a loss adds to them, sample by sample in order. */
export interface LossTotals {
  /** Sum of the losses of the samples. */
  loss: number
  /** Samples whose largest output is that of their class; a tie goes to the lowest class, a NaN is never right. */
  correct: number
}

/**
 * Softmax cross-entropy of `samples` rows of logits (samples, classes):
 * loss(s) = ln(sum over c of exp(z(s,c) - max)) - (z(s,y) - max), in double; added to `totals`.
 * delta(s,c) = (softmax(s,c) - [c = y]) / samples, the gradient of the mean loss, rounded to float32 once; null skips it.
 * A NaN logit or an infinite largest logit gives a NaN loss.
 */
export function softmaxCrossEntropy(
  logits: Float32Array,
  labels: Int32Array,
  samples: number,
  classes: number,
  delta: Float32Array | null,
  totals: LossTotals,
): void {
  for (let sample = 0; sample < samples; sample += 1) {
    const offset = sample * classes
    const label = labels[sample]
    const largest = largestOf(logits, offset, classes)
    let sum = 0
    for (let unit = 0; unit < classes; unit += 1) sum += exp(logits[offset + unit] - largest)
    totals.loss += log(sum) - (logits[offset + label] - largest)
    if (largestPlace(logits, offset, classes) === label) totals.correct += 1
    if (delta === null) continue
    for (let unit = 0; unit < classes; unit += 1) {
      const share = exp(logits[offset + unit] - largest) / sum
      delta[offset + unit] = (unit === label ? share - 1 : share) / samples
    }
  }
}

/**
 * Mean squared error against dense targets (samples, classes): loss(s) = mean over c of (z(s,c) - t(s,c))^2, in double;
 * added to `totals`, so the mean over samples is the mean over all elements.
 * delta(s,c) = 2 (z - t) / (samples classes), the gradient of that mean, rounded to float32 once; null skips it.
 */
export function meanSquaredError(
  outputs: Float32Array,
  targets: Float32Array,
  samples: number,
  classes: number,
  delta: Float32Array | null,
  totals: LossTotals,
): void {
  for (let sample = 0; sample < samples; sample += 1) {
    const offset = sample * classes
    let sum = 0
    for (let unit = 0; unit < classes; unit += 1) {
      const difference = outputs[offset + unit] - targets[offset + unit]
      sum += difference * difference
      if (delta !== null) delta[offset + unit] = (2 * difference) / (samples * classes)
    }
    totals.loss += sum / classes
    if (largestPlace(outputs, offset, classes) === largestPlace(targets, offset, classes)) totals.correct += 1
  }
}

/** targets(s, c) = 1 where c is the label of sample s, else 0; (samples, classes) row-major. */
export function fillOneHot(
  labels: Int32Array,
  samples: number,
  classes: number,
  targets: Float32Array,
): void {
  targets.fill(0, 0, samples * classes)
  for (let sample = 0; sample < samples; sample += 1) targets[sample * classes + labels[sample]] = 1
}

/** Largest of `count` values from `offset`; NaN if any of them is NaN. */
function largestOf(values: Float32Array, offset: number, count: number): number {
  let largest = values[offset]
  for (let place = 1; place < count; place += 1) largest = Math.max(largest, values[offset + place])
  return largest
}

/** Place of the first largest value, -1 if any value is NaN. */
function largestPlace(values: Float32Array, offset: number, count: number): number {
  const largest = largestOf(values, offset, count)
  for (let place = 0; place < count; place += 1) if (values[offset + place] === largest) return place
  return -1
}
