import { drawnValue, type AxisRange } from './axis-range'

/** A corner of a polygon in data coordinates. */
export type DataPoint = readonly [x: number, y: number]

/**
 * Outlines of the band between `low` and `high` over `xs`: along the upper edge and back along the lower, one
 * outline for each run of places where the lower edge is finite. An infinite upper edge leaves the upper end of
 * the axis, zero on a log axis the lower one. A run of one place is an outline of two points: an error bar.
 */
export function bandOutlines(
  xs: ArrayLike<number>,
  low: ArrayLike<number>,
  high: ArrayLike<number>,
  range: AxisRange,
): readonly (readonly DataPoint[])[] {
  const outlines: DataPoint[][] = []
  let upper: DataPoint[] = []
  let lower: DataPoint[] = []
  const close = (): void => {
    if (upper.length > 0) outlines.push([...upper, ...lower.reverse()])
    upper = []
    lower = []
  }
  for (let index = 0; index < xs.length; index++) {
    const x = xs[index] ?? NaN
    const bottom = low[index] ?? NaN
    const top = high[index] ?? NaN
    if (Number.isNaN(bottom) || Number.isNaN(top) || bottom === Infinity || top === -Infinity) {
      close()
      continue
    }
    upper.push([x, drawnValue(top, range)])
    lower.push([x, drawnValue(bottom, range)])
  }
  close()
  return outlines
}

/** The pieces of a curve between its non-finite points; zero on a log axis is drawn at the lower end. */
export function finiteRuns(
  count: number,
  xAt: (index: number) => number,
  yAt: (index: number) => number,
  range: AxisRange,
): readonly (readonly DataPoint[])[] {
  const runs: DataPoint[][] = []
  let run: DataPoint[] = []
  for (let index = 0; index < count; index++) {
    const y = yAt(index)
    if (Number.isFinite(y)) {
      run.push([xAt(index), drawnValue(y, range)])
    } else if (run.length > 0) {
      runs.push(run)
      run = []
    }
  }
  if (run.length > 0) runs.push(run)
  return runs
}
