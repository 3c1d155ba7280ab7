import type { ConvergenceBand, CurveMetric } from '@shared/statistics/convergence-bands'
import { CURVE_COLUMNS } from '@shared/trial-result'
import { decimatedIndices } from './decimate'

/** Pixel columns of the widest plot; a curve with up to four points in each is drawn as it is. */
const COLUMNS = 2000
const STRIDE = CURVE_COLUMNS.length

const bands = new WeakMap<ConvergenceBand, ConvergenceBand>()
const curves: Readonly<Record<CurveMetric, WeakMap<Float32Array, Float32Array>>> = {
  trainLoss: new WeakMap(),
  trainAccuracy: new WeakMap(),
}

/** The band at the steps that can be seen: the extremes of its line and of both edges among them. The same object while all are. */
export function decimatedBand(band: ConvergenceBand): ConvergenceBand {
  const known = bands.get(band)
  if (known !== undefined) return known
  const { steps, line, low, high } = band
  const kept = [line, low, high].map((values) => decimatedIndices(steps, values, COLUMNS))
  const isWhole = kept.every(({ length }) => length === steps.length)
  const indices = Uint32Array.from(new Set(kept.flatMap((own) => [...own]))).sort()
  const picked = (values: Float64Array): Float64Array =>
    Float64Array.from(indices, (index) => values[index] ?? NaN)
  const counted = (values: Uint32Array): Uint32Array =>
    Uint32Array.from(indices, (index) => values[index] ?? 0)
  const decimated = isWhole
    ? band
    : {
        ...band,
        steps: picked(steps),
        line: picked(line),
        low: picked(low),
        high: picked(high),
        n: counted(band.n),
        diverged: counted(band.diverged),
      }
  bands.set(band, decimated)
  return decimated
}

/** The curve of one trial at the points that can be seen of one metric. */
export function decimatedCurve(curve: Float32Array, metric: CurveMetric): Float32Array {
  const points = Math.floor(curve.length / STRIDE)
  if (points <= COLUMNS) return curve
  const known = curves[metric].get(curve)
  if (known !== undefined) return known
  const column = CURVE_COLUMNS.indexOf(metric)
  const steps = Float64Array.from({ length: points }, (_, point) => curve[point * STRIDE] ?? NaN)
  const values = Float64Array.from({ length: points }, (_, point) => curve[point * STRIDE + column] ?? NaN)
  const indices = decimatedIndices(steps, values, COLUMNS)
  const decimated = new Float32Array(indices.length * STRIDE)
  indices.forEach((point, place) => {
    decimated.set(curve.subarray(point * STRIDE, (point + 1) * STRIDE), place * STRIDE)
  })
  curves[metric].set(curve, decimated)
  return decimated
}
