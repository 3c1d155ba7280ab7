import type { CustomSeriesOption, ScatterSeriesOption } from 'echarts/charts'
import { WORST_VALUE } from '@shared/statistics/metrics'
import { drawnValue, type AxisRange } from './axis-range'
import { tooltipStyle, type ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { FINAL_METRICS } from './final-metrics'
import { lineColour } from './line-styles'
import { fittingLabels, labelPixels, measureAxis, rowAxis } from './measure-axis'
import { formatCounted, formatMeasure, formatMedian } from './number-format'
import { rowZoom } from './row-zoom'
import { stripRange, type StripData, type StripRow } from './seeds-data'
import { tooltipHtml } from './tooltip-html'

/** Rows in view at once; more are scrolled. */
const ROWS_IN_VIEW = 28
/** Share of a row over which its seeds are spread, from the first seed on top to the last. */
const SPREAD = 0.56
/** Seeds whose dots have an edge, which tells touching ones apart. */
const MOST_EDGED = 12
/** Pixels beyond the worst end of the axis where diverged trials stand. */
const BEYOND = 14
/** Width of a letter of the counts. */
const COUNT_LETTER = 5.5

interface Drawing {
  readonly data: StripData
  readonly theme: ChartTheme
  readonly range: AxisRange
  /** +1 when the worst values are on the right. */
  readonly worst: 1 | -1
}

function opacityOf({ configuration }: StripRow, { emphasized, brushed, rows }: StripData): number {
  const isPointedAt = emphasized === null || !rows.some((row) => row.configuration === emphasized)
  if (!isPointedAt) return configuration === emphasized ? 1 : 0.2
  return brushed === null || brushed.has(configuration) ? 1 : 0.2
}

/** Where a seed stands: its row, and its own place in it, the same in every row. */
function heightOf(row: number, seed: number, seeds: readonly number[]): number {
  const place = seeds.indexOf(seed)
  return seeds.length < 2 || place < 0 ? row : row + SPREAD * (place / (seeds.length - 1) - 0.5)
}

function dotSeries(row: StripRow, index: number, { data, theme, range }: Drawing): ScatterSeriesOption {
  const finite = row.dots.filter(({ value }) => Number.isFinite(value))
  return {
    type: 'scatter',
    id: `dots-${row.configuration}`,
    name: row.label,
    data: finite.map(({ seed, value }) => [
      drawnValue(value, range),
      heightOf(index, seed, data.seeds),
      seed,
    ]),
    symbolSize: data.rows.length > ROWS_IN_VIEW / 2 ? 5 : 7,
    itemStyle: {
      color: lineColour(row.style, theme),
      opacity: 0.8 * opacityOf(row, data),
      borderColor: theme.surface,
      // The edges of many dots in one place would cover the dots themselves.
      borderWidth: data.seeds.length > MOST_EDGED ? 0 : 1,
    },
    emphasis: { disabled: true },
    z: 5,
  }
}

/** The quartiles as a bar and the median as a stroke across it. */
function rangeSeries(row: StripRow, index: number, { data, theme, range }: Drawing): CustomSeriesOption {
  const { q25, median, q75 } = row.distribution
  const colour = lineColour(row.style, theme)
  const opacity = opacityOf(row, data)
  return {
    type: 'custom',
    id: `range-${row.configuration}`,
    name: row.label,
    data: Number.isNaN(median) ? [] : [[drawnValue(median, range), index]],
    silent: true,
    clip: true,
    tooltip: { show: false },
    z: 3,
    renderItem: (_, api) => {
      const at = (value: number): number => api.coord([drawnValue(value, range), index])[0] ?? 0
      const [, y = 0] = api.coord([range.min, index])
      const [, half = 0] = api.size === undefined ? [] : [api.size([0, 0.36])].flat()
      const height = Math.max(4, Math.min(12, half))
      const stroke = { stroke: colour, lineWidth: 2.5, opacity }
      return {
        type: 'group',
        silent: true,
        children: [
          {
            type: 'rect',
            shape: {
              x: at(q25),
              y: y - height,
              width: Math.max(1, at(q75) - at(q25)),
              height: 2 * height,
              r: 2,
            },
            style: { fill: colour, opacity: 0.18 * opacity },
          },
          ...(Number.isFinite(median)
            ? [
                {
                  type: 'line' as const,
                  shape: { x1: at(median), y1: y - height, x2: at(median), y2: y + height },
                  style: stroke,
                },
              ]
            : []),
        ],
      }
    },
  }
}

/** A cross beyond the worst end, with the number of diverged seeds. */
function divergedSeries(row: StripRow, index: number, drawing: Drawing): CustomSeriesOption {
  const { range, theme, worst, data } = drawing
  const end = worst > 0 ? range.max : range.min
  return {
    type: 'custom',
    id: `diverged-${row.configuration}`,
    name: row.label,
    data: [[end, index]],
    silent: true,
    clip: false,
    tooltip: { show: false },
    z: 6,
    renderItem: (_, api) => {
      const [edge = 0, y = 0] = api.coord([end, index])
      const x = edge + worst * BEYOND
      const style = { stroke: theme.diverged, lineWidth: 2, opacity: opacityOf(row, data) }
      return {
        type: 'group',
        silent: true,
        children: [
          { type: 'line', shape: { x1: x - 4, y1: y - 4, x2: x + 4, y2: y + 4 }, style },
          { type: 'line', shape: { x1: x - 4, y1: y + 4, x2: x + 4, y2: y - 4 }, style },
          {
            type: 'text',
            style: {
              text: row.diverged > 1 ? String(row.diverged) : '',
              x: x + 7,
              y,
              fill: theme.diverged,
              opacity: style.opacity,
              fontSize: 11,
              textVerticalAlign: 'middle',
            },
          },
        ],
      }
    },
  }
}

/** One line a seed between the two compared configurations; a diverged end lies at its cross. */
function joinSeries(drawing: Drawing): CustomSeriesOption[] {
  const { data, range, theme, worst } = drawing
  const [from, to] = (data.joined ?? []).map((configuration) =>
    data.rows.findIndex((row) => row.configuration === configuration),
  )
  const [a, b] = [data.rows[from ?? -1], data.rows[to ?? -1]]
  if (a === undefined || b === undefined || from === undefined || to === undefined) return []
  const partners = new Map(b.dots.map(({ seed, value }) => [seed, value]))
  const pairs = a.dots.flatMap(({ seed, value }) => {
    const other = partners.get(seed)
    return other === undefined ? [] : [{ seed, ends: [[value, from] as const, [other, to] as const] }]
  })
  return [
    {
      type: 'custom',
      id: 'joined',
      name: '',
      data: pairs.map(({ seed }) => [range.min, heightOf(from, seed, data.seeds)]),
      silent: true,
      clip: false,
      tooltip: { show: false },
      z: 4,
      renderItem: ({ dataIndex }, api) => {
        const pair = pairs[dataIndex]
        const points = (pair?.ends ?? []).map(([value, row]) => {
          const isDiverged = !Number.isFinite(value)
          const place = isDiverged ? (worst > 0 ? range.max : range.min) : drawnValue(value, range)
          const height = isDiverged ? row : heightOf(row, pair?.seed ?? 0, data.seeds)
          const [x = 0, y = 0] = api.coord([place, height])
          return [isDiverged ? x + worst * BEYOND : x, y]
        })
        return {
          type: 'polyline',
          shape: { points },
          style: { stroke: theme.mutedText, fill: 'none', lineWidth: 1, opacity: 0.7 },
          silent: true,
        }
      },
    },
  ]
}

function rowTooltip(row: StripRow, seed: number, data: StripData, theme: ChartTheme): string {
  const value = row.dots.find((dot) => dot.seed === seed)?.value ?? NaN
  const { style, label, distribution, diverged } = row
  const counted = formatCounted(row.dots.length, diverged)
  return tooltipHtml(
    `seed ${seed}: ${formatMeasure(value)}`,
    `${FINAL_METRICS[data.metric].title}; over seeds: median [quartiles]`,
    [{ style, label, value: formatMedian(distribution), counted, isEmphasized: false }],
    theme,
  )
}

/**
 * One row a configuration: a dot a seed at its final value, the quartiles as a bar, the median as a stroke; diverged
 * seeds as a cross with their number beyond the worst end of the axis. Seeds keep their place inside every row.
 */
export function stripChart(data: StripData, theme: ChartTheme): ChartOption {
  const range = stripRange(data)
  const worst = WORST_VALUE[data.metric] > 0 ? 1 : -1
  const drawing: Drawing = { data, theme, range, worst }
  const hasDiverged = data.visible.some(({ diverged }) => diverged > 0)
  const labels = data.rows.map(({ label }) => label)
  const counts = data.rows.map(({ dots, diverged }) => formatCounted(dots.length, diverged))
  const left = labelPixels(labels)
  const right = labelPixels(counts, COUNT_LETTER)
  const beyond = hasDiverged ? 2 * BEYOND : 0
  const isScrolled = data.rows.length > ROWS_IN_VIEW
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: {
      left: left + (worst < 0 ? beyond : 0),
      right: right + (worst > 0 ? beyond + 8 : 0) + (isScrolled ? 16 : 0),
      top: 8,
      bottom: 44,
      outerBoundsMode: 'none',
    },
    xAxis: measureAxis(range, FINAL_METRICS[data.metric].title, theme),
    yAxis: [
      rowAxis(fittingLabels(labels, left), 'left', { width: left, offset: worst < 0 ? beyond : 0 }, theme),
      rowAxis(counts, 'right', { width: right, offset: worst > 0 && hasDiverged ? beyond + 8 : 0 }, theme),
    ],
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'item',
      formatter: (parameters) => {
        const [first] = Array.isArray(parameters) ? parameters : [parameters]
        const row = data.rows.find(({ label }) => label === first?.seriesName)
        const value = first?.value
        return row === undefined || !Array.isArray(value)
          ? ''
          : rowTooltip(row, Number(value[2]), data, theme)
      },
    },
    dataZoom: isScrolled ? rowZoom(theme, [0, 1], -0.5, ROWS_IN_VIEW - 0.5) : [],
    series: [
      ...data.rows.map((row, index) => rangeSeries(row, index, drawing)),
      ...data.rows.map((row, index) => dotSeries(row, index, drawing)),
      ...data.rows.flatMap((row, index) => (row.diverged > 0 ? [divergedSeries(row, index, drawing)] : [])),
      ...joinSeries(drawing),
    ],
  }
}
