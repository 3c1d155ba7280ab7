import type { DayCount } from '@shared/study/card-session'
import { formatCount, formatNoun } from '../common/format'
import { tooltipStyle, type ChartOption } from './chart-option'
import type { ChartTheme } from './chart-theme'
import type { RenderItem } from './custom-shapes'
import type { DataTable } from './data-table'
import { dayNumber, longDay, monthOf } from './day-text'
import { escapeHtml } from './number-format'

export interface CalendarCell {
  readonly day: string
  readonly count: number
  /** Columns are weeks, rows the days of a week from Monday. */
  readonly week: number
  readonly weekday: number
  /** 0 for no review, then 1 to 4: the quarters of the largest count. */
  readonly level: number
}

export interface CalendarData {
  readonly caption: string
  readonly cells: readonly CalendarCell[]
  /** The month's name above the week in which it begins, else empty. */
  readonly months: readonly string[]
  readonly table: DataTable
}

/** The reviews of each day as a calendar: a column a week. */
export function calendarData(done: readonly DayCount[]): CalendarData {
  const first = done[0] === undefined ? 0 : Math.floor(dayNumber(done[0].day) / 7)
  const most = done.reduce((largest, { count }) => Math.max(largest, count), 0)
  const cells = done.map(({ day, count }) => ({
    day,
    count,
    week: Math.floor(dayNumber(day) / 7) - first,
    weekday: dayNumber(day) % 7,
    level: count === 0 ? 0 : Math.ceil((4 * count) / most),
  }))
  const weeks = (cells.at(-1)?.week ?? 0) + 1
  const months = Array.from({ length: weeks }, (_, week) => {
    const begins = cells.find((cell) => cell.week === week && cell.day.endsWith('-01'))
    return begins === undefined ? '' : monthOf(begins.day)
  })
  const table = { columns: ['Day', 'Reviews'], rows: done.map(({ day, count }) => [day, String(count)]) }
  return { caption: captionOf(done), cells, months, table }
}

function captionOf(done: readonly DayCount[]): string {
  const active = done.filter(({ count }) => count > 0)
  const [best] = active.toSorted((a, b) => b.count - a.count)
  if (best === undefined) return `No review in the last ${String(done.length)} days.`
  const total = active.reduce((sum, { count }) => sum + count, 0)
  return `${formatNoun(total, 'review')} on ${formatCount(active.length)} of ${formatCount(done.length)} days; most, ${formatCount(best.count)}, on ${longDay(best.day)}.`
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
/** Opacity of the levels above 0. */
const STRENGTHS = [0, 0.35, 0.55, 0.78, 1] as const
const GAP = 2

export function calendarChart({ cells, months }: CalendarData, theme: ChartTheme): ChartOption {
  const label = { color: theme.mutedText, fontSize: 11 }
  const renderItem: RenderItem = ({ dataIndex }, api) => {
    const cell = cells[dataIndex]
    if (cell === undefined) return null
    const [x = 0, y = 0] = api.coord([cell.week, cell.weekday])
    const size = api.size?.([1, 1])
    const [width = 0, height = 0] = Array.isArray(size) ? size : [size, size]
    const shape = {
      x: x - width / 2 + GAP / 2,
      y: y - height / 2 + GAP / 2,
      width: Math.max(1, width - GAP),
      height: Math.max(1, height - GAP),
      r: 2,
    }
    const isEmpty = cell.level === 0
    const opacity = isEmpty ? 1 : (STRENGTHS[cell.level] ?? 1)
    return { type: 'rect', shape, style: { fill: isEmpty ? theme.gridLine : theme.done, opacity } }
  }
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: { left: 40, right: 16, top: 24, bottom: 8, outerBoundsMode: 'none' },
    xAxis: {
      type: 'category',
      position: 'top',
      data: [...months],
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { ...label, interval: 0 },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: [...WEEKDAYS],
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { ...label, interval: (place: number) => place % 2 === 0 },
    },
    tooltip: {
      ...tooltipStyle(theme),
      trigger: 'item',
      formatter: (parameters) => {
        const [one] = Array.isArray(parameters) ? parameters : [parameters]
        const cell = cells[one?.dataIndex ?? -1]
        return cell === undefined
          ? ''
          : escapeHtml(`${longDay(cell.day)}: ${formatNoun(cell.count, 'review')}`)
      },
    },
    series: [
      { type: 'custom', renderItem, data: cells.map(({ week, weekday, count }) => [week, weekday, count]) },
    ],
  }
}
