import fc from 'fast-check'
import { HISTOGRAM_BINS } from '@shared/trial-result'
import type { StatisticsKernels } from '@core/kernels/kernels'
import { spectrumWorkspaceBytes } from '@core/kernels/layout'
import { kernelCase, RESULT, type KernelCase, type Read } from '../kernel-case'
import { matrix, panels, plain, vector, type Layout } from '../tensors'
import { batch, positions, range, sumOver, sumOverBatch, width } from './shapes'
import { singularValues } from './singular-values'

const shapes = fc.record({ samples: batch, positions, features: width })
const bound = fc.constantFrom(-1, 0, 1, NaN)
const weightShapes = fc.record({ rows: width, columns: width })

type PanelShape = Readonly<Record<'samples' | 'positions' | 'features', number>>

const values = { layout: panels('features'), role: 'in' } as const
const weights = { layout: matrix('rows', 'columns'), role: 'in' } as const
const flags: Layout = { ...vector('features'), type: 'i32' }

/** A few numbers, so that whole rows are equal and others nearly so. */
function rarelyNotZero(word: number): number {
  return word % 40 === 0 ? 1 : word % 40 === 1 ? 0.25 : 0
}

function panelEntries(of: Read, shape: PanelShape): number[] {
  return range(shape.samples).flatMap((s) =>
    range(shape.positions).flatMap((p) => range(shape.features).map((f) => of('values')(s, p, f))),
  )
}

function matrixEntries(of: Read, name: string, rows: number, columns: number): number[] {
  return range(rows).flatMap((r) => range(columns).map((c) => of(name)(r, c)))
}

function meanSquare(of: Read, shape: PanelShape): number {
  const total = sumOverBatch(shape, (s, p) => sumOver(shape.features, (f) => of('values')(s, p, f) ** 2))
  return total / (shape.samples * shape.positions * shape.features)
}

/** Mean, mean square, smallest, largest; NaN when an entry is. */
function momentsOf(entries: readonly number[]): number[] {
  if (entries.some(Number.isNaN)) return [NaN, NaN, NaN, NaN]
  const count = entries.length
  return [
    sumOver(count, (i) => entries[i]!) / count,
    sumOver(count, (i) => entries[i]! ** 2) / count,
    entries.reduce((a, b) => Math.min(a, b)),
    entries.reduce((a, b) => Math.max(a, b)),
  ]
}

/** Units that `same` finds alike to no earlier one. */
function firstOfTheirKind(units: readonly number[][], same: (a: number, b: number) => boolean): number {
  return units.filter(
    (unit, place) =>
      !units.slice(0, place).some((earlier) => unit.every((value, index) => same(value, earlier[index]!))),
  ).length
}

function histogramOf(all: readonly number[]): number[] {
  const entries = all.filter(Number.isFinite)
  if (entries.length === 0) return [NaN, NaN, ...range(HISTOGRAM_BINS).map(() => 0)]
  const smallest = Math.min(...entries)
  const largest = Math.max(...entries)
  const binOf = (x: number): number =>
    smallest === largest
      ? 0
      : Math.min(Math.floor(((x - smallest) / (largest - smallest)) * HISTOGRAM_BINS), HISTOGRAM_BINS - 1)
  const bins = entries.map(binOf)
  return [smallest, largest, ...range(HISTOGRAM_BINS).map((bin) => bins.filter((b) => b === bin).length)]
}

export const statistics: Readonly<Record<keyof StatisticsKernels, KernelCase>> = {
  moments: kernelCase({
    shapes,
    operands: { values, out: { layout: plain('f64', '=4'), role: 'out' } },
    call: (kernels, { values, out }, { samples, positions, features }) => {
      kernels.moments(values, out, samples, positions, features)
    },
    formula: (of, shape) => {
      const expected = momentsOf(panelEntries(of, shape))
      return { out: (i) => expected[i]! }
    },
    tolerance: 4e-7,
    anyZero: true,
  }),
  reluMoments: kernelCase({
    shapes,
    operands: { values, out: { layout: plain('f64', '=8'), role: 'out' } },
    call: (kernels, { values, out }, { samples, positions, features }) => {
      kernels.reluMoments(values, out, samples, positions, features)
    },
    formula: (of, shape) => {
      const z = panelEntries(of, shape)
      const expected = [...momentsOf(z), ...momentsOf(z.map((value) => Math.max(value, 0)))]
      return { out: (i) => expected[i]! }
    },
    tolerance: 4e-7,
    anyZero: true,
  }),
  meanSquare: kernelCase({
    shapes,
    operands: { values },
    call: (kernels, { values }, { samples, positions, features }) =>
      kernels.meanSquare(values, samples, positions, features),
    formula: (of, shape) => ({ [RESULT]: () => meanSquare(of, shape) }),
    tolerance: 4e-7,
  }),
  sumOfSquares: kernelCase({
    shapes: weightShapes,
    operands: { weights },
    call: (kernels, { weights }, { rows, columns }) => kernels.sumOfSquares(weights, rows, columns),
    formula: (of, { rows, columns }) => ({
      [RESULT]: () => sumOver(rows, (r) => sumOver(columns, (c) => of('weights')(r, c) ** 2)),
    }),
    tolerance: 4e-7,
  }),
  squaredDistance: kernelCase({
    shapes: weightShapes,
    operands: { a: weights, b: weights },
    call: (kernels, { a, b }, { rows, columns }) => kernels.squaredDistance(a, b, rows, columns),
    formula: (of, { rows, columns }) => ({
      [RESULT]: () =>
        sumOver(rows, (r) => sumOver(columns, (c) => Math.fround(of('a')(r, c) - of('b')(r, c)) ** 2)),
    }),
    tolerance: 4e-7,
  }),
  isFinite: kernelCase({
    shapes: weightShapes,
    operands: { weights },
    call: (kernels, { weights }, { rows, columns }) => kernels.isFinite(weights, rows, columns),
    formula: (of, { rows, columns }) => ({
      [RESULT]: () => (matrixEntries(of, 'weights', rows, columns).every(Number.isFinite) ? 1 : 0),
    }),
    tolerance: 0,
  }),
  isFinitePanels: kernelCase({
    shapes,
    operands: { values },
    call: (kernels, { values }, { samples, positions, features }) =>
      kernels.isFinitePanels(values, samples, positions, features),
    formula: (of, shape) => ({
      [RESULT]: () => (panelEntries(of, shape).every(Number.isFinite) ? 1 : 0),
    }),
    tolerance: 0,
  }),
  markAlive: kernelCase({
    shapes: fc.record({ samples: batch, positions, features: width, low: bound, high: bound }),
    operands: {
      values,
      alive: { layout: flags, role: 'inout', draw: (word) => (word % 5 === 0 ? 1 : 0) },
    },
    call: (kernels, { values, alive }, { low, high, samples, positions, features }) => {
      kernels.markAlive(values, alive, low, high, samples, positions, features)
    },
    formula: (of, { low, high, samples, positions }) => ({
      alive: (f) => {
        const flat = (value: number): boolean => value <= low || value >= high
        const lively = range(samples).some((s) => range(positions).some((p) => !flat(of('values')(s, p, f))))
        return lively ? 1 : of('alive')(f)
      },
    }),
    tolerance: 0,
  }),
  countFlat: kernelCase({
    shapes: fc.record({ samples: batch, positions, features: width, low: bound, high: bound }),
    operands: { values },
    call: (kernels, { values }, { low, high, samples, positions, features }) =>
      kernels.countFlat(values, low, high, samples, positions, features),
    formula: (of, shape) => ({
      [RESULT]: () => panelEntries(of, shape).filter((x) => x <= shape.low || x >= shape.high).length,
    }),
    tolerance: 0,
  }),
  distinctUnits: kernelCase({
    shapes: fc
      .record({ fanIn: width, fanOut: width, tolerance: fc.constantFrom(0, 0.3, 1) })
      .map((shape) => ({ ...shape, workspace: (shape.fanOut + 7) & ~7 })),
    operands: {
      weights: { layout: matrix('fanOut', 'fanIn'), role: 'in', draw: rarelyNotZero },
      bias: { layout: vector('fanOut'), role: 'in', draw: rarelyNotZero },
      out: { layout: plain('i32', '=2'), role: 'out' },
      workspace: { layout: plain('f32', 'workspace'), role: 'workspace' },
    },
    call: (kernels, { weights, bias, out, workspace }, { fanIn, fanOut, tolerance }) => {
      kernels.distinctUnits(weights, bias, out, fanIn, fanOut, tolerance, workspace)
    },
    formula: (of, { fanIn, fanOut, tolerance }) => {
      const units = range(fanOut).map((o) => [of('bias')(o), ...range(fanIn).map((k) => of('weights')(o, k))])
      const limit = Math.fround(tolerance)
      const counts = [
        firstOfTheirKind(units, (a, b) => a === b),
        firstOfTheirKind(units, (a, b) => a === b || Math.abs(Math.fround(a - b)) <= limit),
      ]
      return { out: (i) => counts[i]! }
    },
    tolerance: 0,
  }),
  histogram: kernelCase({
    shapes,
    operands: { values, out: { layout: plain('f32', `=${2 + HISTOGRAM_BINS}`), role: 'out' } },
    call: (kernels, { values, out }, { samples, positions, features }) => {
      kernels.histogram(values, out, samples, positions, features)
    },
    formula: (of, shape) => {
      const expected = histogramOf(panelEntries(of, shape))
      return { out: (i) => expected[i]! }
    },
    tolerance: 0,
    anyZero: true,
  }),
  singularValues: kernelCase({
    shapes: weightShapes.map((shape) => ({
      ...shape,
      workspace: spectrumWorkspaceBytes(shape.rows, shape.columns) / 8,
    })),
    operands: {
      weights,
      out: { layout: plain('f64', '=2'), role: 'out' },
      workspace: { layout: plain('f64', 'workspace'), role: 'workspace' },
    },
    call: (kernels, { weights, out, workspace }, { rows, columns }) => {
      kernels.singularValues(weights, out, rows, columns, workspace)
    },
    formula: (of, { rows, columns }) => {
      const values = singularValues(range(rows).map((r) => range(columns).map((c) => of('weights')(r, c))))
      return { out: (i) => (i === 0 ? Math.max(...values) : Math.min(...values)) }
    },
    tolerance: 1e-6,
  }),
}
