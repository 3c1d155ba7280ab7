import type { ConvergenceBand, CurveMetric } from '@shared/statistics/convergence-bands'
import { CURVE_COLUMNS } from '@shared/trial-result'
import { decimatedIndices, type PlaceWindow } from './decimate'

/** Pixel columns of the widest plot; a curve with up to four points in each is drawn as it is. */
const COLUMNS = 2000
const STRIDE = CURVE_COLUMNS.length

/** What was decimated last: while nobody zooms, the same objects are drawn again. */
interface Held<Value> {
  readonly window: PlaceWindow | null
  readonly value: Value
  /** Indices of the whole curve, which every window keeps. */
  readonly whole: ReadonlySet<number>
}

const bands = new WeakMap<ConvergenceBand, Held<ConvergenceBand>>()
const curves: Readonly<Record<CurveMetric, WeakMap<Float32Array, Held<Float32Array>>>> = {
  trainLoss: new WeakMap(),
  trainAccuracy: new WeakMap(),
}

function isSameWindow(a: PlaceWindow | null, b: PlaceWindow | null): boolean {
  return a === b || (a !== null && b !== null && a[0] === b[0] && a[1] === b[1])
}

function visibleIndices(
  xs: ArrayLike<number>,
  all: readonly ArrayLike<number>[],
  window: PlaceWindow | null,
): ReadonlySet<number> {
  return new Set(all.flatMap((ys) => [...decimatedIndices(xs, ys, COLUMNS, window)]))
}

/** Inside a zoom's window what can be seen there, beside what the whole curve keeps: for who pans, the line goes on. */
function indicesIn(
  xs: ArrayLike<number>,
  all: readonly ArrayLike<number>[],
  window: PlaceWindow | null,
  whole: ReadonlySet<number>,
): Uint32Array {
  const inside = window === null ? [] : visibleIndices(xs, all, window)
  return Uint32Array.from(new Set([...whole, ...inside])).sort()
}

/** Whether a curve of so many points has more of them than can be seen. */
export function isDense(points: number): boolean {
  return points > 4 * COLUMNS
}

/**
 * The band at the steps that can be seen: the extremes of its line and of both edges among them. The same object while all are.
 * @param window the steps that a zoom shows; null for all
 */
export function decimatedBand(band: ConvergenceBand, window: PlaceWindow | null = null): ConvergenceBand {
  const { steps, line, low, high } = band
  if (!isDense(steps.length)) return band
  const known = bands.get(band)
  if (known !== undefined && isSameWindow(known.window, window)) return known.value
  const whole = known?.whole ?? visibleIndices(steps, [line, low, high], null)
  const indices = indicesIn(steps, [line, low, high], window, whole)
  const picked = (values: Float64Array): Float64Array =>
    Float64Array.from(indices, (index) => values[index] ?? NaN)
  const counted = (values: Uint32Array): Uint32Array =>
    Uint32Array.from(indices, (index) => values[index] ?? 0)
  const value = {
    ...band,
    steps: picked(steps),
    line: picked(line),
    low: picked(low),
    high: picked(high),
    n: counted(band.n),
    diverged: counted(band.diverged),
  }
  bands.set(band, { window, value, whole })
  return value
}

/** The curve of one trial at the points that can be seen of one metric. */
export function decimatedCurve(
  curve: Float32Array,
  metric: CurveMetric,
  window: PlaceWindow | null = null,
): Float32Array {
  const points = Math.floor(curve.length / STRIDE)
  if (!isDense(points)) return curve
  const known = curves[metric].get(curve)
  if (known !== undefined && isSameWindow(known.window, window)) return known.value
  const column = CURVE_COLUMNS.indexOf(metric)
  const steps = Float64Array.from({ length: points }, (_, point) => curve[point * STRIDE] ?? NaN)
  const values = Float64Array.from({ length: points }, (_, point) => curve[point * STRIDE + column] ?? NaN)
  const whole = known?.whole ?? visibleIndices(steps, [values], null)
  const indices = indicesIn(steps, [values], window, whole)
  const value = new Float32Array(indices.length * STRIDE)
  indices.forEach((point, place) => {
    value.set(curve.subarray(point * STRIDE, (point + 1) * STRIDE), place * STRIDE)
  })
  curves[metric].set(curve, { window, value, whole })
  return value
}
