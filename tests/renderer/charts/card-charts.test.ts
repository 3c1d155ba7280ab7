import { describe, expect, test } from 'vitest'
import { barChart } from '../../../src/renderer/charts/bar-chart'
import { dueData, stabilityData } from '../../../src/renderer/charts/card-counts'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { dayNumber, longDay, shortDay } from '../../../src/renderer/charts/day-text'
import { retentionChart, retentionData } from '../../../src/renderer/charts/retention-chart'
import { calendarChart, calendarData } from '../../../src/renderer/charts/review-calendar'

const theme = CHART_THEMES.light

test('days are those of the calendar in every zone, Monday is the first', () => {
  expect([shortDay('2026-11-22'), longDay('2026-11-22')]).toEqual(['22 Nov', 'Sun, 22 Nov 2026'])
  expect(['2026-11-22', '2026-11-23', '2026-11-24'].map((day) => dayNumber(day) % 7)).toEqual([6, 0, 1])
})

describe('what falls due', () => {
  const data = dueData([
    { day: '2026-11-22', count: 3 },
    { day: '2026-11-23', count: 0 },
    { day: '2026-11-24', count: 9 },
  ])

  test('is counted today and in all, in caption, bars and table', () => {
    expect(data.caption).toBe('3 reviews due today, 12 within 3 days; new cards are not counted.')
    expect(barChart(data.bars, 'day', 'reviews due', theme)).toMatchObject({
      xAxis: { data: ['22 Nov', '23 Nov', '24 Nov'] },
      series: [{ type: 'bar', data: [3, 0, 9] }],
    })
    expect(data.table.rows).toEqual([
      ['2026-11-22', '3'],
      ['2026-11-23', '0'],
      ['2026-11-24', '9'],
    ])
  })

  test('is nothing when nothing is', () => {
    expect(dueData([{ day: '2026-11-22', count: 0 }]).caption).toBe(
      'No review falls due within 1 day; new cards are not counted.',
    )
    expect(dueData([]).bars).toEqual([])
  })
})

describe('stability', () => {
  test('every card is in one bin, its lower end included', () => {
    const data = stabilityData([0.4, 1, 2.9, 3, 21, 59, 365, 4000])
    expect(data.bars.map(({ value }) => value)).toEqual([1, 2, 1, 0, 2, 0, 0, 2])
    expect(data.caption).toBe(
      'Half of 8 cards out of learning hold 12 days or longer before recall falls to 90 %.',
    )
    expect(stabilityData([]).caption).toBe('No card is out of learning yet.')
  })
})

describe('retention', () => {
  test('stands with n, its interval and what was wanted', () => {
    // Wilson's interval of 80 of 100: 0.7112 to 0.8666.
    const data = retentionData({ recalled: 80, reviews: 100 }, 0.9)
    expect(data.caption).toBe('80 % [71 %, 87 %] of 100 reviews recalled in 30 days, less than 90 % wanted.')
    const option = retentionChart(data, theme)
    expect(option).toMatchObject({
      series: [{ markLine: { data: [{ xAxis: 0.9 }] } }, { type: 'scatter', data: [[0.8, 0]] }],
    })
  })

  test('of few reviews says nothing that they cannot carry', () => {
    expect(retentionData({ recalled: 4, reviews: 5 }, 0.9).caption).toContain(
      'which does not differ clearly from the 90 % wanted',
    )
    const none = retentionData({ recalled: 0, reviews: 0 }, 0.9)
    expect(none.caption).toBe('No card out of learning was reviewed in the last 30 days; wanted 90 %.')
    expect(retentionChart(none, theme)).toMatchObject({ series: [{ data: [] }, { data: [] }] })
  })
})

describe('the calendar', () => {
  // From Sunday to the Monday a week later.
  const data = calendarData(
    [4, 0, 1, 0, 0, 0, 0, 2, 8].map((count, place) => ({ day: `2026-11-${String(22 + place)}`, count })),
  )

  test('puts each day into its week and weekday, by the quarter of the largest count', () => {
    expect(data.cells.map(({ week, weekday }) => [week, weekday])).toEqual([
      [0, 6],
      [1, 0],
      [1, 1],
      [1, 2],
      [1, 3],
      [1, 4],
      [1, 5],
      [1, 6],
      [2, 0],
    ])
    expect(data.cells.map(({ level }) => level)).toEqual([2, 0, 1, 0, 0, 0, 0, 1, 4])
    expect(data.caption).toBe('15 reviews on 4 of 9 days; most, 8, on Mon, 30 Nov 2026.')
  })

  test('names the month where it begins', () => {
    const days = ['2026-11-29', '2026-11-30', '2026-12-01'].map((day) => ({ day, count: 0 }))
    expect(calendarData(days).months).toEqual(['', 'Dec'])
    expect(calendarData(days).caption).toBe('No review in the last 3 days.')
    expect(calendarChart(calendarData([]), theme)).toMatchObject({ series: [{ data: [] }] })
  })
})
