import fc from 'fast-check'
import type { OptimizerKernels } from '@core/kernels/kernels'
import { kernelCase, positive, RESULT, type Entry, type KernelCase } from '../kernel-case'
import { plain } from '../tensors'
import { multiplesOf, range } from './shapes'

const count = multiplesOf(16)
const flat = plain('f32', 'count')

/** The outputs, and whether every number of `values` is finite. */
function withFinite(count: number, values: Entry, others: Record<string, Entry> = {}): Record<string, Entry> {
  const isFinite = (i: number): boolean => Number.isFinite(Math.fround(values(i)))
  return { ...others, values, [RESULT]: () => (range(count).every(isFinite) ? 1 : 0) }
}

export const optimizers: Readonly<Record<keyof OptimizerKernels, KernelCase>> = {
  addWeightDecay: kernelCase({
    shapes: fc.record({ count, factor: fc.constantFrom(0.01, 0.3, 0) }),
    operands: { values: { layout: flat, role: 'in' }, gradient: { layout: flat, role: 'inout' } },
    call: (kernels, { values, gradient }, shape) => {
      kernels.addWeightDecay(values, gradient, shape.count, shape.factor)
    },
    formula: (of, { factor }) => ({ gradient: (i) => of('gradient')(i) + factor * of('values')(i) }),
    tolerance: 1e-6,
  }),
  descend: kernelCase({
    shapes: fc.record({ count, rate: fc.constantFrom(0.1, 0.03, 0) }),
    operands: { values: { layout: flat, role: 'inout' }, gradient: { layout: flat, role: 'in' } },
    call: (kernels, { values, gradient }, { count, rate }) => kernels.descend(values, gradient, count, rate),
    formula: (of, { count, rate }) => withFinite(count, (i) => of('values')(i) - rate * of('gradient')(i)),
    tolerance: 1e-6,
  }),
  momentum: kernelCase({
    shapes: fc.record({
      count,
      rate: fc.constantFrom(0.1, 0.03),
      mu: fc.constantFrom(0.9, 0.5, 0),
      nesterov: fc.constantFrom(0, 1),
    }),
    operands: {
      values: { layout: flat, role: 'inout' },
      gradient: { layout: flat, role: 'in' },
      velocity: { layout: flat, role: 'inout' },
    },
    call: (kernels, { values, gradient, velocity }, { count, rate, mu, nesterov }) =>
      kernels.momentum(values, gradient, velocity, count, rate, mu, nesterov),
    formula: (of, { count, rate, mu, nesterov }) => {
      const velocity = (i: number): number => mu * of('velocity')(i) + of('gradient')(i)
      const direction = (i: number): number =>
        nesterov === 1 ? of('gradient')(i) + mu * velocity(i) : velocity(i)
      return withFinite(count, (i) => of('values')(i) - rate * direction(i), { velocity })
    },
    tolerance: 1e-6,
  }),
  adam: kernelCase({
    shapes: fc.record({
      count,
      rate: fc.constantFrom(0.1, 0.001),
      beta1: fc.constantFrom(0.9, 0.5),
      beta2: fc.constantFrom(0.999, 0.9),
      correction: fc.constantFrom(0.03, 0.7, 1),
      epsilon: fc.constantFrom(1e-8, 1e-3),
    }),
    operands: {
      values: { layout: flat, role: 'inout' },
      gradient: { layout: flat, role: 'in' },
      first: { layout: flat, role: 'inout' },
      second: { layout: flat, role: 'inout', draw: positive },
    },
    call: (kernels, { values, gradient, first, second }, shape) => {
      const { count, rate, beta1, beta2, correction, epsilon } = shape
      return kernels.adam(
        values,
        gradient,
        first,
        second,
        count,
        rate,
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
        correction,
        epsilon,
      )
    },
    formula: (of, { count, rate, beta1, beta2, correction, epsilon }) => {
      const first = (i: number): number => beta1 * of('first')(i) + (1 - beta1) * of('gradient')(i)
      const second = (i: number): number => beta2 * of('second')(i) + (1 - beta2) * of('gradient')(i) ** 2
      const moved = (i: number): number =>
        of('values')(i) - (rate * first(i)) / (Math.sqrt(second(i)) / correction + epsilon)
      return withFinite(count, moved, { first, second })
    },
    tolerance: 1e-5,
  }),
  divideByRoot: kernelCase({
    shapes: fc.record({
      count,
      keep: fc.constantFrom(0.99, 1),
      take: fc.constantFrom(0.01, 1),
      epsilon: fc.constantFrom(1e-8, 1e-3),
    }),
    operands: {
      gradient: { layout: flat, role: 'inout' },
      squares: { layout: flat, role: 'inout', draw: positive },
    },
    call: (kernels, { gradient, squares }, { count, keep, take, epsilon }) => {
      kernels.divideByRoot(gradient, squares, count, keep, take, epsilon)
    },
    formula: (of, { keep, take, epsilon }) => {
      const square = (i: number): number => keep * of('squares')(i) + take * of('gradient')(i) ** 2
      return {
        squares: (i) => square(i),
        gradient: (i) => of('gradient')(i) / (Math.sqrt(square(i)) + epsilon),
      }
    },
    tolerance: 1e-5,
  }),
}
