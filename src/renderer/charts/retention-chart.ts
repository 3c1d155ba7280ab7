import type { ScatterSeriesOption } from 'echarts/charts'
import { wilsonInterval } from '@shared/statistics/share-interval'
import type { CardStatistics } from '@shared/study/card-session'
import { formatNoun, formatShare } from '../common/format'
import { tooltipStyle, type ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import type { DataTable } from './data-table'

export interface RetentionData {
  readonly caption: string
  readonly share: number | null
  readonly low: number
  readonly high: number
  readonly wanted: number
  readonly n: number
  readonly table: DataTable
}

/** The share recalled of the cards out of learning, with Wilson's 95 % interval, against the share wanted. */
export function retentionData(
  { recalled, reviews }: CardStatistics['retention'],
  wanted: number,
): RetentionData {
  const share = reviews === 0 ? null : recalled / reviews
  const { low, high } = wilsonInterval(share ?? 0, reviews)
  const columns = ['Recalled', 'Reviews', 'Share', '95 % from', 'to', 'Wanted']
  const row = [
    String(recalled),
    String(reviews),
    share === null ? '–' : formatShare(share),
    formatShare(low),
    formatShare(high),
    formatShare(wanted),
  ]
  return { caption: captionOf(), share, low, high, wanted, n: reviews, table: { columns, rows: [row] } }

  function captionOf(): string {
    if (share === null)
      return `No card out of learning was reviewed in the last 30 days; wanted ${formatShare(wanted)}.`
    const verdict =
      wanted < low ? 'more than' : wanted > high ? 'less than' : 'which does not differ clearly from the'
    return `${formatShare(share)} [${formatShare(low)}, ${formatShare(high)}] of ${formatNoun(reviews, 'review')} recalled in 30 days, ${verdict} ${formatShare(wanted)} wanted.`
  }
}

/** One line: a dot with its interval, and the share wanted as a dashed line across. */
export function retentionChart(data: RetentionData, theme: ChartTheme): ChartOption {
  const colour = theme.palette[0] ?? theme.text
  const dot: ScatterSeriesOption = {
    type: 'scatter',
    name: 'recalled',
    data: data.share === null ? [] : [[data.share, 0]],
    symbolSize: 14,
    itemStyle: { color: colour },
  }
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: { left: 24, right: 24, top: 30, bottom: 44, outerBoundsMode: 'none' },
    xAxis: {
      type: 'value',
      min: 0.5,
      max: 1,
      interval: 0.1,
      ...(data.low < 0.5 ? { min: 0, interval: 0.2 } : {}),
      name: 'share recalled',
      nameLocation: 'middle',
      nameGap: 26,
      nameTextStyle: { color: theme.mutedText, fontSize: 12, fontFamily: theme.fontFamily },
      axisLine: { show: true, lineStyle: { color: theme.axisLine } },
      axisLabel: { color: theme.mutedText, fontSize: 11, formatter: (value: number) => formatShare(value) },
      splitLine: { lineStyle: { color: theme.gridLine } },
    },
    yAxis: { type: 'value', min: -1, max: 1, show: false },
    tooltip: { ...tooltipStyle(theme), trigger: 'item', formatter: () => data.caption },
    series: [
      {
        type: 'line',
        name: '95 % interval',
        data:
          data.share === null
            ? []
            : [
                [data.low, 0],
                [data.high, 0],
              ],
        symbol: 'none',
        lineStyle: { color: colour, width: 4, opacity: 0.5 },
        markLine: {
          symbol: 'none',
          silent: true,
          data: [{ xAxis: data.wanted }],
          lineStyle: { color: theme.text, type: 'dashed', width: 1.5 },
          label: {
            formatter: `wanted ${formatShare(data.wanted)}`,
            color: theme.mutedText,
            fontSize: 11,
            position: 'end',
          },
        },
      },
      dot,
    ],
  }
}
