import type { CustomSeriesOption } from 'echarts/charts'
import type { AxisRange } from './axis-range'
import { bandOutlines, finiteRuns } from './band-polygon'
import type { ChartTheme } from './chart-theme'
import { isBrushed, type ConvergenceLine } from './convergence-data'
import type { Shape } from './custom-shapes'
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
    line,
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

/** One series for all lines of a panel: 24 panels of four lines each take a tenth of a second as a series a line. */
export function lineSeries(drawn: readonly Drawn[], range: AxisRange): CustomSeriesOption {
  const runs = drawn.map(({ line: { band } }) =>
    finiteRuns(
      band.steps.length,
      (index) => band.steps[index] ?? NaN,
      (index) => band.line[index] ?? NaN,
      range,
    ),
  )
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
      const children = (runs[dataIndex] ?? []).map((run): Shape => {
        const points = run.map(([x, y]) => api.coord([x, y]))
        const [[cx = 0, cy = 0] = []] = points
        return points.length === 1
          ? { type: 'circle', shape: { cx, cy, r: 3.5 }, style: { fill: colour, opacity } }
          : {
              type: 'polyline',
              shape: { points },
              style: {
                stroke: colour,
                fill: 'none',
                lineWidth: width,
                lineDash: dash,
                lineJoin: 'round',
                opacity,
              },
            }
      })
      return { type: 'group', children }
    },
  }
}

export function bandsSeries(drawn: readonly Drawn[], range: AxisRange): CustomSeriesOption {
  const bands = drawn.flatMap(({ line: { band }, colour, bandOpacity }) =>
    bandOpacity === 0
      ? []
      : bandOutlines(band.steps, band.low, band.high, range).map((outline) => ({
          outline,
          colour,
          bandOpacity,
        })),
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
        style: { fill: band.colour, opacity: band.bandOpacity },
        silent: true,
      }
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
  const crosses = visibleLines(panel, data).flatMap(({ band, style, configuration }) =>
    [...new Set(band.divergedAt)].map((step) => ({
      step,
      colour: lineColour(style, theme),
      isStrong: data.emphasized === null ? isBrushed(data, configuration) : data.emphasized === configuration,
    })),
  )
  return {
    type: 'custom',
    id: `diverged-${index}`,
    name: '',
    data: crosses.map(({ step }) => [step, range.max]),
    silent: true,
    clip: false,
    tooltip: { show: false },
    z: 7,
    renderItem: ({ dataIndex }, api) => {
      const cross = crosses[dataIndex]
      if (cross === undefined) return null
      const [x = 0, y = 0] = api.coord([cross.step, range.max])
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
