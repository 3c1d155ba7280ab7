import { median } from '../statistics/quantiles'

/** Points of a curve, from left to right. */
export interface Curve {
  readonly xs: readonly number[]
  readonly ys: readonly number[]
}

export type CurveScale = 'linear' | 'log'

/** How a drawn curve compares with what the seeds did. */
export interface CurveComparison {
  /** Mean distance between the drawn curve and the seeds' median over the measured points; in powers of ten on a log scale. */
  readonly distance: number
  /** The same with its sign: above 0 the drawn curve lies higher. */
  readonly bias: number
  /** Drawn minus median at the last point. */
  readonly atEnd: number
  readonly isWithin: boolean
}

/** A mean distance up to this counts as right: in units of the loss, or in powers of ten. */
const CURVE_TOLERANCE: Readonly<Record<CurveScale, number>> = { linear: 0.25, log: 0.5 }

/** Below every value that a probe of 32-bit numbers can tell from 0. */
const SMALLEST = 1e-45
/** For what became infinite: above every 32-bit number. */
const LARGEST = 1e39

/** The height of a value: itself, or its power of ten with 0 and infinity at the ends of 32-bit numbers. */
export function curveHeight(value: number, scale: CurveScale): number {
  const finite = Math.min(LARGEST, Number.isNaN(value) ? LARGEST : value)
  return scale === 'linear' ? finite : Math.log10(Math.max(SMALLEST, finite))
}

/** The value of the curve at x: straight between its points, in powers of ten on a log scale, level beyond its ends. */
export function curveAt({ xs, ys }: Curve, x: number, scale: CurveScale): number {
  const after = xs.findIndex((place) => place >= x)
  const [last = NaN] = ys.slice(-1)
  if (after < 0) return last
  const [right = NaN, high = NaN] = [xs[after], ys[after]]
  const [left = right, low = high] = after === 0 ? [] : [xs[after - 1], ys[after - 1]]
  if (right === left) return high
  const share = (x - left) / (right - left)
  const height = curveHeight(low, scale) * (1 - share) + curveHeight(high, scale) * share
  return scale === 'linear' ? height : 10 ** height
}

/** The median over the curves at each place; NaN, as of a diverged seed, is the worst value. */
export function medianCurve(xs: readonly number[], seeds: readonly (readonly number[])[]): Curve {
  return { xs, ys: xs.map((_, place) => median(seeds.map((ys) => ys[place] ?? NaN))) }
}

/** Compares the drawn curve with the median of the seeds at every measured place. */
export function compareCurves(drawn: Curve, measured: Curve, scale: CurveScale): CurveComparison {
  const differences = measured.xs.map(
    (x, place) =>
      curveHeight(curveAt(drawn, x, scale), scale) - curveHeight(measured.ys[place] ?? NaN, scale),
  )
  const n = Math.max(1, differences.length)
  const distance = differences.reduce((sum, one) => sum + Math.abs(one), 0) / n
  return {
    distance,
    bias: differences.reduce((sum, one) => sum + one, 0) / n,
    atEnd: differences.at(-1) ?? 0,
    isWithin: distance <= CURVE_TOLERANCE[scale],
  }
}
