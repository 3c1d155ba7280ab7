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

/** The colours of a range, beside the axis of the second grid; above it, where `top` is named, that of what is not finite. */
export function colourBar(range: AxisRange, top: string | null, theme: ChartTheme): CustomSeriesOption {
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
      const [right = 0, end = 0] = api.coord([1, range.max])
      const height = (bottom - end) / BLOCKS
      const blocks = Array.from({ length: BLOCKS }, (_, index): Shape => ({
        type: 'rect',
        shape: { x: left, y: bottom - (index + 1) * height - 0.5, width: right - left, height: height + 1 },
        style: { fill: rampColour((index + 0.5) / BLOCKS, theme) },
        silent: true,
      }))
      if (top === null) return { type: 'group', children: blocks }
      const box = { x: left, y: end - 18, width: right - left, height: 12 }
      const ground: Shape = { type: 'rect', shape: box, style: { fill: theme.diverged }, silent: true }
      const note: Shape = {
        type: 'text',
        style: {
          text: top,
          x: right + 6,
          y: box.y + 6,
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
