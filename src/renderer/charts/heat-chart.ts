import { cellSeries, labelWidth, placeAxis } from './cell-map'
import { tooltipStyle, valueAxis, type ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { colourBar } from './colour-bar'
import { FINAL_METRICS } from './final-metrics'
import { cellShapes } from './heat-cell'
import { heatCellSentence, type HeatData } from './heat-data'
import { escapeHtml } from './number-format'

const TOP = 30
const BOTTOM = 46

/**
 * Two factors as rows and columns. The colour of a cell is the median of the final metric; the strip in it shows every seed
 * on the scale of the colours (a dot learned, a dash stalled, a cross diverged), the bar at its foot the shares that stalled
 * and diverged. A cell of which the median diverged is hatched.
 */
export function heatChart(data: HeatData, theme: ChartTheme): ChartOption {
  const left = labelWidth(data.rows) + (data.rows === null ? 12 : 40)
  const yName = labelWidth(data.rows) + 18
  const hasDiverged = data.cells.some(({ diverged }) => diverged > 0)
  const side = FINAL_METRICS[data.metric].isLoss ? ('above' as const) : ('below' as const)
  const beyond = hasDiverged ? { word: 'diverged', side } : null
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
    series: [
      cellSeries(data.cells, (cell, index, box) => cellShapes(cell, index, data, box, theme)),
      colourBar(data.range, beyond, theme),
    ],
  }
}
