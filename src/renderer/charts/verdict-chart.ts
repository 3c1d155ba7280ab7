import { hasPairs } from '@shared/statistics/superiority'
import type { SweepComparison, SweepComparisons } from '@shared/statistics/sweep-comparisons'
import { tooltipStyle, type ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { escapeHtml } from './number-format'
import { rowZoom } from './row-zoom'
import { pairLabel } from './verdict-data'

const MARK = 9
/** Room for the names at the left, in pixels; longer ones take a second line. */
const NAMES = 250

function colourOf({ comparison: { verdict } }: SweepComparison, theme: ChartTheme): string {
  return verdict === 'inconclusive' ? theme.mutedText : (theme.palette[0] ?? theme.text)
}

/** Rows in view, with names of two lines: more scroll; and rows up to which they are high. */
const ROWS_IN_VIEW = 14
const ROWS_TOGETHER = 6
const ROW_HEIGHT = 56
/** Of a row among many, with a name of two lines. */
const LOW_ROW = 40
const TOP = 8
const BOTTOM = 44

/** Pixels that the drawing of so many comparisons needs: more than are in view at once scroll. */
export function verdictHeight(count: number): number {
  return (
    TOP +
    BOTTOM +
    Math.max(Math.min(count, ROWS_TOGETHER) * ROW_HEIGHT, Math.min(count, ROWS_IN_VIEW) * LOW_ROW)
  )
}

/** An open mark where nothing is settled: the verdict does not hang on a colour. */
function symbolOf({ comparison: { verdict } }: SweepComparison): string {
  return verdict === 'inconclusive' ? 'emptyCircle' : 'circle'
}

/**
 * A forest plot: for each comparison P(first better than second) with its 95 % interval, and a line at 1/2, where neither
 * is better. The first comparison stands at the top.
 */
export function verdictChart(
  { comparisons }: SweepComparisons,
  theme: ChartTheme,
  emphasized: number | null,
): ChartOption {
  const rows = comparisons.map((one, index) => ({ one, y: index }))
  const isFaint = ({ a, b }: SweepComparison): boolean =>
    emphasized !== null && a !== emphasized && b !== emphasized
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: {
      left: NAMES + 16,
      right: rows.length > ROWS_IN_VIEW ? 40 : 24,
      top: TOP,
      bottom: BOTTOM,
      outerBoundsMode: 'none',
    },
    xAxis: {
      type: 'value',
      min: 0,
      max: 1,
      interval: 0.25,
      name: 'P(first better than second), 95 % interval',
      nameLocation: 'middle',
      nameGap: 26,
      nameTextStyle: { color: theme.mutedText, fontSize: 12, fontFamily: theme.fontFamily },
      axisLine: { show: true, lineStyle: { color: theme.axisLine } },
      axisLabel: { color: theme.mutedText, fontSize: 11 },
      splitLine: { lineStyle: { color: theme.gridLine } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: comparisons.map(pairLabel),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        color: theme.text,
        fontSize: 11,
        width: NAMES,
        overflow: 'break',
        lineHeight: 14,
        interval: 0,
      },
      splitLine: { show: false },
    },
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'item',
      formatter: (parameters) => {
        const [first] = Array.isArray(parameters) ? parameters : [parameters]
        const found = comparisons[first?.dataIndex ?? -1]
        return found === undefined
          ? ''
          : `<div style="max-width:420px;white-space:normal">${escapeHtml(found.sentence)}</div>`
      },
    },
    dataZoom: rows.length > ROWS_IN_VIEW ? rowZoom(theme, [0], 0, ROWS_IN_VIEW - 1) : [],
    series: [
      {
        type: 'custom',
        name: 'interval',
        silent: true,
        clip: true,
        data: rows.map(({ one, y }) => [one.comparison.superiority.low, one.comparison.superiority.high, y]),
        renderItem: (parameters, api) => {
          const one = comparisons[parameters.dataIndex]
          if (one === undefined) return null
          const [x1 = 0, y = 0] = api.coord([Number(api.value(0)), Number(api.value(2))])
          const [x2 = 0] = api.coord([Number(api.value(1)), Number(api.value(2))])
          return {
            type: 'line',
            shape: { x1, y1: y, x2, y2: y },
            style: {
              stroke: colourOf(one, theme),
              lineWidth: 2.5,
              opacity: isFaint(one) ? 0.25 : 1,
              lineDash: one.comparison.verdict === 'inconclusive' ? [4, 3] : [],
            },
          }
        },
      },
      {
        type: 'scatter',
        name: 'P',
        symbolSize: MARK,
        data: rows.map(({ one, y }) => ({
          // Before the first pair everything is possible: the whole line, and no mark on it.
          value: [hasPairs(one.comparison.superiority) ? one.comparison.superiority.probability : NaN, y],
          symbol: symbolOf(one),
          itemStyle: { color: colourOf(one, theme), opacity: isFaint(one) ? 0.25 : 1 },
        })),
        markLine: {
          silent: true,
          symbol: 'none',
          lineStyle: { color: theme.chance, type: 'dashed', width: 1 },
          label: { show: false },
          data: [{ xAxis: 0.5 }],
        },
      },
    ],
  }
}
