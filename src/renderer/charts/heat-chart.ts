import type { CustomSeriesOption } from 'echarts/charts'
import { tooltipStyle, valueAxis, type ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { hatching, strokes, type Shape } from './custom-shapes'
import type { FactorAxis } from './factor-axes'
import { FINAL_METRICS } from './final-metrics'
import { cellShapes } from './heat-cell'
import { heatCellSentence, type HeatData } from './heat-data'
import { escapeHtml } from './number-format'
import { rampColour } from './ramp-colours'

/** Pixels of a letter on an axis. */
const LETTER = 6.2
const LONGEST_LABEL = 130
/** Places of a category axis that all get their label. */
const ALL_LABELLED = 16
/** Blocks of the bar that shows the colours. */
const BAR_BLOCKS = 32
const TOP = 30
const BOTTOM = 46

/** The labels of a factor along one side of the map. */
export function placeAxis(axis: FactorAxis | null, count: number, gap: number, theme: ChartTheme) {
  return {
    type: 'category' as const,
    data: (axis?.places ?? [{ text: 'all' }]).slice(0, count).map(({ text }) => text),
    name: axis?.title ?? '',
    nameLocation: 'middle' as const,
    nameGap: gap,
    nameTextStyle: { color: theme.mutedText, fontSize: 12, fontFamily: theme.fontFamily },
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      color: theme.text,
      fontSize: 11,
      hideOverlap: true,
      width: LONGEST_LABEL,
      overflow: 'truncate' as const,
      ...(count <= ALL_LABELLED ? { interval: 0 } : {}),
    },
    splitLine: { show: false },
  }
}

/** Pixels that the labels of an axis at the left take. */
export function labelWidth(axis: FactorAxis | null): number {
  const longest = (axis?.places ?? []).reduce((most, { text }) => Math.max(most, text.length), 3)
  return Math.min(LONGEST_LABEL, longest * LETTER)
}

function cellSeries(data: HeatData, theme: ChartTheme): CustomSeriesOption {
  return {
    type: 'custom',
    id: 'cells',
    name: 'cells',
    data: data.cells.map(({ row, column }) => [column, row]),
    z: 2,
    renderItem: ({ dataIndex }, api) => {
      const cell = data.cells[dataIndex]
      if (cell === undefined) return null
      const [x = 0, y = 0] = api.coord([cell.column, cell.row])
      const size = api.size?.([1, 1])
      const [width = 0, height = 0] = Array.isArray(size) ? size : []
      const box = { x: x - width / 2 + 1, y: y - height / 2 + 1, width: width - 2, height: height - 2 }
      return { type: 'group', children: cellShapes(cell, dataIndex, data, box, theme) }
    },
  }
}

/** The colours of the medians beside their axis, and above or below it that of a median that diverged. */
function barSeries({ range, metric, cells }: HeatData, theme: ChartTheme): CustomSeriesOption {
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
      const height = (bottom - top) / BAR_BLOCKS
      const blocks = Array.from({ length: BAR_BLOCKS }, (_, index): Shape => ({
        type: 'rect',
        shape: { x: left, y: bottom - (index + 1) * height - 0.5, width: right - left, height: height + 1 },
        style: { fill: rampColour((index + 0.5) / BAR_BLOCKS, theme) },
        silent: true,
      }))
      const box = {
        x: left,
        y: FINAL_METRICS[metric].isLoss ? top - 18 : bottom + 6,
        width: right - left,
        height: 12,
      }
      const note: Shape = {
        type: 'text',
        style: {
          text: 'diverged',
          x: right + 6,
          y: box.y + 6,
          fill: theme.mutedText,
          fontSize: 11,
          fontFamily: theme.fontFamily,
          verticalAlign: 'middle',
        },
        silent: true,
      }
      const ground: Shape = { type: 'rect', shape: box, style: { fill: theme.diverged }, silent: true }
      const isLost = cells.some(({ diverged }) => diverged > 0)
      const lost = [ground, strokes(hatching(box, 5), theme.surface, 1), note]
      return { type: 'group', children: isLost ? [...blocks, ...lost] : blocks }
    },
  }
}

/**
 * Two factors as rows and columns. The colour of a cell is the median of the final metric; the strip in it shows every seed
 * on the scale of the colours (a dot learned, a dash stalled, a cross diverged), the bar at its foot the shares that stalled
 * and diverged. A cell of which the median diverged is hatched.
 */
export function heatChart(data: HeatData, theme: ChartTheme): ChartOption {
  const left = labelWidth(data.rows) + (data.rows === null ? 12 : 40)
  const yName = labelWidth(data.rows) + 18
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: [
      { left, right: 112, top: TOP, bottom: BOTTOM, outerBoundsMode: 'none' },
      { right: 84, width: 12, top: TOP, bottom: BOTTOM, outerBoundsMode: 'none' },
    ],
    xAxis: [
      placeAxis(data.columns, data.columnCount, 28, theme),
      { type: 'value', gridIndex: 1, min: 0, max: 1, show: false },
    ],
    yAxis: [
      {
        ...placeAxis(data.rows, data.rowCount, yName, theme),
        // Names read from the top, numbers grow upwards.
        inverse: data.rows?.numbers === null,
        axisLabel: {
          ...placeAxis(data.rows, data.rowCount, yName, theme).axisLabel,
          show: data.rows !== null,
        },
      },
      {
        ...valueAxis(data.range, `median ${FINAL_METRICS[data.metric].title}`, theme),
        gridIndex: 1,
        position: 'right',
        nameGap: 48,
        splitLine: { show: false },
      },
    ],
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'item',
      formatter: (parameters) => {
        const [first] = Array.isArray(parameters) ? parameters : [parameters]
        const cell = data.cells[first?.dataIndex ?? -1]
        return cell === undefined ? '' : escapeHtml(heatCellSentence(cell, data.metric))
      },
    },
    series: [cellSeries(data, theme), barSeries(data, theme)],
  }
}
