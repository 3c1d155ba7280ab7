import type { Training } from '@core/training'

/**
 * 64 bits that stand for every bit of a training: final parameters, curve, layer statistics, spectrum, histograms, Jacobian
 * and status. Every NaN counts as the same, because which one an operation gives differs between processors. Plain
 * arithmetic, so that the same digest comes out of Node, Electron and a page.
 */
export function trainingBits(training: Training): string {
  const digest = createDigest()
  for (const { weights, bias, others } of training.parameters) {
    for (const values of [weights, bias, ...others]) digest.add(values)
  }
  for (const values of [training.curve, training.layers, training.spectrum, training.histograms]) {
    digest.add(values)
  }
  const { final, jacobian, status, steps } = training
  const numbers = [final?.trainLoss, final?.trainAccuracy, final?.testLoss, final?.testAccuracy, jacobian]
  digest.add(Float32Array.from([...numbers, steps, status.length], (value) => value ?? NaN))
  return digest.text()
}

/** Two 32-bit FNV-1a sums (Fowler, Noll and Vo 1991) over whole words, the second over each word turned by half. */
function createDigest(): { add: (values: Float32Array) => void; text: () => string } {
  let first = 0x811c9dc5
  let second = 0x01000193
  return {
    add: (values) => {
      const words = new Uint32Array(values.slice().buffer)
      for (let index = 0; index < words.length; index += 1) {
        const value = values[index] ?? 0
        const word = Number.isNaN(value) ? 0x7fc00000 : (words[index] ?? 0)
        first = Math.imul(first ^ word, 0x01000193)
        first ^= first >>> 15
        second = Math.imul(second ^ ((word << 16) | (word >>> 16)), 0x5bd1e995)
        second ^= second >>> 13
      }
    },
    text: () => [first, second].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join(''),
  }
}
