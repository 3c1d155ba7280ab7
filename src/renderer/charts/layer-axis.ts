import { axisRange, type AxisRange } from './axis-range'

/** Weight layers 1..count along an axis, with a tick at 1 and at round layers. */
export function layerAxis(count: number): AxisRange {
  const max = Math.max(2, count)
  const { ticks } = axisRange([1, max], 'linear')
  const whole = ticks.filter((tick) => Number.isInteger(tick) && tick > 1 && tick <= max)
  return { scale: 'linear', min: 1, max, ticks: [1, ...whole] }
}

/** Rows of names that all get their label. */
const ALL_LABELLED = 12

/**
 * Which places of a category axis get a label: all of a few, else the first, round ones, and the last. Layers are counted
 * from 1, so that place 4 is round.
 */
export function labelled(count: number): (index: number) => boolean {
  if (count <= ALL_LABELLED) return () => true
  const every = [2, 5, 10, 20, 50].find((apart) => count / apart <= ALL_LABELLED / 2) ?? 100
  return (index) => {
    if (index === 0 || index === count - 1) return true
    return (index + 1) % every === 0 && count - 1 - index > every / 2
  }
}
