import { describe, expect, test } from 'vitest'
import type { Metric } from '@shared/statistics/metrics'
import type { TrialRecord } from '@shared/sweep'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { fittingLabels } from '../../../src/renderer/charts/measure-axis'
import { stripChart } from '../../../src/renderer/charts/seeds-chart'
import {
  stripCaption,
  stripCsv,
  stripData,
  stripRange,
  stripRows,
  stripTable,
  type RowOrder,
  type StripData,
} from '../../../src/renderer/charts/seeds-data'
import { trialWith } from '../../shared/statistics/synthetic-trials'
import { expansionOf } from '../results/result-fixtures'
import { called, items, part, seriesById } from './option-parts'
import { shownSweep } from './shown-fixtures'

const theme = CHART_THEMES.light

interface Choices {
  readonly trials?: readonly TrialRecord[]
  readonly metric?: Metric
  readonly order?: RowOrder
  readonly hidden?: readonly number[]
  readonly over?: Partial<Pick<StripData, 'emphasized' | 'brushed' | 'joined'>>
}

function dataOf({
  trials,
  metric = 'trainLoss',
  order = 'grid',
  hidden = [],
  over = {},
}: Choices = {}): StripData {
  const sweep = shownSweep(trials)
  return stripData(stripRows(sweep, metric), order, {
    metric,
    seeds: sweep.expansion.seeds,
    hidden: new Set(hidden),
    emphasized: null,
    brushed: null,
    joined: null,
    ...over,
  })
}

function seriesOf(data: StripData): Readonly<Record<string, unknown>> {
  return seriesById(stripChart(data, theme))
}

describe('stripChart', () => {
  test('has a dot a seed at its final value, in a row a configuration, and a cross for diverged seeds', () => {
    const series = seriesOf(dataOf())
    expect(items(part(series, 'dots-0', 'data'))).toEqual([
      [expect.closeTo(0.1), -0.28, 0],
      [expect.closeTo(0.11), 0, 1],
      [expect.closeTo(0.12), expect.closeTo(0.28), 2],
    ])
    expect(items(part(series, 'dots-3', 'data'))).toHaveLength(1)
    expect(Object.keys(series).filter((id) => id.startsWith('diverged'))).toEqual(['diverged-3'])
    expect(stripChart(dataOf(), theme).xAxis).toMatchObject({ type: 'log', name: 'final train loss' })
  })

  test('names the rows at the left and counts n and diverged at the right', () => {
    const { yAxis } = stripChart(dataOf(), theme)
    const text = (axis: unknown, value: number): unknown =>
      called(part(axis, 'axisLabel', 'formatter'), value)
    const [left, right] = items(yAxis)
    expect(text(left, 3)).toBe('xavier-normal · depth 10')
    expect(text(right, 3)).toBe('n=3, 2 diverged')
    expect(text(right, 0)).toBe('n=3')
  })

  test('hiding a configuration takes its row away and changes no number of another', () => {
    const shown = seriesOf(dataOf())
    const hidden = seriesOf(dataOf({ hidden: [1] }))
    expect(hidden['dots-1']).toBeUndefined()
    const values = (of: typeof shown): unknown[] =>
      items(part(of, 'dots-2', 'data')).map((dot) => part(dot, 0))
    expect(values(hidden)).toEqual(values(shown))
  })

  test('draws the emphasized configuration strong, and those outside the brush faint', () => {
    const opacity = (over: Choices['over']): unknown[] => {
      const series = seriesOf(dataOf({ over: over ?? {} }))
      return [0, 1].map((index) => part(series, `dots-${index}`, 'itemStyle', 'opacity'))
    }
    expect(opacity({})).toEqual([0.8, 0.8])
    expect(opacity({ emphasized: 1 })).toEqual([expect.closeTo(0.16), 0.8])
    expect(opacity({ brushed: new Set([0]) })).toEqual([0.8, expect.closeTo(0.16)])
  })

  test('joins the same seed of two configurations on request', () => {
    expect(seriesOf(dataOf())['joined']).toBeUndefined()
    expect(items(part(seriesOf(dataOf({ over: { joined: [0, 3] } })), 'joined', 'data'))).toHaveLength(3)
  })

  test('sorts the rows by median, diverged last, and scrolls many', () => {
    const ends = [3, Infinity, 1, 2].map((loss, configuration) =>
      trialWith({ configuration, losses: [4, loss], status: loss === Infinity ? 'diverged' : 'done' }),
    )
    const order = (choices: Choices): readonly number[] =>
      dataOf({ trials: ends, ...choices }).rows.map(({ configuration }) => configuration)
    expect(order({})).toEqual([0, 1, 2, 3])
    expect(order({ order: 'best' })).toEqual([2, 3, 0, 1])
    expect(order({ order: 'best', metric: 'testAccuracy' }).at(-1)).toBe(1)
    const expansion = expansionOf({
      format: 'initlab-sweep/1',
      name: 'Many',
      model: { depth: Array.from({ length: 40 }, (_, index) => index + 1) },
      train: { steps: 1 },
      seeds: { first: 0, count: 1 },
    })
    const sweep = shownSweep([trialWith({ losses: [2, 1] })], expansion)
    const many = stripData(stripRows(sweep, 'trainLoss'), 'grid', {
      metric: 'trainLoss',
      seeds: [0],
      hidden: new Set(),
      emphasized: null,
      brushed: null,
      joined: null,
    })
    expect(stripChart(many, theme).dataZoom).toHaveLength(2)
    expect(many.rows).toHaveLength(40)
  })
})

test('names too long for their column keep what tells them apart', () => {
  const long = expansionOf({
    format: 'initlab-sweep/1',
    name: 'Long names',
    model: {
      init: { scheme: 'truncated-normal', std: 0.02, corrected: true },
      activation: { name: 'leaky-relu', slope: 0.125 },
      normalization: ['none', 'batch'],
      depth: [2, 5],
    },
    train: { steps: 20 },
    seeds: [0],
  })
  const sweep = shownSweep([], long)
  const data = stripData(stripRows(sweep, 'trainLoss'), 'grid', {
    metric: 'trainLoss',
    seeds: [0],
    hidden: new Set(),
    emphasized: null,
    brushed: null,
    joined: null,
  })
  const format = part(items(stripChart(data, theme).yAxis)[0], 'axisLabel', 'formatter')
  const names = data.rows.map((_, row) => String(called(format, row)))
  expect(names.every((name) => name.length <= 36)).toBe(true)
  expect(new Set(names).size).toBe(4)
  const short = ['xavier-normal · depth 1 · width 8', 'lecun-normal · depth 1 · width 12']
  expect(fittingLabels(short, 208)).toEqual(short)
})

describe('stripCaption', () => {
  test('says who ends lowest in how many seeds, and what diverged', () => {
    expect(stripCaption(dataOf())).toBe(
      'he-normal · depth 3 ends lowest in 3 of 3 seeds, final train loss 0.11 [0.11, 0.12]; 2 of 12 trials diverged, × at the right.',
    )
    expect(stripCaption(dataOf({ metric: 'testAccuracy' }))).toMatch(
      /ends highest in 3 of 3 .* × at the left/,
    )
  })

  test('counts ties for each of those that tie', () => {
    const trials = [0, 1].map((configuration) => trialWith({ configuration, losses: [2, 1] }))
    expect(stripCaption(dataOf({ trials }))).toMatch(
      /^he-normal · depth 3 ends lowest in 1 of 1 seed, .*; so does xavier/,
    )
    const all = [0, 1, 2, 3].map((configuration) => trialWith({ configuration, losses: [2, 1] }))
    expect(stripCaption(dataOf({ trials: all }))).toMatch(/ends lowest in 1 of 1 seed, .*; so do 3 more\.$/)
  })

  test('is true with nothing, with everything hidden, with one configuration and where all diverged', () => {
    expect(stripCaption(dataOf({ trials: [] }))).toBe('No trial has ended yet.')
    expect(stripCaption(dataOf({ hidden: [0, 1, 2, 3] }))).toBe('Every configuration is hidden.')
    expect(stripCaption(dataOf({ trials: [trialWith({ losses: [2, 0.5] })] }))).toBe(
      'he-normal · depth 3: final train loss 0.50, n=1.',
    )
    const diverged = [0, 1].map((seed) => trialWith({ seed, status: 'diverged', losses: [NaN] }))
    expect(stripCaption(dataOf({ trials: diverged }))).toBe('All 2 trials diverged.')
    expect(stripRange(dataOf({ trials: diverged }))).toMatchObject({ scale: 'log', min: 0.1, max: 10 })
    const series = seriesOf(dataOf({ trials: diverged }))
    expect(items(part(series, 'dots-0', 'data'))).toEqual([])
    // One cross, with the number of trials, at the worst end.
    expect(items(part(series, 'diverged-0', 'data'))).toEqual([[10, 0]])
  })

  test('takes equal values', () => {
    const trials = [0, 1, 2].map((seed) => trialWith({ seed, losses: [2, 1] }))
    const { min, max } = stripRange(dataOf({ trials }))
    expect(min).toBeLessThan(1)
    expect(max).toBeGreaterThan(1)
  })
})

describe('the numbers of the strip', () => {
  test('as a table and as CSV, with every seed', () => {
    const table = stripTable(dataOf())
    expect(table.columns.slice(3)).toEqual(['seed 0', 'seed 1', 'seed 2'])
    expect(table.rows[3]).toEqual([
      'xavier-normal · depth 10',
      'n=3, 2 diverged',
      'diverged',
      '3.10',
      'diverged',
      'diverged',
    ])
    expect(stripCsv(dataOf()).rows).toHaveLength(12)
    expect(stripCsv(dataOf()).rows.at(-1)).toEqual(['xavier-normal · depth 10', '2', 'Infinity'])
  })
})
