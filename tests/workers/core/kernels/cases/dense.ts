import fc from 'fast-check'
import type { DenseKernels } from '@core/kernels/kernels'
import { denseWorkspaceBytes, panelCount } from '@core/kernels/layout'
import { kernelCase, type KernelCase } from '../kernel-case'
import { matrix, panels, plain, vector } from '../tensors'
import { batch, positions, sumOver, sumOverBatch, width } from './shapes'

const shapes = fc.record({ samples: batch, positions, fanIn: width, fanOut: width }).map((shape) => ({
  ...shape,
  workspace: denseWorkspaceBytes(shape.samples, shape.positions, shape.fanIn, shape.fanOut) / 4,
}))

/** Ends of the pieces of a product over `count` rows, the first of an even number. */
function pieces(count: number): (readonly [number, number])[] {
  const middle = 2 * Math.floor(count / 4)
  return middle === 0
    ? [[0, count]]
    : [
        [0, middle],
        [middle, count],
      ]
}

function virtualPanels({ samples, positions }: { samples: number; positions: number }): number {
  return panelCount(samples) * positions
}

export const dense: Readonly<Record<keyof DenseKernels, KernelCase>> = {
  gatherRows: kernelCase({
    shapes: fc.record({ samples: batch, features: width, rows: fc.integer({ min: 1, max: 40 }) }),
    operands: {
      data: { layout: plain('f32', 'rows', 'features'), role: 'in' },
      indices: {
        layout: plain('i32', 'samples'),
        role: 'in',
        draw: (word, { rows }) => word % rows!,
      },
      x: { layout: panels('features', '=1'), role: 'out' },
    },
    call: (kernels, { data, indices, x }, { samples, features }) => {
      kernels.gatherRows(data, indices, x, samples, features)
    },
    formula: (of) => ({ x: (sample, _, feature) => of('data')(of('indices')(sample), feature) }),
    tolerance: 0,
  }),
  denseForward: kernelCase({
    shapes,
    operands: {
      x: { layout: panels('fanIn'), role: 'in' },
      weights: { layout: matrix('fanOut', 'fanIn'), role: 'in' },
      bias: { layout: vector('fanOut'), role: 'in' },
      z: { layout: panels('fanOut'), role: 'out' },
    },
    call: (kernels, { x, weights, bias, z }, shape) => {
      kernels.denseForward(x, weights, bias, z, virtualPanels(shape), shape.fanIn, shape.fanOut)
    },
    formula: (of, { fanIn }) => ({
      z: (s, p, o) => of('bias')(o) + sumOver(fanIn, (k) => of('weights')(o, k) * of('x')(s, p, k)),
    }),
    tolerance: 1e-5,
  }),
  denseInputGradient: kernelCase({
    shapes,
    operands: {
      delta: { layout: panels('fanOut'), role: 'in' },
      weights: { layout: matrix('fanOut', 'fanIn'), role: 'in' },
      dx: { layout: panels('fanIn'), role: 'out' },
      workspace: { layout: plain('f32', 'workspace'), role: 'workspace' },
    },
    call: (kernels, { delta, weights, dx, workspace }, shape) => {
      const { fanIn, fanOut } = shape
      for (const [first, end] of pieces(virtualPanels(shape)))
        kernels.denseInputGradient(delta, weights, dx, first, end, fanIn, fanOut, workspace)
    },
    formula: (of, { fanOut }) => ({
      dx: (s, p, k) => sumOver(fanOut, (o) => of('delta')(s, p, o) * of('weights')(o, k)),
    }),
    tolerance: 1e-5,
  }),
  denseWeightGradient: kernelCase({
    shapes,
    operands: {
      x: { layout: panels('fanIn'), role: 'in' },
      delta: { layout: panels('fanOut'), role: 'in' },
      weightGradient: { layout: matrix('fanOut', 'fanIn'), role: 'out' },
      workspace: { layout: plain('f32', 'workspace'), role: 'workspace' },
    },
    call: (kernels, { x, delta, weightGradient, workspace }, shape) => {
      const { samples: n, positions: p, fanIn, fanOut } = shape
      for (const [first, end] of pieces(fanOut))
        kernels.denseWeightGradient(x, delta, weightGradient, first, end, n, p, fanIn, fanOut, workspace)
    },
    formula: (of, shape) => ({
      weightGradient: (o, k) => sumOverBatch(shape, (s, p) => of('delta')(s, p, o) * of('x')(s, p, k)),
    }),
    tolerance: 1e-5,
  }),
  denseBiasGradient: kernelCase({
    shapes,
    operands: {
      delta: { layout: panels('fanOut'), role: 'in' },
      biasGradient: { layout: vector('fanOut'), role: 'out' },
    },
    call: (kernels, { delta, biasGradient }, { samples, positions, fanOut }) => {
      kernels.denseBiasGradient(delta, biasGradient, samples, positions, fanOut)
    },
    formula: (of, shape) => ({ biasGradient: (o) => sumOverBatch(shape, (s, p) => of('delta')(s, p, o)) }),
    tolerance: 1e-5,
  }),
}
