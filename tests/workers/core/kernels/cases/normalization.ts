import fc from 'fast-check'
import type { NormalizationKernels } from '@core/kernels/kernels'
import { panelCount } from '@core/kernels/layout'
import { kernelCase, positive, type KernelCase, type Read } from '../kernel-case'
import { lanes, panels, vector } from '../tensors'
import { batch, positions, sumOver, sumOverBatch, width } from './shapes'

const shapes = fc.record({
  samples: batch,
  positions,
  features: width,
  momentum: fc.constantFrom(0.1, 0.5),
  epsilon: fc.constantFrom(1e-5, 1e-2),
})

type NormShape = Readonly<Record<'samples' | 'positions' | 'features' | 'momentum' | 'epsilon', number>>

const z = { layout: panels('features'), role: 'in' } as const
const y = { layout: panels('features'), role: 'out' } as const
const parameter = { layout: vector('features'), role: 'in' } as const
const spread = { layout: vector('features'), role: 'in', draw: positive } as const
const statistic = { layout: vector('features'), role: 'out' } as const

/** Calculates each line of a table once: `compute` of (row, column) with `columns` columns. */
function remembered(
  compute: (row: number, column: number) => number,
): (row: number, column: number) => number {
  const known = new Map<number, number>()
  return (row, column) => {
    const key = row * 4096 + column
    const value = known.get(key) ?? compute(row, column)
    known.set(key, value)
    return value
  }
}

/** dz of one group of n numbers that share a mean: factor (g - mean(g) - xhat mean(g xhat)). */
function projected(factor: number, g: number, meanG: number, xhat: number, meanProduct: number): number {
  return factor * (g - meanG - xhat * meanProduct)
}

function batchXhat(of: Read): (s: number, p: number, f: number) => number {
  return (s, p, f) => (of('z')(s, p, f) - of('mean')(f)) * of('inverseStd')(f)
}

function layerXhat(of: Read): (s: number, p: number, f: number) => number {
  return (s, p, f) => (of('z')(s, p, f) - of('mean')(s, p)) * of('inverseStd')(s, p)
}

function batchStatistics(of: Read, shape: NormShape) {
  const count = shape.samples * shape.positions
  const mean = remembered((f) => sumOverBatch(shape, (s, p) => of('z')(s, p, f)) / count)
  const squares = remembered((f) => sumOverBatch(shape, (s, p) => (of('z')(s, p, f) - mean(f, 0)) ** 2))
  return { count, mean: (f: number) => mean(f, 0), squares: (f: number) => squares(f, 0) }
}

export const normalization: Readonly<Record<keyof NormalizationKernels, KernelCase>> = {
  batchNormForward: kernelCase({
    shapes,
    operands: {
      z,
      y,
      gamma: parameter,
      beta: parameter,
      mean: statistic,
      inverseStd: statistic,
      runningMean: { layout: vector('features'), role: 'inout' },
      runningVariance: { layout: vector('features'), role: 'inout', draw: positive },
    },
    call: (kernels, at, { momentum, epsilon, samples, positions, features }) => {
      kernels.batchNormForward(
        at.z,
        at.y,
        at.gamma,
        at.beta,
        at.mean,
        at.inverseStd,
        at.runningMean,
        at.runningVariance,
        momentum,
        epsilon,
        samples,
        positions,
        features,
      )
    },
    formula: (of, shape) => {
      const { count, mean, squares } = batchStatistics(of, shape)
      const inverseStd = (f: number): number => 1 / Math.sqrt(squares(f) / count + shape.epsilon)
      const follow = (before: number, current: number): number => before + shape.momentum * (current - before)
      return {
        y: (s, p, f) => of('gamma')(f) * ((of('z')(s, p, f) - mean(f)) * inverseStd(f)) + of('beta')(f),
        mean: (f) => mean(f),
        inverseStd: (f) => inverseStd(f),
        runningMean: (f) => follow(of('runningMean')(f), mean(f)),
        runningVariance: (f) => follow(of('runningVariance')(f), squares(f) / Math.max(count - 1, 1)),
      }
    },
    tolerance: 1e-5,
    anyZero: true,
  }),
  batchNormEvaluate: kernelCase({
    shapes,
    operands: {
      z,
      y,
      gamma: parameter,
      beta: parameter,
      runningMean: parameter,
      runningVariance: spread,
    },
    call: (kernels, at, { epsilon, samples, positions, features }) => {
      kernels.batchNormEvaluate(
        at.z,
        at.y,
        at.gamma,
        at.beta,
        at.runningMean,
        at.runningVariance,
        epsilon,
        panelCount(samples) * positions,
        features,
      )
    },
    formula: (of, { epsilon }) => ({
      y: (s, p, f) => {
        const xhat = (of('z')(s, p, f) - of('runningMean')(f)) / Math.sqrt(of('runningVariance')(f) + epsilon)
        return of('gamma')(f) * xhat + of('beta')(f)
      },
    }),
    tolerance: 1e-5,
  }),
  batchNormBackward: kernelCase({
    shapes,
    operands: {
      z,
      dy: { layout: panels('features'), role: 'in' },
      dz: { layout: panels('features'), role: 'out' },
      gamma: parameter,
      mean: parameter,
      inverseStd: spread,
      gammaGradient: statistic,
      betaGradient: statistic,
    },
    call: (kernels, at, { samples, positions, features }) => {
      kernels.batchNormBackward(
        at.z,
        at.dy,
        at.dz,
        at.gamma,
        at.mean,
        at.inverseStd,
        at.gammaGradient,
        at.betaGradient,
        samples,
        positions,
        features,
      )
    },
    formula: (of, shape) => {
      const count = shape.samples * shape.positions
      const xhat = batchXhat(of)
      const sum = remembered((f) => sumOverBatch(shape, (s, p) => of('dy')(s, p, f)))
      const products = remembered((f) => sumOverBatch(shape, (s, p) => of('dy')(s, p, f) * xhat(s, p, f)))
      return {
        dz: (s, p, f) =>
          projected(
            of('gamma')(f) * of('inverseStd')(f),
            of('dy')(s, p, f),
            sum(f, 0) / count,
            xhat(s, p, f),
            products(f, 0) / count,
          ),
        gammaGradient: (f) => products(f, 0),
        betaGradient: (f) => sum(f, 0),
      }
    },
    tolerance: 1e-5,
    mayShare: [['dz', 'dy']],
    anyZero: true,
  }),
  layerNormForward: kernelCase({
    shapes,
    operands: {
      z,
      y,
      gamma: parameter,
      beta: parameter,
      mean: { layout: lanes(), role: 'out' },
      inverseStd: { layout: lanes(), role: 'out' },
    },
    call: (kernels, at, { epsilon, samples, positions, features }) => {
      kernels.layerNormForward(
        at.z,
        at.y,
        at.gamma,
        at.beta,
        at.mean,
        at.inverseStd,
        epsilon,
        panelCount(samples) * positions,
        features,
      )
    },
    formula: (of, { features, epsilon }) => {
      const mean = remembered((s, p) => sumOver(features, (f) => of('z')(s, p, f)) / features)
      const inverseStd = remembered((s, p) => {
        const squares = sumOver(features, (f) => (of('z')(s, p, f) - mean(s, p)) ** 2)
        return 1 / Math.sqrt(squares / features + epsilon)
      })
      return {
        y: (s, p, f) => of('gamma')(f) * ((of('z')(s, p, f) - mean(s, p)) * inverseStd(s, p)) + of('beta')(f),
        mean: (s, p) => mean(s, p),
        inverseStd: (s, p) => inverseStd(s, p),
      }
    },
    tolerance: 1e-5,
    anyZero: true,
  }),
  layerNormBackward: kernelCase({
    shapes,
    operands: {
      z,
      dy: { layout: panels('features'), role: 'in' },
      dz: { layout: panels('features'), role: 'out' },
      gamma: parameter,
      mean: { layout: lanes(), role: 'in' },
      inverseStd: { layout: lanes(), role: 'in', draw: positive },
      gammaGradient: statistic,
      betaGradient: statistic,
    },
    call: (kernels, at, { samples, positions, features }) => {
      kernels.layerNormBackward(
        at.z,
        at.dy,
        at.dz,
        at.gamma,
        at.mean,
        at.inverseStd,
        at.gammaGradient,
        at.betaGradient,
        samples,
        positions,
        features,
      )
    },
    formula: (of, shape) => {
      const { features } = shape
      const xhat = layerXhat(of)
      const g = (s: number, p: number, f: number): number => of('gamma')(f) * of('dy')(s, p, f)
      const meanG = remembered((s, p) => sumOver(features, (f) => g(s, p, f)) / features)
      const meanProduct = remembered(
        (s, p) => sumOver(features, (f) => g(s, p, f) * xhat(s, p, f)) / features,
      )
      return {
        dz: (s, p, f) =>
          projected(of('inverseStd')(s, p), g(s, p, f), meanG(s, p), xhat(s, p, f), meanProduct(s, p)),
        gammaGradient: (f) => sumOverBatch(shape, (s, p) => of('dy')(s, p, f) * xhat(s, p, f)),
        betaGradient: (f) => sumOverBatch(shape, (s, p) => of('dy')(s, p, f)),
      }
    },
    tolerance: 1e-4,
    mayShare: [['dz', 'dy']],
    anyZero: true,
  }),
}
