import { describe, expect, test } from 'vitest'
import type { CurveMetric } from '@shared/statistics/convergence-bands'
import type { TrialRecord } from '@shared/sweep'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { riskLines, survivalChart } from '../../../src/renderer/charts/survival-chart'
import {
  atRisk,
  standardTarget,
  survivalCaption,
  survivalCsv,
  survivalData,
  survivalRows,
  survivalTable,
  type SurvivalData,
  type Target,
} from '../../../src/renderer/charts/survival-data'
import { trialWith } from '../../shared/statistics/synthetic-trials'
import { expansionOf } from '../results/result-fixtures'
import { items, part, seriesById } from './option-parts'
import { shownSweep } from './shown-fixtures'

const theme = CHART_THEMES.light

function dataOf(
  trials?: readonly TrialRecord[],
  own: Target | null = null,
  metric: CurveMetric = 'trainLoss',
  over: { readonly hidden?: ReadonlySet<number>; readonly emphasized?: number } = {},
): SurvivalData {
  const sweep = shownSweep(trials)
  const target = own ?? standardTarget(sweep, metric)
  return survivalData(survivalRows(sweep, metric, target), {
    metric,
    target,
    hidden: over.hidden ?? new Set(),
    emphasized: over.emphasized ?? null,
    brushed: null,
  })
}

/** Arrive at steps 10, 20, never; and one that diverged after it was there. */
const four = [
  trialWith({ seed: 0, losses: [2.3, 1, 0.5] }),
  trialWith({ seed: 1, losses: [2.3, 2, 0.5] }),
  trialWith({ seed: 2, losses: [2.3, 2, 2] }),
  trialWith({ seed: 3, losses: [2.3, 1, NaN], status: 'diverged' }),
]

describe('the target', () => {
  test('is half the loss of guessing, or halfway from guessing to all correct', () => {
    const sweep = shownSweep(four)
    expect(standardTarget(sweep, 'trainLoss')).toEqual({
      value: Math.log(10) / 2,
      reason: 'half the loss of guessing',
    })
    expect(standardTarget(sweep, 'trainAccuracy').value).toBeCloseTo(0.55)
  })

  test('is half the loss of the start where guessing is not known', () => {
    const squares = expansionOf({
      format: 'initlab-sweep/1',
      name: 'Squares',
      train: { steps: 20, loss: 'mse' },
      seeds: { first: 0, count: 1 },
    })
    const sweep = shownSweep([trialWith({ losses: [4, 1] })], squares)
    expect(standardTarget(sweep, 'trainLoss')).toEqual({
      value: 2,
      reason: 'half the largest loss at the start',
    })
    expect(standardTarget(sweep, 'trainAccuracy')).toEqual({ value: 0.5, reason: 'half correct' })
    expect(standardTarget(shownSweep([], squares), 'trainLoss').value).toBe(0)
  })
})

describe('survivalChart', () => {
  test('rises where trials arrive; a diverged trial never does', () => {
    const data = dataOf(four)
    expect(items(part(seriesById(survivalChart(data, theme)), 'median-0', 'data'))).toEqual([
      [0, 0],
      [10, 0],
      [10, 0.25],
      [20, 0.25],
      [20, 0.5],
    ])
    const [row] = data.rows
    expect(row?.curve).toMatchObject({ n: 4, arrived: 2, median: 20 })
    expect(row?.diverged).toBe(1)
  })

  test('stays where it is to the end of the budget once all have arrived', () => {
    const data = dataOf([
      trialWith({ seed: 0, losses: [2.3, 1, 0.5] }),
      trialWith({ seed: 1, losses: [2.3, 1, 0.5] }),
    ])
    expect(items(part(seriesById(survivalChart(data, theme)), 'median-0', 'data'))).toEqual([
      [0, 0],
      [10, 0],
      [10, 1],
      [20, 1],
      [20, 1],
    ])
  })

  test('tells below the ticks how many are not there yet', () => {
    const data = dataOf(four)
    const curve = data.rows[0]?.curve
    if (curve === undefined) throw new Error('no curve')
    expect([0, 10, 15, 20, 21].map((step) => atRisk(curve, step))).toEqual([4, 4, 3, 3, 0])
    const [line] = riskLines(data, theme)
    expect(line?.counts).toEqual(data.range.ticks.map((tick) => atRisk(curve, tick)))
  })

  test('adds those numbers of many configurations, or tells those of the one pointed at', () => {
    const many = [...Array(6).keys()].map((index) =>
      trialWith({ configuration: index % 4, seed: index, losses: [2, 1] }),
    )
    const twice = [...dataOf(many).rows, ...dataOf(many).rows]
    const five = { ...dataOf(many), rows: twice, visible: twice }
    expect(riskLines(five, theme)).toHaveLength(1)
    expect(riskLines(five, theme)[0]?.counts[0]).toBe(12)
    expect(riskLines({ ...five, emphasized: 3 }, theme)[0]?.counts[0]).toBe(1)
  })

  test('hiding a configuration moves neither axis nor numbers', () => {
    const shown = dataOf()
    const hidden = dataOf(undefined, null, 'trainLoss', { hidden: new Set([0]) })
    expect(hidden.range).toEqual(shown.range)
    expect(survivalTable(hidden).rows).toEqual(survivalTable(shown).rows.slice(1))
  })

  test('draws without trials, with one step, and with a target at the start', () => {
    const none = seriesById(survivalChart(dataOf([]), theme))
    expect(Object.keys(none).filter((id) => id.startsWith('median-'))).toEqual([])
    expect(Object.keys(seriesById(survivalChart(dataOf(four), theme)))).toContain('median-0')
    const one = dataOf([trialWith({ losses: [1], steps: 0 })], { value: 1, reason: 'chosen' })
    expect(one.rows[0]?.curve.median).toBe(0)
    expect(survivalChart(one, theme).xAxis).toMatchObject({ min: 0 })
  })
})

describe('survivalCaption', () => {
  test('says that a sweep without updates has nothing to converge', () => {
    const start = expansionOf({ format: 'initlab-sweep/1', name: 'Start', train: { steps: 0 }, seeds: [0] })
    const sweep = shownSweep([trialWith({ losses: [1], steps: 0 })], start)
    const target = standardTarget(sweep, 'trainLoss')
    const data = survivalData(survivalRows(sweep, 'trainLoss', target), {
      metric: 'trainLoss',
      target,
      hidden: new Set(),
      emphasized: null,
      brushed: null,
    })
    expect(survivalCaption(data)).toBe(
      'No trial of this sweep took an update, so there is nothing to converge.',
    )
  })

  test('says what converged means, the median step with its interval, and what diverged', () => {
    expect(survivalCaption(dataOf(four))).toBe(
      'Converged: mini-batch loss at or below 1.15 (half the loss of guessing). he-normal · depth 3: half by step 20 [10, never], 2 of 4 arrive; 1 of 4 trials diverged and never arrive.',
    )
  })

  test('says where less than half arrive, the fastest first', () => {
    const caption = survivalCaption(dataOf())
    expect(caption).toMatch(
      /he-normal · depth 3: half by step 10 .*; xavier-normal · depth 10: less than half ever arrive, 0 of 3/,
    )
    expect(caption).toContain('2 more between')
  })

  test('is true without trials, and where all that ended are hidden', () => {
    expect(survivalCaption(dataOf([]))).toBe('No trial has ended yet.')
    expect(survivalCaption(dataOf(four, null, 'trainLoss', { hidden: new Set([0]) }))).toBe(
      'Every configuration with results is hidden.',
    )
  })

  test('an accuracy has its own target', () => {
    expect(survivalCaption(dataOf(four, null, 'trainAccuracy'))).toMatch(
      /mini-batch accuracy at or above 0\.550 \(halfway/,
    )
  })
})

test('the arrivals as CSV', () => {
  const { columns, rows } = survivalCsv(dataOf(four))
  expect(rows).toHaveLength(2)
  expect(rows[0]?.[columns.indexOf('not there yet')]).toBe('4')
  expect(rows[1]?.[columns.indexOf('censored')]).toBe('2')
})

test('of more configurations than can be drawn every one is told and counted, above all those that never arrive', () => {
  const many = expansionOf({
    format: 'initlab-sweep/1',
    name: 'Gains',
    model: {
      init: Array.from({ length: 50 }, (_, index) => ({ scheme: 'he-normal', gain: 1 + index / 10 })),
    },
    train: { steps: 20 },
    seeds: { first: 0, count: 1 },
  })
  const trials = many.configurations.map(({ index }) =>
    index < 5
      ? trialWith({ configuration: index, losses: [2.3, NaN], status: 'diverged' })
      : trialWith({ configuration: index, losses: [2.3, 1, 0.5] }),
  )
  const sweep = shownSweep(trials, many)
  const target = standardTarget(sweep, 'trainLoss')
  const data = survivalData(survivalRows(sweep, 'trainLoss', target), {
    metric: 'trainLoss',
    target,
    hidden: new Set(),
    emphasized: null,
    brushed: null,
  })
  expect(data.rows).toHaveLength(40)
  expect(survivalCaption(data)).toMatch(
    /0 of 1 arrive; 48 more between; 5 of 50 trials diverged and never arrive; 40 of 50 configurations drawn/,
  )
  expect(survivalTable(data).rows).toHaveLength(50)
  expect(new Set(survivalCsv(data).rows.map(([label]) => label)).size).toBe(50)
  expect(riskLines(data, theme)[0]?.counts[0]).toBe(50)
})
