import type { CustomSeriesOption } from 'echarts/charts'
import type { AxisRange } from './axis-range'
import type { ChartTheme } from './chart-theme'
import { hatching, strokes, type Shape } from './custom-shapes'
import { rampColour } from './ramp-colours'

/** Blocks of the bar. */
const BLOCKS = 32

/** Where a value lies on the colours, 0..1; zero on a log scale at 0. NaN for what is not finite. */
export function rampShare(value: number, { scale, min, max }: AxisRange): number {
  if (!Number.isFinite(value)) return NaN
  const share =
    scale === 'log'
      ? (Math.log10(Math.max(value, min)) - Math.log10(min)) / (Math.log10(max) - Math.log10(min))
      : (value - min) / (max - min)
  return Math.min(1, Math.max(0, share))
}

/** What lies beyond the colours: its word, and the end of the bar at which its hatched colour stands. */
interface Beyond {
  readonly word: string
  readonly side: 'above' | 'below'
}

/** The colours of a range beside the axis of the second grid, and the diverged colour for what lies `beyond` them. */
export function colourBar(range: AxisRange, beyond: Beyond | null, theme: ChartTheme): CustomSeriesOption {
  return {
    type: 'custom',
    id: 'colours',
    name: 'colours',
    xAxisIndex: 1,
    yAxisIndex: 1,
    data: [[0, range.min]],
    silent: true,
    tooltip: { show: false },
    renderItem: (_, api) => {
      const [left = 0, bottom = 0] = api.coord([0, range.min])
      const [right = 0, top = 0] = api.coord([1, range.max])
      const height = (bottom - top) / BLOCKS
      const blocks = Array.from({ length: BLOCKS }, (_, index): Shape => ({
        type: 'rect',
        shape: { x: left, y: bottom - (index + 1) * height - 0.5, width: right - left, height: height + 1 },
        style: { fill: rampColour((index + 0.5) / BLOCKS, theme) },
        silent: true,
      }))
      if (beyond === null) return { type: 'group', children: blocks }
      const y = beyond.side === 'above' ? top - 18 : bottom + 6
      const box = { x: left, y, width: right - left, height: 12 }
      const ground: Shape = { type: 'rect', shape: box, style: { fill: theme.diverged }, silent: true }
      const note: Shape = {
        type: 'text',
        style: {
          text: beyond.word,
          x: right + 6,
          y: y + 6,
          fill: theme.mutedText,
          fontSize: 11,
          fontFamily: theme.fontFamily,
          verticalAlign: 'middle',
        },
        silent: true,
      }
      return {
        type: 'group',
        children: [...blocks, ground, strokes(hatching(box, 5), theme.surface, 1), note],
      }
    },
  }
}
