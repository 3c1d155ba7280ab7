import type { CustomSeriesOption, LineSeriesOption } from 'echarts/charts'
import { CURVE_COLUMNS } from '@shared/trial-result'
import { clampToRange, type AxisRange } from './axis-range'
import { bandOutlines, finiteRuns, type DataPoint } from './band-polygon'
import { stepAxis, tooltipStyle, valueAxis, type ChartOption, type ChartSeries } from './chart-option'
import type { ChartTheme } from './chart-theme'
import {
  byFinalMedian,
  isVisible,
  metricTitle,
  stepRange,
  strongLines,
  valueRange,
  type ConvergenceData,
  type ConvergenceLine,
} from './convergence-data'
import { convergenceTooltip } from './convergence-tooltip'
import { formatCounted, formatMeasure } from './number-format'

/** Rows of crosses above the plot; with more configurations that diverged, rows are shared. */
const CROSS_ROWS = 4
const CROSS_ROW_HEIGHT = 11

interface Drawing {
  readonly data: ConvergenceData
  readonly theme: ChartTheme
  readonly range: AxisRange
  readonly strong: ReadonlySet<number>
}

function colourOf(line: ConvergenceLine, theme: ChartTheme): string {
  return theme.palette[line.style.colour] ?? theme.text
}

/** The median: broken where it is infinite, a dot where a point stands alone. */
function medianSeries(line: ConvergenceLine, { data, theme, range, strong }: Drawing): LineSeriesOption {
  const { band } = line
  const drawn = Array.from(band.median, (value) =>
    Number.isFinite(value) ? clampToRange(value, range) : null,
  )
  const alone = (index: number): boolean =>
    (drawn[index - 1] ?? null) === null && (drawn[index + 1] ?? null) === null
  const isStrong = strong.has(line.configuration)
  const isEmphasized = data.emphasized === line.configuration
  const opacity = isStrong ? 1 : data.emphasized === null ? 0.35 : 0.18
  return {
    type: 'line',
    id: `median-${line.configuration}`,
    name: line.label,
    data: drawn.map((value, index) => ({
      value: [band.steps[index] ?? NaN, value ?? NaN],
      symbolSize: value !== null && alone(index) ? 7 : 0,
    })),
    connectNulls: false,
    showSymbol: true,
    showAllSymbol: true,
    symbol: drawn.some((value, index) => value !== null && alone(index)) ? 'circle' : 'none',
    triggerEvent: 'line',
    color: colourOf(line, theme),
    lineStyle: {
      color: colourOf(line, theme),
      width: isEmphasized ? 3 : isStrong ? 2 : 1.25,
      type: line.style.dash.length === 0 ? 'solid' : [...line.style.dash],
      opacity,
    },
    itemStyle: { color: colourOf(line, theme), opacity },
    emphasis: { disabled: true },
    z: isStrong ? 6 : 5,
  }
}

/** Quartiles: one polygon for each run of finite places, never two stacked areas. */
function bandSeries(line: ConvergenceLine, { data, theme, range, strong }: Drawing): CustomSeriesOption {
  const outlines = bandOutlines(line.band.steps, line.band.q25, line.band.q75, range)
  const visible = strong.size > 1 && strong.size > 7 ? 0.1 : 0.16
  const opacity = strong.has(line.configuration) ? (data.emphasized === null ? visible : 0.24) : 0.03
  return {
    type: 'custom',
    id: `band-${line.configuration}`,
    name: line.label,
    data: outlines.map((outline) => [...(outline[0] ?? [0, range.min])]),
    silent: true,
    clip: true,
    tooltip: { show: false },
    z: 3,
    renderItem: ({ dataIndex }, api) => {
      const points = (outlines[dataIndex] ?? []).map(([x, y]) => api.coord([x, y]))
      const fill = colourOf(line, theme)
      return points.length > 2
        ? { type: 'polygon', shape: { points }, style: { fill, opacity }, silent: true }
        : {
            type: 'polyline',
            shape: { points },
            style: { stroke: fill, lineWidth: 2, opacity: opacity * 3, fill: 'none' },
            silent: true,
          }
    },
  }
}

function curveRuns(
  curves: readonly Float32Array[],
  { data, range }: Drawing,
): readonly (readonly DataPoint[])[] {
  const stride = CURVE_COLUMNS.length
  const column = CURVE_COLUMNS.indexOf(data.metric)
  return curves.flatMap((curve) =>
    finiteRuns(
      Math.floor(curve.length / stride),
      (point) => curve[point * stride] ?? NaN,
      (point) => curve[point * stride + column] ?? NaN,
      range,
    ),
  )
}

/** Faint lines behind the bands: the single seeds, or the trials that are running (dotted). */
function curveSeries(line: ConvergenceLine, kind: 'seeds' | 'running', drawing: Drawing): CustomSeriesOption {
  const runs = curveRuns(line[kind], drawing)
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

/** Crosses above the plot at the steps where trials diverged, one row a configuration, with their number. */
function crossSeries(
  line: ConvergenceLine,
  row: number,
  { theme, range, strong, data }: Drawing,
): CustomSeriesOption {
  const counts = new Map<number, number>()
  for (const step of line.band.divergedAt) counts.set(step, (counts.get(step) ?? 0) + 1)
  const crosses = [...counts]
  const colour = colourOf(line, theme)
  const opacity = strong.has(line.configuration) || data.emphasized === null ? 1 : 0.25
  return {
    type: 'custom',
    id: `diverged-${line.configuration}`,
    name: line.label,
    data: crosses.map(([step]) => [step, range.max]),
    silent: true,
    clip: false,
    tooltip: { show: false },
    z: 7,
    renderItem: ({ dataIndex }, api) => {
      const [step, count] = crosses[dataIndex] ?? [0, 0]
      const [x = 0, top = 0] = api.coord([step, range.max])
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

/**
 * An invisible line over every recorded step along the lower edge: the tooltip finds a step also where every
 * median is infinite. The chance level hangs on it, so that it survives any hidden line.
 */
function cursorSeries({ data, theme, range }: Drawing): LineSeriesOption {
  const steps = new Set<number>()
  for (const { band } of data.lines) for (const step of band.steps) steps.add(step)
  const chance = data.metric === 'trainLoss' ? data.chanceLevel : null
  const isShown = chance !== null && chance >= range.min && chance <= range.max
  return {
    type: 'line',
    id: 'cursor',
    name: '',
    data: [...steps].sort((a, b) => a - b).map((step) => [step, range.min]),
    showSymbol: false,
    silent: true,
    lineStyle: { opacity: 0 },
    emphasis: { disabled: true },
    ...(isShown
      ? {
          markLine: {
            silent: true,
            symbol: 'none',
            animation: false,
            lineStyle: { color: theme.chance, type: [2, 4], width: 1 },
            label: {
              formatter: `chance ${formatMeasure(chance)}`,
              position: 'insideStartTop',
              color: theme.mutedText,
              fontSize: 11,
            },
            data: [{ yAxis: chance }],
          },
        }
      : {}),
    z: 1,
  }
}

function legendOption(drawing: Drawing): NonNullable<ChartOption['legend']> {
  const { data, theme } = drawing
  const ranked = [...data.lines].sort(byFinalMedian(data.metric))
  // Worst on top, as the lines themselves end from top to bottom.
  if (data.metric === 'trainLoss') ranked.reverse()
  const counted = new Map(
    data.lines.map(({ label, band }) => [label, formatCounted(band.trials, band.divergedAt.length)]),
  )
  return {
    type: 'scroll',
    orient: 'vertical',
    right: 0,
    top: 4,
    bottom: 4,
    itemWidth: 26,
    itemHeight: 8,
    itemGap: 7,
    icon: 'inherit',
    data: ranked.map(({ label }) => label),
    selected: Object.fromEntries(data.lines.map((line) => [line.label, isVisible(data, line)])),
    formatter: (name) => `${name}\n{counted|${counted.get(name) ?? ''}}`,
    textStyle: {
      color: theme.text,
      fontSize: 12,
      lineHeight: 15,
      fontFamily: theme.fontFamily,
      rich: { counted: { color: theme.mutedText, fontSize: 11, lineHeight: 14 } },
    },
    inactiveColor: theme.axisLine,
    inactiveBorderColor: theme.axisLine,
    lineStyle: { width: 2.5, opacity: 1 },
    pageIconColor: theme.text,
    pageIconInactiveColor: theme.axisLine,
    pageTextStyle: { color: theme.mutedText },
    selector: false,
  }
}

/**
 * The median of each configuration over its seeds by step, the quartiles as a band, single seeds faint behind it,
 * running trials dotted, a cross above the plot where a trial diverged.
 * - `scale` log or linear; on a log axis what is not positive is drawn at the lower end
 * - a hidden line is switched off in the legend; the numbers of the others do not depend on it
 * - `data.emphasized` is drawn strong and the others faint
 */
export function convergenceChart(data: ConvergenceData, theme: ChartTheme): ChartOption {
  const range = valueRange(data)
  const drawing: Drawing = { data, theme, range, strong: strongLines(data) }
  const crossed = data.lines.filter((line) => line.band.divergedAt.length > 0)
  const crossRows = Math.min(CROSS_ROWS, crossed.filter((line) => isVisible(data, line)).length)
  const series: ChartSeries[] = [
    ...data.lines.map((line) => medianSeries(line, drawing)),
    ...data.lines.map((line) => bandSeries(line, drawing)),
    ...data.lines
      .filter(({ configuration }) => seedsDrawn(data, configuration))
      .map((line) => curveSeries(line, 'seeds', drawing)),
    ...data.lines
      .filter(({ running }) => running.length > 0)
      .map((line) => curveSeries(line, 'running', drawing)),
    ...crossed.map((line, index) => crossSeries(line, index % CROSS_ROWS, drawing)),
    cursorSeries(drawing),
  ]
  const longest = data.lines.reduce((most, { label }) => Math.max(most, label.length), 0)
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: {
      left: 62,
      right: Math.min(270, Math.max(120, 52 + longest * 6.6)) + 16,
      top: 12 + crossRows * CROSS_ROW_HEIGHT,
      bottom: 44,
      outerBoundsMode: 'none',
    },
    xAxis: stepAxis(stepRange(data), 'step', theme),
    yAxis: valueAxis(range, metricTitle(data), theme),
    legend: legendOption(drawing),
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
        id: 'zoom-steps',
        xAxisIndex: 0,
        filterMode: 'none',
        zoomOnMouseWheel: 'ctrl',
        moveOnMouseMove: true,
      },
    ],
    series,
  }
}
