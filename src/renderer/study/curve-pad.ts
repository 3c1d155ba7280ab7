import type { Expansion } from '@shared/sweep'
import { axisRange, type AxisRange } from '../charts/axis-range'
import { CURVE_QUANTITIES, type CurveQuantity } from './prediction-results'

/** The picture in its own units. */
export const PAD = { width: 560, height: 260, left: 52, right: 16, top: 12, bottom: 40 } as const

export interface PadAxes {
  /** Where the curve has a point. */
  readonly xs: readonly number[]
  readonly range: AxisRange
}

/** Parts of a step axis between two points. */
const STEP_PARTS = 6
/** Arrow presses from the lower to the upper end. */
const NUDGES = 60

/** What the axis offers: nothing about it may tell the answer. */
const RANGES: Readonly<Record<CurveQuantity, AxisRange>> = {
  'loss-by-step': axisRange([0, 3], 'linear', 0),
  'signal-by-layer': axisRange([1e-10, 1e6], 'log'),
  'gradient-by-layer': axisRange([1e-6, 1e6], 'log'),
}

/** The points that the reader sets: steps from 0 to the last, or every hidden layer. */
export function padAxes(quantity: CurveQuantity, { configurations }: Expansion): PadAxes {
  const settings = configurations[0]?.settings
  const range = RANGES[quantity]
  if (CURVE_QUANTITIES[quantity].along === 'layer') {
    const layers = settings?.model.widths.length ?? 1
    return { xs: Array.from({ length: layers }, (_, index) => index + 1), range }
  }
  const duration = settings?.train.duration ?? { steps: 1 }
  // The lessons' own sweeps count steps; how many an epoch has is known only with the data.
  const steps = 'steps' in duration ? duration.steps : 1
  return {
    xs: Array.from({ length: STEP_PARTS + 1 }, (_, part) => Math.round((steps * part) / STEP_PARTS)),
    range,
  }
}

/** Where everyone starts: level, at the loss of guessing among the classes or at 1. */
export function levelCurve(quantity: CurveQuantity, { xs }: PadAxes, classes: number): readonly number[] {
  return xs.map(() => (quantity === 'loss-by-step' ? Math.log(classes) : 1))
}

function shareOf({ scale, min, max }: AxisRange, value: number): number {
  return scale === 'log' ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min)
}

function valueAt({ scale, min, max }: AxisRange, share: number): number {
  const inside = Math.min(1, Math.max(0, share))
  return scale === 'log' ? min * (max / min) ** inside : min + inside * (max - min)
}

/** A point of the curve in the units of the picture. */
export function padPlace(
  { xs, range }: PadAxes,
  x: number,
  y: number,
): { readonly x: number; readonly y: number } {
  const [first = 0, last = 1] = [xs[0], xs.at(-1)]
  const across = last === first ? 0 : (x - first) / (last - first)
  const [width, height] = [PAD.width - PAD.left - PAD.right, PAD.height - PAD.top - PAD.bottom]
  return { x: PAD.left + across * width, y: PAD.top + (1 - shareOf(range, y)) * height }
}

/** The value at a height of the picture, kept inside the axis. */
export function padValue({ range }: PadAxes, y: number): number {
  const height = PAD.height - PAD.top - PAD.bottom
  return valueAt(range, 1 - (y - PAD.top) / height)
}

/** The place in `xs` of the point nearest to a pointer. */
export function nearest(axes: PadAxes, x: number): number {
  const away = axes.xs.map((own) => Math.abs(padPlace(axes, own, axes.range.max).x - x))
  return away.indexOf(Math.min(...away))
}

/** The value one press of an arrow key up (1) or down (-1). */
export function nudged({ range }: PadAxes, value: number, by: 1 | -1): number {
  return valueAt(range, shareOf(range, value) + by / NUDGES)
}
