import type { CustomSeriesOption } from 'echarts/charts'
import type { AxisRange } from './axis-range'
import { bandOutlines, finiteRuns, type DataPoint } from './band-polygon'
import type { ChartTheme } from './chart-theme'
import { isBrushed, placesOf, type ConvergenceLine } from './convergence-data'
import type { Shape } from './custom-shapes'
import { decimatedBand } from './decimated-band'
import type { FacetData, FacetPanel } from './facet-data'
import { lineColour } from './line-styles'

/** Lines of a panel up to which bands are told apart. */
const LINES_WITH_BANDS = 6

/** How a line is drawn in its panel. */
interface Drawn {
  readonly line: ConvergenceLine
  readonly colour: string
  readonly width: number
  readonly opacity: number
  readonly bandOpacity: number
}

export function drawnOf(line: ConvergenceLine, panel: FacetPanel, data: FacetData, theme: ChartTheme): Drawn {
  const { configuration, style } = line
  const isPointing = data.emphasized !== null && !data.hidden.has(data.emphasized)
  const isPointedAt = data.emphasized === configuration
  const isStrong = isPointing ? isPointedAt : isBrushed(data, configuration)
  return {
    line: { ...line, band: decimatedBand(line.band) },
    colour: lineColour(style, theme),
    width: isPointedAt ? 3 : 1.75,
    opacity: isStrong ? 1 : 0.18,
    bandOpacity: isStrong && (panel.lines.length <= LINES_WITH_BANDS || isPointedAt) ? 0.15 : 0,
  }
}

/** The lines of a panel that are not hidden, in the order of its series' data. */
export function visibleLines(
  { lines }: FacetPanel,
  { hidden }: Pick<FacetData, 'hidden'>,
): readonly ConvergenceLine[] {
  return lines.filter(({ configuration }) => !hidden.has(configuration))
}

/** The pieces of a line between its non-finite points. */
function runsOf({ line }: Drawn, range: AxisRange): readonly (readonly DataPoint[])[] {
  const [{ band }, places] = [line, placesOf(line)]
  return finiteRuns(
    places.length,
    (index) => places[index] ?? NaN,
    (index) => band.line[index] ?? NaN,
    range,
  )
}

function outlinesOf({ line, bandOpacity }: Drawn, range: AxisRange): readonly (readonly DataPoint[])[] {
  const { band } = line
  return bandOpacity === 0 ? [] : bandOutlines(placesOf(line), band.low, band.high, range)
}

/** One series for all lines of a panel: 24 panels of four lines each take a tenth of a second as a series a line. */
export function lineSeries(drawn: readonly Drawn[], range: AxisRange): CustomSeriesOption {
  const runs = drawn.map((one) => runsOf(one, range).filter(({ length }) => length > 1))
  return {
    type: 'custom',
    data: drawn.map(() => [0, range.min]),
    clip: true,
    tooltip: { show: false },
    z: 5,
    renderItem: ({ dataIndex }, api) => {
      const one = drawn[dataIndex]
      if (one === undefined) return null
      const { line, colour, width, opacity } = one
      const dash = line.style.dash.length === 0 ? ('solid' as const) : [...line.style.dash]
      const style = { stroke: colour, fill: 'none', lineWidth: width, lineDash: dash, opacity }
      const children = (runs[dataIndex] ?? []).map((run): Shape => ({
        type: 'polyline',
        shape: { points: run.map(([x, y]) => api.coord([x, y])) },
        style: { ...style, lineJoin: 'round' },
      }))
      return { type: 'group', children }
    },
  }
}

export function bandsSeries(drawn: readonly Drawn[], range: AxisRange): CustomSeriesOption {
  const bands = drawn.flatMap((one) =>
    outlinesOf(one, range)
      .filter(({ length }) => length > 2)
      .map((outline) => ({ outline, colour: one.colour, opacity: one.bandOpacity })),
  )
  return {
    type: 'custom',
    data: bands.map(() => [0, range.min]),
    silent: true,
    clip: true,
    tooltip: { show: false },
    z: 3,
    renderItem: ({ dataIndex }, api) => {
      const band = bands[dataIndex]
      if (band === undefined) return null
      const points = band.outline.map(([x, y]) => api.coord([x, y]))
      return {
        type: 'polygon',
        shape: { points },
        style: { fill: band.colour, opacity: band.opacity },
        silent: true,
      }
    },
  }
}

const DOT = 3.5

/** Whether a point lies in the plot: what explodes leaves it, and would else be drawn over the next panel. */
function isInside(x: number, y: number, plot: object): boolean {
  const side = (key: string): number => Number(Reflect.get(plot, key))
  const [left, top] = [side('x'), side('y')]
  const slack = 0.5
  return (
    x >= left - slack &&
    x <= left + side('width') + slack &&
    y >= top - slack &&
    y <= top + side('height') + slack
  )
}

/**
 * Points that stand alone, such as those of a sweep that recorded step 0 only: a dot, and an error bar for the band. They are not
 * clipped, as half of a dot at step 0 lies outside the plot. Null where every line has two points or more.
 */
export function loneSeries(drawn: readonly Drawn[], range: AxisRange): CustomSeriesOption | null {
  const dots = drawn.map((one) => runsOf(one, range).filter(({ length }) => length === 1))
  const bars = drawn.map((one) => outlinesOf(one, range).filter(({ length }) => length === 2))
  if ([...dots, ...bars].every(({ length }) => length === 0)) return null
  return {
    type: 'custom',
    data: drawn.map(() => [0, range.min]),
    clip: false,
    tooltip: { show: false },
    z: 6,
    renderItem: ({ dataIndex, coordSys }, api) => {
      const one = drawn[dataIndex]
      if (one === undefined) return null
      const { colour, opacity, bandOpacity } = one
      const barShapes = (bars[dataIndex] ?? []).flatMap(([upper, lower]): Shape[] => {
        if (upper === undefined || lower === undefined) return []
        const [x1 = 0, y1 = 0] = api.coord([upper[0], Math.min(upper[1], range.max)])
        const [, y2 = 0] = api.coord([lower[0], Math.min(lower[1], range.max)])
        const style = { stroke: colour, lineWidth: 2, opacity: Math.min(1, 3 * bandOpacity) }
        return [{ type: 'line', shape: { x1, y1, x2: x1, y2 }, style, silent: true }]
      })
      const dotShapes = (dots[dataIndex] ?? []).flatMap(([point]): Shape[] => {
        const [cx = 0, cy = 0] = api.coord([...(point ?? [NaN, NaN])])
        if (!isInside(cx, cy, coordSys)) return []
        return [{ type: 'circle', shape: { cx, cy, r: DOT }, style: { fill: colour, opacity } }]
      })
      return { type: 'group', children: [...barShapes, ...dotShapes] }
    },
  }
}

/** Crosses along the upper edge of a panel where trials of its visible lines diverged. */
export function crossSeries(
  panel: FacetPanel,
  index: number,
  data: FacetData,
  range: AxisRange,
  theme: ChartTheme,
): CustomSeriesOption {
  const crosses = visibleLines(panel, data).flatMap(({ band, perStep, style, configuration }) =>
    [...new Set(band.divergedAt)].map((step) => ({
      place: step * perStep,
      colour: lineColour(style, theme),
      isStrong: data.emphasized === null ? isBrushed(data, configuration) : data.emphasized === configuration,
    })),
  )
  return {
    type: 'custom',
    id: `diverged-${index}`,
    name: '',
    data: crosses.map(({ place }) => [place, range.max]),
    silent: true,
    clip: false,
    tooltip: { show: false },
    z: 7,
    renderItem: ({ dataIndex }, api) => {
      const cross = crosses[dataIndex]
      if (cross === undefined) return null
      const [x = 0, y = 0] = api.coord([cross.place, range.max])
      const style = {
        stroke: cross.colour,
        fill: 'none',
        lineWidth: 1.5,
        opacity: cross.isStrong ? 0.9 : 0.2,
      }
      return {
        type: 'path',
        shape: { pathData: `M${x - 3} ${y}l6 6M${x - 3} ${y + 6}l6 -6` },
        style,
        silent: true,
      }
    },
  }
}
