import type { AxisRange } from './axis-range'
import { bandSeries, medianSeries, type BandDrawing } from './band-series'
import type { ChartOption, ChartSeries } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { lineColour, type LineStyle } from './line-styles'

/** A share 0..1 that changes in steps, with its interval. */
export interface StairLine {
  readonly configuration: number
  readonly label: string
  readonly style: LineStyle
  /** Corners of the stairs: two at each place where the share changes. */
  readonly xs: readonly number[]
  readonly share: readonly number[]
  readonly low: readonly number[]
  readonly high: readonly number[]
}

export interface StairPoint {
  readonly x: number
  readonly share: number
  readonly low: number
  readonly high: number
}

export const SHARE_RANGE: AxisRange = { scale: 'linear', min: 0, max: 1, ticks: [0, 0.25, 0.5, 0.75, 1] }

/**
 * The corners between points: a share holds from its own place to the next (`after`), or from the place before to its
 * own (`before`).
 */
export function stairCorners(
  points: readonly StairPoint[],
  holds: 'after' | 'before',
): Pick<StairLine, 'xs' | 'share' | 'low' | 'high'> {
  const corners = points.flatMap((point, index) => {
    const neighbour = points[holds === 'after' ? index - 1 : index + 1]
    if (neighbour === undefined) return [point]
    return holds === 'after' ? [{ ...neighbour, x: point.x }, point] : [point, { ...neighbour, x: point.x }]
  })
  return {
    xs: corners.map(({ x }) => x),
    share: corners.map(({ share }) => share),
    low: corners.map(({ low }) => low),
    high: corners.map(({ high }) => high),
  }
}

/** Bands of more lines than this would hide each other: then only the line pointed at has one. */
const LINES_WITH_BANDS = 3

interface Selected {
  readonly lines: readonly StairLine[]
  readonly emphasized: number | null
  readonly brushed: ReadonlySet<number> | null
}

export function isStrong({ lines, emphasized, brushed }: Selected, configuration: number): boolean {
  const isPointed = emphasized !== null && lines.some((line) => line.configuration === emphasized)
  return isPointed ? configuration === emphasized : brushed === null || brushed.has(configuration)
}

function drawingOf(line: StairLine, data: Selected, theme: ChartTheme): BandDrawing {
  const strong = isStrong(data, line.configuration)
  const isPointedAt = data.emphasized === line.configuration
  return {
    id: String(line.configuration),
    name: line.label,
    xs: line.xs,
    median: line.share,
    q25: line.low,
    q75: line.high,
    range: SHARE_RANGE,
    colour: lineColour(line.style, theme),
    dash: line.style.dash,
    width: isPointedAt ? 3 : 2,
    opacity: strong ? 1 : 0.18,
    bandOpacity: strong && (isPointedAt || data.lines.length <= LINES_WITH_BANDS) ? 0.12 : 0,
    isStrong: strong,
    dots: 0,
  }
}

/** The lines with their intervals as bands. */
export function stairSeries(data: Selected, theme: ChartTheme): ChartSeries[] {
  const drawings = data.lines.map((line) => drawingOf(line, data, theme))
  return [
    ...drawings.map((drawing) => medianSeries(drawing)),
    ...drawings.filter(({ bandOpacity }) => bandOpacity > 0).map((drawing) => bandSeries(drawing)),
  ]
}

/** The place that the pointer of an axis tooltip stands at; NaN beside every one. */
export function pointedPlace(parameters: unknown): number {
  const [first] = Array.isArray(parameters) ? parameters.map((one: unknown) => one) : [parameters]
  const value: unknown = first !== null && typeof first === 'object' ? Reflect.get(first, 'axisValue') : NaN
  return Number(value)
}

/** Names for the legend that is not drawn, so that pointing at a line is told by its name. */
export function hiddenLegend(lines: readonly StairLine[]): NonNullable<ChartOption['legend']> {
  return { show: false, data: lines.map(({ label }) => label) }
}
