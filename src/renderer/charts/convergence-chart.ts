import type { CustomSeriesOption, LineSeriesOption } from 'echarts/charts'
import { CURVE_COLUMNS } from '@shared/trial-result'
import type { AxisRange } from './axis-range'
import { finiteRuns, type DataPoint } from './band-polygon'
import { bandSeries, cursorSeries, medianSeries, type BandDrawing } from './band-series'
import {
  STEP_ZOOM,
  stepAxis,
  tooltipStyle,
  valueAxis,
  type ChartOption,
  type ChartSeries,
} from './chart-option'
import type { ChartTheme } from './chart-theme'
import {
  isBrushed,
  isVisible,
  LINES_AT_ONCE,
  metricTitle,
  placesOf,
  stepRange,
  strongLines,
  valueRange,
  WHOLE_AXIS,
  zoomedTicks,
  type ConvergenceData,
  type ConvergenceLine,
  type Zoom,
} from './convergence-data'
import { convergenceLegend } from './convergence-legend'
import { convergenceTooltip } from './convergence-tooltip'
import { lineColour } from './line-styles'
import { STEP_SCALE_TEXTS } from './step-scale'

/** Rows of crosses above the plot; with more configurations that diverged, rows are shared. */
const CROSS_ROWS = 4
const CROSS_ROW_HEIGHT = 11
/** Crosses that fit side by side, each with a number. */
const CROSSES_APART = 30

interface Drawing {
  readonly data: ConvergenceData
  readonly theme: ChartTheme
  readonly range: AxisRange
  readonly strong: ReadonlySet<number>
}

function colourOf(line: ConvergenceLine, theme: ChartTheme): string {
  return lineColour(line.style, theme)
}

function bandDrawing(line: ConvergenceLine, { data, theme, range, strong }: Drawing): BandDrawing {
  const { band, style, configuration } = line
  const isStrong = strong.has(configuration)
  const strongBand = data.emphasized !== null ? 0.2 : strong.size > 7 ? 0.1 : 0.16
  const isFocused = data.emphasized !== null || data.brushed !== null
  const faintBand = isFocused || data.lines.length > LINES_AT_ONCE ? 0 : 0.03
  return {
    id: String(configuration),
    name: line.label,
    xs: placesOf(line),
    median: band.line,
    q25: band.low,
    q75: band.high,
    range,
    colour: colourOf(line, theme),
    dash: style.dash,
    width: data.emphasized === configuration ? 3 : isStrong ? 2 : 1.25,
    opacity: isStrong ? 1 : data.emphasized === null && isBrushed(data, configuration) ? 0.35 : 0.18,
    bandOpacity: isStrong ? strongBand : faintBand,
    isStrong,
    dots: 0,
  }
}

function curveRuns(
  curves: readonly Float32Array[],
  perStep: number,
  { data, range }: Drawing,
): readonly (readonly DataPoint[])[] {
  const stride = CURVE_COLUMNS.length
  const column = CURVE_COLUMNS.indexOf(data.metric)
  return curves.flatMap((curve) =>
    finiteRuns(
      Math.floor(curve.length / stride),
      (point) => (curve[point * stride] ?? NaN) * perStep,
      (point) => curve[point * stride + column] ?? NaN,
      range,
    ),
  )
}

/** Faint lines behind the bands: the single seeds, or the trials that are running (dotted). */
function curveSeries(line: ConvergenceLine, kind: 'seeds' | 'running', drawing: Drawing): CustomSeriesOption {
  const runs = Number.isFinite(line.perStep) ? curveRuns(line[kind], line.perStep, drawing) : []
  const isStrong = drawing.strong.has(line.configuration)
  const base = kind === 'running' ? 0.75 : drawing.data.emphasized === line.configuration ? 0.5 : 0.22
  const stroke = colourOf(line, drawing.theme)
  return {
    type: 'custom',
    id: `${kind}-${line.configuration}`,
    name: line.label,
    data: runs.map((run) => [...(run[0] ?? [0, drawing.range.min])]),
    silent: true,
    clip: true,
    tooltip: { show: false },
    z: kind === 'running' ? 4 : 2,
    renderItem: ({ dataIndex }, api) => ({
      type: 'polyline',
      shape: { points: (runs[dataIndex] ?? []).map(([x, y]) => api.coord([x, y])) },
      style: {
        stroke,
        fill: 'none',
        lineWidth: 1,
        opacity: isStrong ? base : base / 4,
        ...(kind === 'running' ? { lineDash: [1, 3], lineCap: 'round' } : {}),
      },
      silent: true,
    }),
  }
}

function seedsDrawn({ seedsShown, emphasized }: ConvergenceData, configuration: number): boolean {
  return seedsShown === 'all' || (seedsShown === 'emphasized' && emphasized === configuration)
}

/** Whether a zoom has moved a place out of the plot: the crosses lie above it, where nothing is clipped. */
function isOutside(x: number, plot: object): boolean {
  return 'x' in plot && 'width' in plot && (x < Number(plot.x) || x > Number(plot.x) + Number(plot.width))
}

/** Divergences closer together than `apart` steps are one cross with their number. */
export function crossClusters(
  steps: readonly number[],
  apart: number,
): readonly (readonly [step: number, count: number])[] {
  const clusters: { first: number; sum: number; count: number }[] = []
  for (const step of steps) {
    const last = clusters.at(-1)
    if (last !== undefined && step - last.first <= apart) {
      last.sum += step
      last.count++
    } else clusters.push({ first: step, sum: step, count: 1 })
  }
  return clusters.map(({ sum, count }) => [sum / count, count])
}

/** Crosses above the plot at the steps where trials diverged, one row a configuration, with their number. */
function crossSeries(
  line: ConvergenceLine,
  row: number,
  { theme, range, strong, data }: Drawing,
): CustomSeriesOption {
  const places = line.band.divergedAt.map((step) => step * line.perStep)
  const crosses = crossClusters(places, stepRange(data).max / CROSSES_APART)
  const colour = colourOf(line, theme)
  const isFaint = data.emphasized !== null || !isBrushed(data, line.configuration)
  const opacity = isFaint && !strong.has(line.configuration) ? 0.25 : 1
  return {
    type: 'custom',
    id: `diverged-${line.configuration}`,
    name: line.label,
    data: crosses.map(([step]) => [step, range.max]),
    silent: true,
    clip: false,
    tooltip: { show: false },
    z: 7,
    renderItem: ({ dataIndex, coordSys }, api) => {
      const [step, count] = crosses[dataIndex] ?? [0, 0]
      const [x = 0, top = 0] = api.coord([step, range.max])
      if (isOutside(x, coordSys)) return null
      const y = top - 7 - row * CROSS_ROW_HEIGHT
      const stroke = { stroke: colour, lineWidth: 2, opacity }
      return {
        type: 'group',
        silent: true,
        children: [
          { type: 'line', shape: { x1: x - 3, y1: y - 3, x2: x + 3, y2: y + 3 }, style: stroke },
          { type: 'line', shape: { x1: x - 3, y1: y + 3, x2: x + 3, y2: y - 3 }, style: stroke },
          {
            type: 'text',
            style: {
              text: count > 1 ? String(count) : '',
              x: x + 6,
              y,
              fill: colour,
              opacity,
              fontSize: 10,
              textVerticalAlign: 'middle',
            },
          },
        ],
      }
    },
  }
}

/** The cursor over every recorded step; the chance level hangs on it, so that it survives any hidden line. */
function stepCursor({ data, theme, range }: Drawing): LineSeriesOption {
  const places = new Set(data.lines.flatMap((line) => [...placesOf(line)]))
  const chance = data.metric === 'trainLoss' ? data.chanceLevel : null
  const isShown = chance !== null && chance >= range.min && chance <= range.max
  return {
    ...cursorSeries(
      [...places].filter((place) => Number.isFinite(place)).sort((a, b) => a - b),
      range,
    ),
    markLine: {
      silent: true,
      symbol: 'none',
      animation: false,
      lineStyle: { color: theme.chance, type: [2, 4], width: 1 },
      label: {
        formatter: 'chance',
        position: 'end',
        distance: 4,
        color: theme.mutedText,
        fontSize: 11,
      },
      data: isShown ? [{ yAxis: chance }] : [],
    },
  }
}

/**
 * The line of each configuration over its seeds by step (or what a step is worth), its band, single seeds faint behind it,
 * running trials dotted, a cross above the plot where a trial diverged.
 * - `scale` log or linear; on a log axis what is not positive is drawn at the lower end
 * - a hidden line is switched off in the legend; the numbers of the others do not depend on it
 * - `zoom` decides the ticks of the axis below only: the chart zooms itself
 * - `data.emphasized` is drawn strong and the others faint
 */
export function convergenceChart(
  data: ConvergenceData,
  theme: ChartTheme,
  zoom: Zoom = WHOLE_AXIS,
): ChartOption {
  const range = valueRange(data)
  const steps = stepRange(data)
  const drawing: Drawing = { data, theme, range, strong: strongLines(data) }
  const crossed = data.lines.filter((line) => line.band.divergedAt.length > 0)
  const crossRows = Math.min(CROSS_ROWS, crossed.filter((line) => isVisible(data, line)).length)
  const bands = data.lines.map((line) => bandDrawing(line, drawing))
  const series: ChartSeries[] = [
    ...bands.map((band) => medianSeries(band)),
    ...bands.filter(({ bandOpacity }) => bandOpacity > 0).map((band) => bandSeries(band)),
    ...data.lines
      .filter(({ configuration }) => seedsDrawn(data, configuration))
      .map((line) => curveSeries(line, 'seeds', drawing)),
    ...data.lines
      .filter(({ running }) => running.length > 0)
      .map((line) => curveSeries(line, 'running', drawing)),
    ...crossed.map((line, index) => crossSeries(line, index % CROSS_ROWS, drawing)),
    stepCursor(drawing),
  ]
  const isChanceShown = data.metric === 'trainLoss' && data.chanceLevel !== null
  const longest = data.lines.reduce((most, { label }) => Math.max(most, label.length), 0)
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: {
      left: 62,
      right: Math.min(260, Math.max(110, 42 + longest * 6)) + (isChanceShown ? 52 : 18),
      top: 12 + crossRows * CROSS_ROW_HEIGHT,
      bottom: 44,
      outerBoundsMode: 'none',
    },
    xAxis: stepAxis(
      { ...steps, ticks: zoomedTicks(steps, zoom) },
      STEP_SCALE_TEXTS[data.stepScale].title,
      theme,
    ),
    yAxis: valueAxis(range, metricTitle(data), theme),
    legend: convergenceLegend(data, theme),
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'axis',
      axisPointer: { type: 'line', snap: true, lineStyle: { color: theme.axisLine }, label: { show: false } },
      formatter: (parameters) => {
        const [first] = Array.isArray(parameters) ? parameters : [parameters]
        const value = first?.value
        const step = Array.isArray(value) ? Number(value[0]) : NaN
        return Number.isFinite(step) ? convergenceTooltip(data, theme, step) : ''
      },
    },
    dataZoom: [
      {
        type: 'inside',
        id: STEP_ZOOM,
        xAxisIndex: 0,
        filterMode: 'none',
        zoomOnMouseWheel: 'ctrl',
        moveOnMouseMove: true,
      },
    ],
    series,
  }
}
