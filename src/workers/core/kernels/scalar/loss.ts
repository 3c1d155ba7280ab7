import type { Heap } from '../heap'
import type { Address, LossKernels } from '../kernels'
import { LANES, panelCount, panelPlace } from '../layout'
import { exp, log1p } from './functions'

const f = Math.fround

/** The outputs of one sample, `LANES` numbers apart from `outputs` on, their gradients likewise; `gradients` -1: none. */
interface SampleOutputs {
  readonly f32: Float32Array
  readonly outputs: number
  readonly gradients: number
  readonly label: number
}

type SampleLoss = (sample: SampleOutputs, samples: number, classes: number) => number

export function scalarLosses(heap: Heap): LossKernels {
  return {
    softmaxCrossEntropy: eachSample(heap, crossEntropyOf),
    meanSquaredError: eachSample(heap, squaredErrorOf),
  }
}

function eachSample(heap: Heap, lossOf: SampleLoss): LossKernels['softmaxCrossEntropy'] {
  return (
    z: Address,
    labels: Address,
    losses: Address,
    correct: Address,
    delta: Address,
    samples: number,
    classes: number,
  ) => {
    const { f32, i32 } = heap
    for (let index = 0; index < panelCount(samples) * LANES; index += 1) {
      const place = panelPlace(index, 0, 0, 1, classes)
      const gradients = delta === 0 ? -1 : delta / 4 + place
      const sample = { f32, outputs: z / 4 + place, gradients, label: i32[labels / 4 + index] }
      i32[correct / 4 + index] = firstLargest(sample, classes) === sample.label ? 1 : 0
      const loss = lossOf(sample, samples, classes)
      f32[losses / 4 + index] = sample.label < 0 ? 0 : loss
      if (sample.label < 0 && gradients >= 0) {
        for (let output = 0; output < classes; output += 1) f32[gradients + output * LANES] = 0
      }
    }
  }
}

/** Place of the first largest output; -2, which is no label, if any output is NaN. */
function firstLargest({ f32, outputs }: SampleOutputs, classes: number): number {
  let place = 0
  for (let output = 0; output < classes; output += 1) {
    const value = f32[outputs + output * LANES]
    if (Number.isNaN(value)) return -2
    if (value > f32[outputs + place * LANES]) place = output
  }
  return place
}

/**
 * With e(c) = exp(z(c) - max): loss = ln(1 + rest) - (z(label) - max), rest the sum of all e but that of the first
 * largest output, which is 1; delta(label) = -(sum of e but the label's) / (sum samples), delta(c) = e(c) / (sum samples).
 * So neither a small loss nor the gradient of a nearly certain class is lost in a difference. An infinite largest output
 * has e = exp(NaN), which stays in `rest` and makes loss and gradients NaN.
 */
function crossEntropyOf(sample: SampleOutputs, samples: number, classes: number): number {
  const { f32, outputs, gradients, label } = sample
  let largest = f32[outputs]
  for (let output = 1; output < classes; output += 1) {
    const value = f32[outputs + output * LANES]
    if (value > largest) largest = value
  }
  let rest = 0
  let others = 0
  let labelPlace = 0
  let isFound = false
  for (let output = 0; output < classes; output += 1) {
    const place = f(f32[outputs + output * LANES] - largest)
    const e = exp(place)
    if (output === label) labelPlace = place
    else others = f(others + e)
    if (place === 0 && !isFound) isFound = true
    else rest = f(rest + e)
    if (gradients >= 0) f32[gradients + output * LANES] = e
  }
  const divisor = f(f(1 + rest) * samples)
  for (let output = 0; output < classes && gradients >= 0; output += 1) {
    const share = output === label ? -others : f32[gradients + output * LANES]
    f32[gradients + output * LANES] = share / divisor
  }
  return f(log1p(rest) - labelPlace)
}

/** With d(c) = z(c) - [c = label]: loss = (sum of d^2, ascending) / classes; delta = (2 d) / (samples classes). */
function squaredErrorOf(sample: SampleOutputs, samples: number, classes: number): number {
  const { f32, outputs, gradients, label } = sample
  const divisor = f(samples * classes)
  let sum = 0
  for (let output = 0; output < classes; output += 1) {
    const difference = f(f32[outputs + output * LANES] - (output === label ? 1 : 0))
    sum = f(sum + f(difference * difference))
    if (gradients >= 0) f32[gradients + output * LANES] = f(difference + difference) / divisor
  }
  return f(sum / classes)
}
