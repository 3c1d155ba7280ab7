import { cursorSeries } from './band-series'
import { tooltipStyle, valueAxis, type ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { formatShare } from '../common/format'
import { FINAL_METRICS } from './final-metrics'
import { measureAxis } from './measure-axis'
import { formatCounted, formatMeasure } from './number-format'
import { profileAt, type ProfileData } from './profile-data'
import { hiddenLegend, pointedPlace, SHARE_RANGE, stairSeries } from './stair-lines'
import { tooltipHtml } from './tooltip-html'

/** Every profile at a threshold, the largest share first. */
export function profileTooltip(data: ProfileData, threshold: number, theme: ChartTheme): string {
  const sign = FINAL_METRICS[data.metric].isLoss ? 'or lower' : 'or higher'
  const rows = data.rows
    .map((row) => ({ row, point: profileAt(row, threshold, data.metric) }))
    .sort((a, b) => b.point.share - a.point.share || a.row.configuration - b.row.configuration)
    .map(({ row, point: { share, low, high } }) => ({
      style: row.style,
      label: row.label,
      value: `${formatShare(share)} [${formatShare(low)}, ${formatShare(high)}]`,
      counted: formatCounted(row.dots.length, row.diverged),
      isEmphasized: row.configuration === data.emphasized,
    }))
  return tooltipHtml(`${formatMeasure(threshold)} ${sign}`, 'share of trials [95 %]', rows, theme)
}

/** The share of trials at a threshold or better, over all thresholds; stairs with Wilson's interval as a band. */
export function profileChart(data: ProfileData, theme: ChartTheme): ChartOption {
  const { title, isLoss } = FINAL_METRICS[data.metric]
  const places = [...new Set(data.lines.flatMap(({ xs }) => xs))].sort((a, b) => a - b)
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: { left: 62, right: 20, top: 12, bottom: 44, outerBoundsMode: 'none' },
    xAxis: measureAxis(data.range, `threshold: ${title}, or ${isLoss ? 'lower' : 'higher'}`, theme),
    yAxis: valueAxis(SHARE_RANGE, 'share of trials', theme),
    legend: hiddenLegend(data.lines),
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: theme.axisLine }, label: { show: false } },
      formatter: (parameters) => {
        const threshold = pointedPlace(parameters)
        return Number.isFinite(threshold) ? profileTooltip(data, threshold, theme) : ''
      },
    },
    series: [...stairSeries(data, theme), cursorSeries(places, SHARE_RANGE)],
  }
}
