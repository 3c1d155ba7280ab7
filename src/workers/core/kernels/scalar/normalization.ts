import type { Heap } from '../heap'
import type { NormalizationKernels } from '../kernels'
import { LANES, pad8, panelCount } from '../layout'
import { laneSum } from './lane-sums'

/** Sums are float64, as simd/assembly/normalization.ts says why; all else is rounded to float32. */
export function scalarNormalization(heap: Heap): NormalizationKernels {
  return { ...batchNormalization(heap), ...layerNormalization(heap) }
}

type BatchKernels = Pick<NormalizationKernels, 'batchNormForward' | 'batchNormEvaluate' | 'batchNormBackward'>

function batchNormalization(heap: Heap): BatchKernels {
  const sums = new Float64Array(LANES)
  return {
    batchNormForward: (
      z,
      y,
      gamma,
      beta,
      mean,
      inverseStd,
      runningMean,
      runningVariance,
      momentum,
      epsilon,
      samples,
      positions,
      features,
    ) => {
      const { f32 } = heap
      const count = samples * positions
      const lines = panelCount(samples) * positions
      for (let feature = 0; feature < features; feature += 1) {
        const zAt = (line: number, lane: number): number =>
          f32[z / 4 + (line * pad8(features) + feature) * LANES + lane]
        const exactMean = laneSum(sums, samples, positions, 1, (line, _, lane) => zAt(line, lane)) / count
        const mean32 = Math.fround(exactMean)
        const squares = laneSum(sums, samples, positions, 1, (line, _, lane) => {
          const centred = Math.fround(zAt(line, lane) - mean32)
          return centred * centred
        })
        const inverse = Math.fround(1 / Math.sqrt(squares / count + epsilon))
        f32[mean / 4 + feature] = mean32
        f32[inverseStd / 4 + feature] = inverse
        normalizeFeature(f32, z, y, gamma, beta, mean32, inverse, lines, feature, features)
        follow(f32, runningMean / 4 + feature, exactMean, momentum)
        follow(f32, runningVariance / 4 + feature, squares / Math.max(count - 1, 1), momentum)
      }
    },
    batchNormEvaluate: (z, y, gamma, beta, runningMean, runningVariance, epsilon, panels, features) => {
      const { f32 } = heap
      for (let feature = 0; feature < features; feature += 1) {
        const mean = f32[runningMean / 4 + feature]
        const inverse = Math.fround(1 / Math.sqrt(f32[runningVariance / 4 + feature] + epsilon))
        normalizeFeature(f32, z, y, gamma, beta, mean, inverse, panels, feature, features)
      }
    },
    batchNormBackward: (
      z,
      dy,
      dz,
      gamma,
      mean,
      inverseStd,
      gammaGradient,
      betaGradient,
      samples,
      positions,
      features,
    ) => {
      const { f32 } = heap
      const count = samples * positions
      const lines = panelCount(samples) * positions
      for (let feature = 0; feature < features; feature += 1) {
        const place = (line: number, lane: number): number => (line * pad8(features) + feature) * LANES + lane
        const inverse = f32[inverseStd / 4 + feature]
        const xhatAt = (line: number, lane: number): number =>
          normalized(f32[z / 4 + place(line, lane)], f32[mean / 4 + feature], inverse)
        const sum = laneSum(sums, samples, positions, 1, (line, _, lane) => f32[dy / 4 + place(line, lane)])
        const products = laneSum(sums, samples, positions, 1, (line, _, lane) => {
          return xhatAt(line, lane) * f32[dy / 4 + place(line, lane)]
        })
        const factor = Math.fround(f32[gamma / 4 + feature] * inverse)
        for (let line = 0; line < lines; line += 1) {
          for (let lane = 0; lane < LANES; lane += 1) {
            const g = f32[dy / 4 + place(line, lane)]
            f32[dz / 4 + place(line, lane)] = projected(
              factor,
              g,
              sum / count,
              xhatAt(line, lane),
              products / count,
            )
          }
        }
        f32[gammaGradient / 4 + feature] = products
        f32[betaGradient / 4 + feature] = sum
      }
    },
  }
}

type LayerKernels = Pick<NormalizationKernels, 'layerNormForward' | 'layerNormBackward'>

function layerNormalization(heap: Heap): LayerKernels {
  const sums = new Float64Array(LANES)
  return {
    layerNormForward: (z, y, gamma, beta, mean, inverseStd, epsilon, panels, features) => {
      const { f32 } = heap
      for (let row = 0; row < panels * LANES; row += 1) {
        const place = rowPlace(row, features)
        let sum = 0
        for (let feature = 0; feature < features; feature += 1) sum += f32[z / 4 + place(feature)]
        const mean32 = Math.fround(sum / features)
        let squares = 0
        for (let feature = 0; feature < features; feature += 1) {
          const centred = Math.fround(f32[z / 4 + place(feature)] - mean32)
          squares += centred * centred
        }
        const inverse = Math.fround(1 / Math.sqrt(squares / features + epsilon))
        f32[mean / 4 + row] = mean32
        f32[inverseStd / 4 + row] = inverse
        for (let feature = 0; feature < features; feature += 1) {
          const xhat = normalized(f32[z / 4 + place(feature)], mean32, inverse)
          f32[y / 4 + place(feature)] = affine(f32[gamma / 4 + feature], xhat, f32[beta / 4 + feature])
        }
      }
    },
    layerNormBackward: (
      z,
      dy,
      dz,
      gamma,
      mean,
      inverseStd,
      gammaGradient,
      betaGradient,
      samples,
      positions,
      features,
    ) => {
      const { f32 } = heap
      const xhatAt = (row: number, feature: number): number =>
        normalized(
          f32[z / 4 + rowPlace(row, features)(feature)],
          f32[mean / 4 + row],
          f32[inverseStd / 4 + row],
        )
      for (let feature = 0; feature < features; feature += 1) {
        const dyAt = (row: number): number => f32[dy / 4 + rowPlace(row, features)(feature)]
        f32[gammaGradient / 4 + feature] = laneSum(sums, samples, positions, 1, (line, _, lane) => {
          const row = line * LANES + lane
          return xhatAt(row, feature) * dyAt(row)
        })
        f32[betaGradient / 4 + feature] = laneSum(sums, samples, positions, 1, (line, _, lane) =>
          dyAt(line * LANES + lane),
        )
      }
      const rows = panelCount(samples) * positions * LANES
      for (let row = 0; row < rows; row += 1) {
        const place = rowPlace(row, features)
        const gAt = (feature: number): number =>
          Math.fround(f32[gamma / 4 + feature] * f32[dy / 4 + place(feature)])
        let sum = 0
        let products = 0
        for (let feature = 0; feature < features; feature += 1) {
          sum += gAt(feature)
          products += xhatAt(row, feature) * gAt(feature)
        }
        for (let feature = 0; feature < features; feature += 1) {
          f32[dz / 4 + place(feature)] = projected(
            f32[inverseStd / 4 + row],
            gAt(feature),
            sum / features,
            xhatAt(row, feature),
            products / features,
          )
        }
      }
    },
  }
}

/** Place of a feature of one lane of one virtual panel: row = 16 virtual panel + lane. */
function rowPlace(row: number, features: number): (feature: number) => number {
  const first = Math.floor(row / LANES) * pad8(features) * LANES + (row % LANES)
  return (feature) => first + feature * LANES
}

/** y = gamma xhat + beta for one feature of `lines` virtual panels. */
function normalizeFeature(
  f32: Float32Array,
  z: number,
  y: number,
  gamma: number,
  beta: number,
  mean: number,
  inverse: number,
  lines: number,
  feature: number,
  features: number,
): void {
  const scale = f32[gamma / 4 + feature]
  const shift = f32[beta / 4 + feature]
  for (let line = 0; line < lines; line += 1) {
    const first = (line * pad8(features) + feature) * LANES
    for (let place = first; place < first + LANES; place += 1) {
      f32[y / 4 + place] = affine(scale, normalized(f32[z / 4 + place], mean, inverse), shift)
    }
  }
}

/** xhat = (z - mean) inverseStd */
function normalized(z: number, mean: number, inverseStd: number): number {
  return Math.fround(Math.fround(z - mean) * inverseStd)
}

/** gamma xhat + beta */
function affine(gamma: number, xhat: number, beta: number): number {
  return Math.fround(Math.fround(gamma * xhat) + beta)
}

/** factor (g - meanG - xhat meanProduct), the means rounded to float32 first. */
function projected(factor: number, g: number, meanG: number, xhat: number, meanProduct: number): number {
  const centred = Math.fround(g - Math.fround(meanG))
  return Math.fround(factor * Math.fround(centred - Math.fround(xhat * Math.fround(meanProduct))))
}

/** running + momentum (current - running), rounded once. */
function follow(f32: Float32Array, place: number, current: number, momentum: number): void {
  f32[place] = f32[place] + momentum * (current - f32[place])
}
