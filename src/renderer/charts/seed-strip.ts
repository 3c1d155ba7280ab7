import type { AxisRange } from './axis-range'
import { sharePosition } from './final-metrics'
import type { HeatMark } from './heat-data'

/** A rectangle in pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The marks of a cell's trials as SVG path data: dots and dashes are filled or stroked, crosses stroked. */
export interface StripPaths {
  readonly dots: string
  readonly dashes: string
  readonly crosses: string
}

/** Pixels kept free at the worst end for the trials that diverged. */
const WORST_SLOT = 10

function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** Spreads neighbours over the height without any draw: fractional parts of multiples of the golden ratio. */
function lift(index: number): number {
  return (0.5 + index * 0.6180339887498949) % 1
}

/**
 * The seeds of a cell on the common scale of the map: a dot a trial that learned, a dash one that stalled, a cross one that
 * diverged. Crosses, and numbers that are not finite, stand in a slot at the worst end: at the right for a loss, at the
 * left for an accuracy. Heights have no meaning.
 */
export function seedStrip(
  marks: readonly HeatMark[],
  range: AxisRange,
  worst: 'left' | 'right',
  box: Box,
  size: number,
): StripPaths {
  const paths = { dots: '', dashes: '', crosses: '' }
  const start = box.x + size + (worst === 'left' ? WORST_SLOT : 0)
  const span = Math.max(1, box.width - 2 * size - WORST_SLOT)
  const slot = worst === 'left' ? box.x + WORST_SLOT / 2 : box.x + box.width - WORST_SLOT / 2
  marks.forEach(({ value, status }, index) => {
    const share = sharePosition(value, range)
    const isOut = status === 'diverged' || Number.isNaN(share)
    const x = round(isOut ? slot + (lift(index * 7) - 0.5) * (WORST_SLOT - 2 * size) : start + share * span)
    const y = round(box.y + size + lift(index) * Math.max(0, box.height - 2 * size))
    if (isOut) {
      paths.crosses += `M${x - size} ${y - size}L${x + size} ${y + size}M${x - size} ${y + size}L${x + size} ${y - size}`
    } else if (status === 'stalled') {
      paths.dashes += `M${x - size * 1.4} ${y}L${x + size * 1.4} ${y}`
    } else {
      paths.dots += `M${x - size} ${y}a${size} ${size} 0 1 0 ${2 * size} 0a${size} ${size} 0 1 0 ${-2 * size} 0`
    }
  })
  return paths
}
