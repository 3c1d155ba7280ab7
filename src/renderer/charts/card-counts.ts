import type { CardStatistics } from '@shared/study/card-session'
import { median } from '@shared/statistics/quantiles'
import { formatCount, formatNoun } from '../common/format'
import type { Bar } from './bar-chart'
import type { DataTable } from './data-table'
import { longDay, shortDay } from './day-text'

/** Bars with what they say as a caption and as a table. */
export interface BarData {
  readonly caption: string
  readonly bars: readonly Bar[]
  readonly table: DataTable
}

/** Reviews that fall due on each day to come. */
export function dueData(due: CardStatistics['due']): BarData {
  const total = due.reduce((sum, { count }) => sum + count, 0)
  const today = due[0]?.count ?? 0
  const caption =
    total === 0
      ? `No review falls due within ${formatNoun(due.length, 'day')}; new cards are not counted.`
      : `${formatNoun(today, 'review')} due today, ${formatCount(total)} within ${String(due.length)} days; new cards are not counted.`
  return {
    caption,
    bars: due.map(({ day, count }) => ({
      label: shortDay(day),
      value: count,
      sentence: `${longDay(day)}: ${formatNoun(count, 'review')} due`,
    })),
    table: { columns: ['Day', 'Reviews due'], rows: due.map(({ day, count }) => [day, String(count)]) },
  }
}

/** Upper ends of the bins of stability in days; the last one is open. */
const BINS = [
  { below: 1, label: '< 1 d' },
  { below: 3, label: '1–3 d' },
  { below: 7, label: '3–7 d' },
  { below: 21, label: '7–21 d' },
  { below: 60, label: '21–60 d' },
  { below: 180, label: '60–180 d' },
  { below: 365, label: '180–365 d' },
  { below: Infinity, label: '≥ 1 y' },
] as const

/** How many cards out of learning hold for how long: after the stability the recall is 90 %. */
export function stabilityData(stabilities: readonly number[]): BarData {
  const counts = BINS.map(({ below }, place) => {
    const from = BINS[place - 1]?.below ?? 0
    return stabilities.filter((days) => days >= from && days < below).length
  })
  const middle = median(stabilities)
  const caption =
    stabilities.length === 0
      ? 'No card is out of learning yet.'
      : `Half of ${formatNoun(stabilities.length, 'card')} out of learning ${stabilities.length === 1 ? 'holds' : 'hold'} ${daysText(middle)} or longer before recall falls to 90 %.`
  return {
    caption,
    bars: BINS.map(({ label }, place) => ({
      label,
      value: counts[place] ?? 0,
      sentence: `${label}: ${formatNoun(counts[place] ?? 0, 'card')}`,
    })),
    table: {
      columns: ['Stability', 'Cards'],
      rows: BINS.map(({ label }, place) => [label, String(counts[place] ?? 0)]),
    },
  }
}

function daysText(days: number): string {
  const shown = days < 10 ? Math.round(days * 10) / 10 : Math.round(days)
  return formatNoun(shown, 'day')
}
