import fc from 'fast-check'
import type { ElementKernels } from '@core/kernels/kernels'
import { kernelCase, RESULT, type KernelCase } from '../kernel-case'
import { panels, plain } from '../tensors'
import { batch, multiplesOf, positions, sumOver, sumOverBatch, width } from './shapes'

const count = multiplesOf(8)
const factor = fc.constantFrom(0.1, -0.9, 1, 0, 2)
const flat = plain('f32', 'count')

export const elements: Readonly<Record<keyof ElementKernels, KernelCase>> = {
  addScaled: kernelCase({
    shapes: fc.record({ count, factor }),
    operands: {
      out: { layout: flat, role: 'out' },
      a: { layout: flat, role: 'in' },
      b: { layout: flat, role: 'in' },
    },
    call: (kernels, { out, a, b }, shape) => {
      kernels.addScaled(out, a, b, shape.factor, shape.count)
    },
    formula: (of, shape) => ({ out: (i) => of('a')(i) + shape.factor * of('b')(i) }),
    tolerance: 1e-6,
    mayShare: [
      ['out', 'a'],
      ['out', 'b'],
    ],
  }),
  scale: kernelCase({
    shapes: fc.record({ count, factor }),
    operands: { out: { layout: flat, role: 'out' }, a: { layout: flat, role: 'in' } },
    call: (kernels, { out, a }, shape) => {
      kernels.scale(out, a, shape.factor, shape.count)
    },
    formula: (of, shape) => ({ out: (i) => of('a')(i) * shape.factor }),
    tolerance: 1e-6,
    mayShare: [['out', 'a']],
  }),
  multiply: kernelCase({
    shapes: fc.record({ count }),
    operands: {
      out: { layout: flat, role: 'out' },
      a: { layout: flat, role: 'in' },
      b: { layout: flat, role: 'in' },
    },
    call: (kernels, { out, a, b }, shape) => {
      kernels.multiply(out, a, b, shape.count)
    },
    formula: (of) => ({ out: (i) => of('a')(i) * of('b')(i) }),
    tolerance: 1e-6,
    mayShare: [
      ['out', 'a'],
      ['out', 'b'],
    ],
  }),
  dotPanels: kernelCase({
    shapes: fc.record({ samples: batch, positions, features: width }),
    operands: {
      a: { layout: panels('features'), role: 'in' },
      b: { layout: panels('features'), role: 'in' },
    },
    call: (kernels, { a, b }, { samples, positions, features }) =>
      kernels.dotPanels(a, b, samples, positions, features),
    formula: (of, shape) => ({
      [RESULT]: () =>
        sumOverBatch(shape, (s, p) => sumOver(shape.features, (f) => of('a')(s, p, f) * of('b')(s, p, f))),
    }),
    tolerance: 1e-3,
  }),
}
