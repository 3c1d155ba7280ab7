import fc from 'fast-check'
import type { LossKernels } from '@core/kernels/kernels'
import { kernelCase, type KernelCase, type Operand, type Read } from '../kernel-case'
import { panels, samples } from '../tensors'
import { batch, range, sumOver } from './shapes'

const classes = fc.oneof(fc.constantFrom(1, 2, 10), fc.integer({ min: 1, max: 40 }))
const shapes = fc.record({ samples: batch, classes })

const operands = {
  z: { layout: panels('classes', '=1'), role: 'in' },
  labels: { layout: samples('i32', -1), role: 'in', draw: (word, { classes }) => word % classes! },
  losses: { layout: samples('f32'), role: 'out' },
  correct: { layout: samples('i32'), role: 'out' },
  delta: { layout: panels('classes', '=1'), role: 'out' },
} as const satisfies Readonly<Record<string, Operand>>

/** Whether the first largest output of a sample is its label, none of them being NaN. */
function isCorrect(of: Read, sample: number, classes: number): number {
  const outputs = range(classes).map((c) => of('z')(sample, 0, c))
  const first = outputs.indexOf(Math.max(...outputs))
  return first === of('labels')(sample) ? 1 : 0
}

export const losses: Readonly<Record<keyof LossKernels, KernelCase>> = {
  softmaxCrossEntropy: kernelCase({
    shapes,
    operands,
    call: (kernels, { z, labels, losses, correct, delta }, { samples, classes }) => {
      kernels.softmaxCrossEntropy(z, labels, losses, correct, delta, samples, classes)
    },
    formula: (of, { samples, classes }) => {
      const largest = range(samples).map((s) => Math.max(...range(classes).map((c) => of('z')(s, 0, c))))
      const power = (s: number, c: number): number => Math.exp(of('z')(s, 0, c) - largest[s]!)
      const total = range(samples).map((s) => sumOver(classes, (c) => power(s, c)))
      return {
        losses: (s) => Math.log(total[s]!) - (of('z')(s, 0, of('labels')(s)) - largest[s]!),
        correct: (s) => isCorrect(of, s, classes),
        delta: (s, _, c) => (power(s, c) / total[s]! - (c === of('labels')(s) ? 1 : 0)) / samples,
      }
    },
    tolerance: 1e-6,
    unequalAlong: ['classes'],
    mayShare: [['delta', 'z']],
    anyZero: true,
  }),
  meanSquaredError: kernelCase({
    shapes,
    operands,
    call: (kernels, { z, labels, losses, correct, delta }, { samples, classes }) => {
      kernels.meanSquaredError(z, labels, losses, correct, delta, samples, classes)
    },
    formula: (of, { samples, classes }) => {
      const error = (s: number, c: number): number => of('z')(s, 0, c) - (c === of('labels')(s) ? 1 : 0)
      return {
        losses: (s) => sumOver(classes, (c) => error(s, c) ** 2) / classes,
        correct: (s) => isCorrect(of, s, classes),
        delta: (s, _, c) => (2 * error(s, c)) / (samples * classes),
      }
    },
    tolerance: 2e-6,
    unequalAlong: ['classes'],
    mayShare: [['delta', 'z']],
  }),
}
