import type { BarSeriesOption } from 'echarts/charts'
import { axisRange } from './axis-range'
import { tooltipStyle, valueAxis, type ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import { escapeHtml } from './number-format'

export interface Bar {
  /** Below the bar. */
  readonly label: string
  readonly value: number
  /** What the tooltip says. */
  readonly sentence: string
}

/** Counts as bars from 0, in the order given. */
export function barChart(bars: readonly Bar[], xName: string, yName: string, theme: ChartTheme): ChartOption {
  const range = axisRange([1, ...bars.map(({ value }) => value)], 'linear', 0)
  const whole = { ...range, ticks: range.ticks.filter((tick) => Number.isInteger(tick)) }
  const series: BarSeriesOption = {
    type: 'bar',
    data: bars.map(({ value }) => value),
    itemStyle: { color: theme.palette[0] ?? theme.text, borderRadius: [2, 2, 0, 0] },
    barCategoryGap: '20%',
  }
  // Few names are all shown, of many as many as there is room for.
  const every = bars.length <= 10 ? { interval: 0 } : {}
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: { left: 62, right: 16, top: 12, bottom: 44, outerBoundsMode: 'none' },
    xAxis: {
      type: 'category',
      data: bars.map(({ label }) => label),
      name: xName,
      nameLocation: 'middle',
      nameGap: 26,
      nameTextStyle: { color: theme.mutedText, fontSize: 12, fontFamily: theme.fontFamily },
      axisLine: { show: true, lineStyle: { color: theme.axisLine } },
      axisTick: { show: false },
      axisLabel: { color: theme.mutedText, fontSize: 11, hideOverlap: true, ...every },
    },
    yAxis: valueAxis(whole, yName, theme),
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      formatter: (parameters) => {
        const [first] = Array.isArray(parameters) ? parameters : [parameters]
        return escapeHtml(bars[first?.dataIndex ?? -1]?.sentence ?? '')
      },
    },
    series: [series],
  }
}
