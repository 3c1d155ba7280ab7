import type { CustomSeriesOption, LineSeriesOption } from 'echarts/charts'
import { drawnValue, type AxisRange } from './axis-range'
import { bandOutlines } from './band-polygon'

/** A median with its quartiles over some places of the horizontal axis, and how strong it is drawn. */
export interface BandDrawing {
  readonly id: string
  readonly name: string
  readonly xs: ArrayLike<number>
  readonly median: ArrayLike<number>
  readonly q25: ArrayLike<number>
  readonly q75: ArrayLike<number>
  readonly range: AxisRange
  readonly colour: string
  readonly dash: readonly number[]
  readonly width: number
  readonly opacity: number
  readonly bandOpacity: number
  readonly isStrong: boolean
  /** Diameter of a dot at every place; 0 for dots only where a point stands alone. */
  readonly dots: number
}

const LONE_DOT = 7

/** The median as a line: broken where it is infinite, with a dot where a point stands alone. */
export function medianSeries(drawing: BandDrawing): LineSeriesOption {
  const { xs, median, range, colour, opacity, dots } = drawing
  const drawn = Array.from(median, (value) => (Number.isFinite(value) ? drawnValue(value, range) : NaN))
  const isAlone = (index: number): boolean =>
    Number.isFinite(drawn[index]) &&
    !Number.isFinite(drawn[index - 1] ?? NaN) &&
    !Number.isFinite(drawn[index + 1] ?? NaN)
  const hasLone = drawn.some((_, index) => isAlone(index))
  return {
    type: 'line',
    id: `median-${drawing.id}`,
    name: drawing.name,
    data: drawn.map((value, index) => [xs[index] ?? NaN, value]),
    symbolSize: hasLone ? (_, { dataIndex }) => (isAlone(dataIndex) ? Math.max(LONE_DOT, dots) : dots) : dots,
    symbol: dots > 0 || hasLone ? 'circle' : 'none',
    showSymbol: dots > 0 || hasLone,
    showAllSymbol: true,
    connectNulls: false,
    triggerEvent: 'line',
    color: colour,
    lineStyle: {
      color: colour,
      width: drawing.width,
      type: drawing.dash.length === 0 ? 'solid' : [...drawing.dash],
      opacity,
    },
    itemStyle: { color: colour, opacity },
    emphasis: { disabled: true },
    z: drawing.isStrong ? 6 : 5,
  }
}

/** The quartiles as polygons, one for each run of finite places; never two stacked areas. */
export function bandSeries(drawing: BandDrawing): CustomSeriesOption {
  const { range, colour, bandOpacity } = drawing
  const outlines = bandOutlines(drawing.xs, drawing.q25, drawing.q75, range)
  return {
    type: 'custom',
    id: `band-${drawing.id}`,
    name: drawing.name,
    data: outlines.map((outline) => [...(outline[0] ?? [0, range.min])]),
    silent: true,
    clip: true,
    tooltip: { show: false },
    z: 3,
    renderItem: ({ dataIndex }, api) => {
      const points = (outlines[dataIndex] ?? []).map(([x, y]) => api.coord([x, y]))
      return points.length > 2
        ? { type: 'polygon', shape: { points }, style: { fill: colour, opacity: bandOpacity }, silent: true }
        : {
            type: 'polyline',
            shape: { points },
            style: { stroke: colour, fill: 'none', lineWidth: 2, opacity: Math.min(1, bandOpacity * 3) },
            silent: true,
          }
    },
  }
}

/**
 * An invisible line over every place along the lower edge of the axis: the tooltip finds a place also where every
 * median is infinite.
 */
export function cursorSeries(xs: readonly number[], range: AxisRange): LineSeriesOption {
  return {
    type: 'line',
    id: 'cursor',
    name: '',
    data: xs.map((x) => [x, range.min]),
    showSymbol: false,
    symbol: 'none',
    silent: true,
    lineStyle: { opacity: 0 },
    emphasis: { disabled: true },
    z: 1,
  }
}
