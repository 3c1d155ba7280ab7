import type { Training } from '@core/training'

export interface TrainingDigest {
  readonly add: (training: Training) => void
  /** 64 bits in 16 digits. */
  readonly text: () => string
}

/**
 * Stands for every bit of some trainings: parameters, curve, layer statistics, spectrum, histograms, Jacobian, metrics.
 * Every NaN counts as the same, because which one an operation gives differs between processors. Two 32-bit FNV-1a sums
 * (Fowler, Noll and Vo 1991) over whole words, the second over each word turned by half.
 */
export function createTrainingDigest(): TrainingDigest {
  let first = 0x811c9dc5
  let second = 0x01000193
  const addNumbers = (values: Float32Array): void => {
    const words = new Uint32Array(values.slice().buffer)
    for (let index = 0; index < words.length; index += 1) {
      const word = Number.isNaN(values[index]) ? 0x7fc00000 : (words[index] ?? 0)
      first = Math.imul(first ^ word, 0x01000193)
      first ^= first >>> 15
      second = Math.imul(second ^ ((word << 16) | (word >>> 16)), 0x5bd1e995)
      second ^= second >>> 13
    }
  }
  return {
    add: ({ parameters, curve, layers, spectrum, histograms, final, jacobian, steps }) => {
      for (const { weights, bias, others } of parameters) {
        for (const values of [weights, bias, ...others]) addNumbers(values)
      }
      for (const values of [curve, layers, spectrum, histograms]) addNumbers(values)
      addNumbers(
        Float32Array.from([
          ...(final === null
            ? []
            : [final.trainLoss, final.trainAccuracy, final.testLoss, final.testAccuracy]),
          jacobian ?? NaN,
          steps,
        ]),
      )
    },
    text: () => [first, second].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join(''),
  }
}
