import { describe, expect, test } from 'vitest'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { convergenceChart, crossClusters } from '../../../src/renderer/charts/convergence-chart'
import { dashIcon } from '../../../src/renderer/charts/convergence-legend'
import {
  drawnConfigurations,
  drawnPart,
  strongLines,
  valueRange,
} from '../../../src/renderer/charts/convergence-data'
import {
  convergenceCaption,
  convergenceCsv,
  convergenceTable,
} from '../../../src/renderer/charts/convergence-text'
import { convergenceTooltip } from '../../../src/renderer/charts/convergence-tooltip'
import type { ConvergenceData } from '../../../src/renderer/charts/convergence-data'
import { dataOf, lineOf } from './chart-fixtures'

const theme = CHART_THEMES.light

interface Series {
  id: string
  name: string
  type: string
  data: readonly unknown[]
  markLine?: { data: readonly unknown[] }
}

function seriesOf(data: ConvergenceData): readonly Series[] {
  const { series } = convergenceChart(data, theme)
  const list = Array.isArray(series) ? series : []
  return list.map((one) => ({
    id: String(one.id),
    name: String(one.name),
    type: String(one.type),
    data: Array.isArray(one.data) ? one.data : [],
    ...('markLine' in one && one.markLine?.data ? { markLine: { data: one.markLine.data } } : {}),
  }))
}

function series(data: ConvergenceData, id: string): Series | undefined {
  return seriesOf(data).find((one) => one.id === id)
}

/** The [step, value] of the points of a median. */
function points(data: ConvergenceData, configuration: number): unknown[] {
  return [...(series(data, `median-${configuration}`)?.data ?? [])]
}

const twoLines = [
  lineOf(0, [
    [2.3, 1, 0.2],
    [2.3, 1.2, 0.4],
    [2.3, 1.4, 0.6],
  ]),
  lineOf(1, [
    [2.3, 2, 1],
    [2.3, 2, 1.5],
    [2.3, 8, NaN],
  ]),
]

describe('convergenceChart', () => {
  test('draws one median and one band a configuration, seeds behind, never a stacked area', () => {
    const all = seriesOf(dataOf(twoLines))
    expect(all.map(({ id }) => id)).toEqual([
      'median-0',
      'median-1',
      'band-0',
      'band-1',
      'seeds-0',
      'seeds-1',
      'diverged-1',
      'cursor',
    ])
    expect(all.filter(({ id }) => id.startsWith('band')).every(({ type }) => type === 'custom')).toBe(true)
    expect(JSON.stringify(convergenceChart(dataOf(twoLines), theme))).not.toMatch(/"stack"|areaStyle/)
  })

  test('draws the medians over all seeds', () => {
    expect(points(dataOf(twoLines), 0)).toEqual([
      [0, expect.closeTo(2.3, 5)],
      [10, expect.closeTo(1.2, 5)],
      [20, expect.closeTo(0.4, 5)],
    ])
    // Two finite seeds and a diverged one: the median is the larger finite value.
    expect(points(dataOf(twoLines), 1)[2]).toEqual([20, 1.5])
  })

  test('breaks the line where the median is infinite', () => {
    const line = lineOf(0, [
      [2, 1, 1],
      [2, 5, NaN],
    ])
    expect(points(dataOf([line]), 0)[2]).toEqual([20, NaN])
  })

  test('hiding a line changes no number of another', () => {
    const shown = dataOf(twoLines)
    const hidden = dataOf(twoLines, { hidden: new Set([1]) })
    expect(points(hidden, 0)).toEqual(points(shown, 0))
    expect(convergenceChart(hidden, theme).legend).toMatchObject({
      selected: { 'line 0': true, 'line 1': false },
    })
    expect(convergenceTable(hidden)).toEqual(convergenceTable(shown))
  })

  test('keeps a single point visible with a dot', () => {
    const data = dataOf([lineOf(0, [[2.3]])])
    const { series: all } = convergenceChart(data, theme)
    const median = Array.isArray(all) ? all[0] : undefined
    expect(median).toMatchObject({ symbol: 'circle', showSymbol: true, data: [[0, expect.closeTo(2.3, 5)]] })
    const size = median !== undefined && 'symbolSize' in median ? median.symbolSize : 0
    expect(typeof size === 'function' ? size([0, 2.3], { dataIndex: 0 } as never) : 0).toBe(7)
    expect(series(data, 'band-0')?.data).toHaveLength(1)
  })

  test('has log and linear axes with a name and a unit, in one place', () => {
    expect(convergenceChart(dataOf(twoLines), theme).yAxis).toMatchObject({
      type: 'log',
      name: 'mini-batch loss (nats)',
    })
    expect(convergenceChart(dataOf(twoLines, { scale: 'linear', loss: 'mse' }), theme).yAxis).toMatchObject({
      type: 'value',
      min: 0,
      name: 'mini-batch loss (squared error)',
    })
    expect(convergenceChart(dataOf(twoLines), theme).xAxis).toMatchObject({
      type: 'value',
      name: 'step',
      min: 0,
      max: 20,
    })
  })

  test('says n and diverged in the legend', () => {
    const legend = convergenceChart(dataOf(twoLines), theme).legend
    const formatter = !Array.isArray(legend) ? legend?.formatter : undefined
    expect(typeof formatter === 'function' ? formatter('line 1') : '').toContain('n=3, 1 diverged')
  })

  test('draws running trials as series of their own that change no median', () => {
    const running = [Float32Array.of(0, 2.3, 0.1, 10, 2, 0.2)]
    const live = dataOf([{ ...lineOf(0, [[2, 1]]), running }])
    expect(series(live, 'running-0')?.data).toHaveLength(1)
    expect(points(live, 0)).toEqual([
      [0, 2],
      [10, 1],
    ])
  })

  test('draws single seeds of the line pointed at only, when asked so', () => {
    const data = dataOf(twoLines, { seedsShown: 'emphasized', emphasized: 1 })
    const ids = seriesOf(data).map(({ id }) => id)
    expect(ids).toContain('seeds-1')
    expect(ids).not.toContain('seeds-0')
  })

  test('draws the chance level where it lies on the axis, whatever is hidden', () => {
    const data = dataOf(twoLines, { chanceLevel: Math.log(10), hidden: new Set([0]) })
    expect(series(data, 'cursor')?.markLine?.data).toEqual([{ yAxis: Math.log(10) }])
    const accuracy = dataOf(twoLines, { chanceLevel: Math.log(10), metric: 'trainAccuracy' })
    expect(series(accuracy, 'cursor')?.markLine?.data).toEqual([])
  })

  test('stays drawable without a trial, and when every trial diverged at once', () => {
    const empty = convergenceChart(dataOf([lineOf(0, [])]), theme)
    expect(empty.yAxis).toMatchObject({ min: 0.1, max: 10 })
    const diverged = dataOf([lineOf(0, [[NaN], [NaN]])])
    expect(points(diverged, 0)).toEqual([[0, NaN]])
    expect(series(diverged, 'diverged-0')?.data).toHaveLength(1)
  })
})

describe('valueRange', () => {
  test('does not let an exploding line flatten those that learn', () => {
    const exploding = lineOf(1, [[2, 1e9, NaN]])
    const range = valueRange(dataOf([lineOf(0, [[2, 1, 0.1]]), exploding]))
    expect(range.max).toBeLessThanOrEqual(10)
    expect(range.min).toBeLessThanOrEqual(0.1)
  })

  test('does not make room for a start that is far beyond all others, but for one near them', () => {
    const learning = lineOf(0, [[2, 1, 0.1]])
    expect(valueRange(dataOf([learning, lineOf(1, [[1e7, NaN]])])).max).toBeLessThanOrEqual(10)
    expect(valueRange(dataOf([learning, lineOf(1, [[80, NaN]])])).max).toBeGreaterThanOrEqual(80)
  })

  test('shows the explosion when nothing else is there', () => {
    expect(valueRange(dataOf([lineOf(0, [[2, 1e6, NaN]])])).max).toBeGreaterThanOrEqual(1e6)
  })

  test('has room around equal values, and below for zero', () => {
    const equal = valueRange(dataOf([lineOf(0, [[2, 2]])]))
    expect(equal.max / equal.min).toBeGreaterThanOrEqual(4)
    const zero = valueRange(dataOf([lineOf(0, [[2, 0]])]))
    expect(zero.min).toBeGreaterThan(0)
    expect(zero.min).toBeLessThan(2)
  })
})

describe('convergenceCaption', () => {
  test('says median, quartiles and n of the ends', () => {
    expect(convergenceCaption(dataOf(twoLines))).toBe(
      'On mini-batches, median [quartiles]: line 0 ends at 0.40 [0.30, 0.50]; line 1 at 1.5 [1.3, diverged]; n=3 each; 1 of 6 trials diverged.',
    )
  })

  test('has words for every empty state', () => {
    expect(convergenceCaption(dataOf([]))).toBe('No configuration.')
    expect(convergenceCaption(dataOf([lineOf(0, [])]))).toBe('No trial has ended yet.')
    expect(convergenceCaption(dataOf(twoLines, { hidden: new Set([0, 1]) }))).toBe('Every line is hidden.')
    expect(convergenceCaption(dataOf([lineOf(0, [[2, 0.5]])]))).toBe(
      'On mini-batches line 0 ends at 0.50; n=1.',
    )
    const diverged = [lineOf(0, [[2, NaN]]), lineOf(1, [[2, NaN]])]
    expect(convergenceCaption(dataOf(diverged))).toBe(
      'The median trial of every configuration diverged; n=1 each; 2 of 2 trials diverged.',
    )
  })
})

describe('convergenceTooltip', () => {
  test('has step, median, quartiles, n and diverged of every visible line', () => {
    const html = convergenceTooltip(dataOf(twoLines), theme, 20)
    expect(html).toContain('step 20')
    expect(html).toContain('0.400 [0.300, 0.500]')
    expect(html).toContain('n=3, 1 diverged')
    expect(convergenceTooltip(dataOf(twoLines, { hidden: new Set([1]) }), theme, 20)).not.toContain('line 1')
  })

  test('still lists a configuration after all its trials diverged', () => {
    const data = dataOf([lineOf(0, [[2, 1, 1, 1]]), lineOf(1, [[2, NaN]])])
    expect(convergenceTooltip(data, theme, 30)).toMatch(/line 1.*diverged.*n=1, 1 diverged/)
  })

  test('takes no markup from a label', () => {
    const data = dataOf([lineOf(0, [[1]], { label: '<img src=x onerror=alert(1)>' })])
    expect(convergenceTooltip(data, theme, 0)).not.toContain('<img')
  })

  test('lists twelve lines and how many more there are', () => {
    const lines = Array.from({ length: 15 }, (_, index) => lineOf(index, [[1, 0.5]]))
    const html = convergenceTooltip(dataOf(lines, { emphasized: 14 }), theme, 10)
    expect(html).toContain('and 3 more')
    expect(html.indexOf('line 14')).toBeLessThan(html.indexOf('line 0<'))
  })
})

describe('many lines', () => {
  const lines = Array.from({ length: 60 }, (_, index) => lineOf(index, [[2, 0.1 + index / 60]]))

  test('draws the best at full strength until one is pointed at', () => {
    expect([...strongLines(dataOf(lines))].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect([...strongLines(dataOf(lines, { emphasized: 30 }))]).toEqual([30])
    expect(strongLines(dataOf(lines.slice(0, 10))).size).toBe(10)
  })

  test('draws at full strength what is brushed, and no other number for it', () => {
    const brushed = new Set([40, 50])
    expect(strongLines(dataOf(lines, { brushed }))).toEqual(brushed)
    expect(strongLines(dataOf(lines, { brushed, emphasized: 3 }))).toEqual(new Set([3]))
    expect(strongLines(dataOf(lines, { brushed: new Set() })).size).toBe(0)
    expect(points(dataOf(lines, { brushed }), 7)).toEqual(points(dataOf(lines), 7))
    expect(convergenceTable(dataOf(lines, { brushed }))).toEqual(convergenceTable(dataOf(lines)))
    const { series: all } = convergenceChart(dataOf(lines, { brushed }), theme)
    expect(Array.isArray(all) ? all[40] : null).toMatchObject({ lineStyle: { opacity: 1 } })
    expect(Array.isArray(all) ? all[7] : null).toMatchObject({ lineStyle: { opacity: 0.18 } })
  })

  test('scrolls the legend, best first', () => {
    const { legend } = convergenceChart(dataOf(lines), theme)
    const one = Array.isArray(legend) ? legend[0] : legend
    expect(one?.type).toBe('scroll')
    expect(one?.data?.[0]).toMatchObject({ name: 'line 0' })
  })
})

describe('more lines than are drawn', () => {
  // The best have the highest index, as in a grid whose last scheme is the good one.
  const lines = Array.from({ length: 150 }, (_, index) => lineOf(index, [[2, 2 - index / 100]]))
  const pick = (most: number, over: Partial<ConvergenceData> = {}): number[] =>
    [...drawnConfigurations(dataOf(lines, over), most)].sort((a, b) => a - b)

  test('draws the best by their final median, not the first of the grid', () => {
    expect(pick(3)).toEqual([147, 148, 149])
    expect(pick(3, { emphasized: 5 })).toEqual([5, 148, 149])
    expect(pick(3, { hidden: new Set([149]) })).toEqual([146, 147, 148])
    expect(pick(3, { brushed: new Set([2, 9]) })).toEqual([2, 9, 149])
    expect(pick(150)).toHaveLength(150)
  })

  test('shows one that was chosen alone, wherever it ranks', () => {
    const others = lines.map(({ configuration }) => configuration).filter((index) => index !== 5)
    expect(pick(3, { hidden: new Set(others) })).toContain(5)
  })

  test('draws the running ones first while nothing has ended', () => {
    const waiting = Array.from({ length: 60 }, (_, index) => lineOf(index, []))
    const running = lineOf(59, [], { running: [Float32Array.of(0, 2.3, 0.1)] })
    const drawn = drawnConfigurations(dataOf([...waiting.slice(0, 59), running]), 2)
    expect([...drawn]).toEqual([59, 0])
  })

  test('the caption is about all, the drawing about those drawn', () => {
    const data = dataOf(lines, { drawn: new Set([140, 147, 148]) })
    expect(convergenceCaption(data)).toBe(
      'On mini-batches line 149 ends at 0.51; line 0 at 2.0; 148 more between; n=1 each; 3 of 150 lines drawn, the best.',
    )
    expect(drawnPart(data).lines.map(({ configuration }) => configuration)).toEqual([140, 147, 148])
    expect(convergenceTable(data).rows).toHaveLength(150)
  })
})

test('the table and the CSV hold the numbers in words and in full', () => {
  expect(convergenceTable(dataOf(twoLines)).rows[1]).toEqual([
    'line 1',
    'n=3, 1 diverged',
    '2.30 [2.30, 2.30]',
    '2.00 [2.00, 5.00]',
    '1.50 [1.25, diverged]',
  ])
  expect(convergenceCsv(dataOf(twoLines)).rows.at(-1)).toEqual([
    'line 1',
    '20',
    '1.5',
    '1.25',
    'Infinity',
    '3',
    '1',
  ])
})

test('crosses that would overlap are one cross with a number', () => {
  expect(crossClusters([10, 12, 40], 5)).toEqual([
    [11, 2],
    [40, 1],
  ])
  expect(crossClusters([], 5)).toEqual([])
})

test('a legend icon shows the dash pattern', () => {
  expect(dashIcon([]).match(/M/g)).toHaveLength(1)
  expect(dashIcon([7, 4]).match(/M/g)).toHaveLength(3)
})
