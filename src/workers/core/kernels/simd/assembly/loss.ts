// Losses (LossKernels): four samples a vector, the outputs of a sample one after another, 64 bytes apart.
import { expOfNegative, log1p } from './functions'

/** From one sample of a panel to the same sample's next output. */
const OUTPUT_BYTES: usize = 64

/** Bytes of the outputs of one panel. */
@inline
function panelBytes(classes: i32): usize {
  return (<usize>((classes + 7) & ~7)) << 6
}

/** First address of four samples' outputs: vector `index` of all, four to a panel. */
@inline
function outputsOf(tensor: usize, index: i32, classes: i32): usize {
  return tensor + (<usize>(index >> 2)) * panelBytes(classes) + ((<usize>(index & 3)) << 4)
}

/** 1 (int32) where the first largest of the outputs is the label and none of them is NaN. */
@inline
function isCorrect(z: usize, label: v128, classes: i32): v128 {
  let largest = v128.load(z)
  let place = i32x4.splat(0)
  let known = f32x4.eq(largest, largest)
  for (let output = 1; output < classes; output++) {
    z += OUTPUT_BYTES
    const value = v128.load(z)
    const larger = f32x4.gt(value, largest)
    place = v128.bitselect(i32x4.splat(output), place, larger)
    largest = f32x4.pmax(largest, value)
    known = v128.and(known, f32x4.eq(value, value))
  }
  return v128.and(v128.and(i32x4.splat(1), known), i32x4.eq(place, label))
}

/** Largest of the outputs; one that is NaN may be passed over. */
@inline
function largestOf(z: usize, classes: i32): v128 {
  let largest = v128.load(z)
  for (let output = 1; output < classes; output++) {
    largest = f32x4.pmax(largest, v128.load(z + (<usize>output) * OUTPUT_BYTES))
  }
  return largest
}

/**
 * With e(c) = exp(z(c) - max): loss = ln(1 + rest) - (z(label) - max), rest the sum of all e but that of the first
 * largest output, which is 1; delta(label) = -(sum of e but the label's) / (sum samples), delta(c) = e(c) / (sum samples).
 * So neither a small loss nor the gradient of a nearly certain class is lost in a difference. An infinite largest output
 * has e = exp(NaN), which stays in `rest` and makes loss and gradients NaN. z and delta may be the same.
 */
export function softmaxCrossEntropy(
  z: usize,
  labels: usize,
  losses: usize,
  correct: usize,
  delta: usize,
  samples: i32,
  classes: i32,
): void {
  const vectors = ((samples + 15) & ~15) >> 2
  const one = f32x4.splat(1)
  const batch = f32x4.splat(<f32>samples)
  for (let index = 0; index < vectors; index++) {
    const at = (<usize>index) << 4
    const label = v128.load(labels + at)
    const valid = i32x4.ge_s(label, i32x4.splat(0))
    const outputs = outputsOf(z, index, classes)
    const gradients = outputsOf(delta, index, classes)
    v128.store(correct + at, isCorrect(outputs, label, classes))

    const largest = largestOf(outputs, classes)
    let rest = f32x4.splat(0)
    let others = rest
    let labelPlace = rest
    let isFound = i32x4.splat(0)
    for (let output = 0; output < classes; output++) {
      const offset = (<usize>output) * OUTPUT_BYTES
      const place = f32x4.sub(v128.load(outputs + offset), largest)
      const e = expOfNegative(place)
      const isLabel = i32x4.eq(label, i32x4.splat(output))
      const isFirstLargest = v128.andnot(f32x4.eq(place, f32x4.splat(0)), isFound)
      isFound = v128.or(isFound, isFirstLargest)
      labelPlace = v128.bitselect(place, labelPlace, isLabel)
      rest = f32x4.add(rest, v128.andnot(e, isFirstLargest))
      others = f32x4.add(others, v128.andnot(e, isLabel))
      if (delta) v128.store(gradients + offset, e)
    }
    v128.store(losses + at, v128.and(f32x4.sub(log1p(rest), labelPlace), valid))
    if (!delta) continue

    const divisor = f32x4.mul(f32x4.add(one, rest), batch)
    const ofLabel = f32x4.neg(others)
    for (let output = 0; output < classes; output++) {
      const gradient = gradients + (<usize>output) * OUTPUT_BYTES
      const isLabel = i32x4.eq(label, i32x4.splat(output))
      const share = f32x4.div(v128.bitselect(ofLabel, v128.load(gradient), isLabel), divisor)
      v128.store(gradient, v128.and(share, valid))
    }
  }
}

/** With d(c) = z(c) - [c = label]: loss = (sum of d^2, ascending) / classes; delta = (2 d) / (samples classes). */
export function meanSquaredError(
  z: usize,
  labels: usize,
  losses: usize,
  correct: usize,
  delta: usize,
  samples: i32,
  classes: i32,
): void {
  const vectors = ((samples + 15) & ~15) >> 2
  const one = f32x4.splat(1)
  const divisor = f32x4.splat(<f32>(samples * classes))
  for (let index = 0; index < vectors; index++) {
    const at = (<usize>index) << 4
    const label = v128.load(labels + at)
    const valid = i32x4.ge_s(label, i32x4.splat(0))
    const outputs = outputsOf(z, index, classes)
    const gradients = outputsOf(delta, index, classes)
    v128.store(correct + at, isCorrect(outputs, label, classes))

    let sum = f32x4.splat(0)
    for (let output = 0; output < classes; output++) {
      const offset = (<usize>output) * OUTPUT_BYTES
      const target = v128.and(one, i32x4.eq(label, i32x4.splat(output)))
      const difference = f32x4.sub(v128.load(outputs + offset), target)
      sum = f32x4.add(sum, f32x4.mul(difference, difference))
      if (!delta) continue
      const gradient = f32x4.div(f32x4.add(difference, difference), divisor)
      v128.store(gradients + offset, v128.and(gradient, valid))
    }
    v128.store(losses + at, v128.and(f32x4.div(sum, f32x4.splat(<f32>classes)), valid))
  }
}
