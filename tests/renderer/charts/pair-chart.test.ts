import { describe, expect, test } from 'vitest'
import { compare } from '@shared/statistics/comparison'
import type { Metric } from '@shared/statistics/metrics'
import type { TrialRecord } from '@shared/sweep'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { pairChart } from '../../../src/renderer/charts/pair-chart'
import {
  pairCaption,
  pairCsv,
  pairData,
  pairRange,
  pairTable,
  questionPair,
  type PairData,
  type PairScale,
} from '../../../src/renderer/charts/pair-data'
import { stripRows } from '../../../src/renderer/charts/seeds-data'
import { trialWith } from '../../shared/statistics/synthetic-trials'
import { expansionOf } from '../results/result-fixtures'
import { items, part, seriesById } from './option-parts'
import { shownSweep } from './shown-fixtures'

const theme = CHART_THEMES.light

/** Two configurations with these final losses by seed; NaN diverged, null has not ended. */
function trialsOf(a: readonly (number | null)[], b: readonly (number | null)[]): TrialRecord[] {
  return [a, b].flatMap((losses, configuration) =>
    losses.flatMap((loss, seed) => {
      if (loss === null) return []
      const status = Number.isNaN(loss) ? ('diverged' as const) : ('done' as const)
      return [trialWith({ configuration, seed, status, losses: [2, loss] })]
    }),
  )
}

function dataOf(
  a: readonly (number | null)[],
  b: readonly (number | null)[],
  scale: PairScale = 'difference',
  metric: Metric = 'trainLoss',
  comparisons = 1,
): PairData {
  const data = pairData(stripRows(shownSweep(trialsOf(a, b)), metric), [0, 1], metric, scale, comparisons)
  if (data === null) throw new Error('no data')
  return data
}

function dots(data: PairData): readonly unknown[] {
  return items(part(seriesById(pairChart(data, theme)), 'pairs', 'data'))
}

describe('questionPair', () => {
  test('is two values of the question where all else is at its last value', () => {
    const sweep = shownSweep()
    expect(questionPair(sweep.expansion, stripRows(sweep, 'trainLoss'), 'trainLoss')).toEqual([2, 3])
  })

  test('is any two where no two configurations differ in the question’s factor alone', () => {
    const matched = expansionOf({
      format: 'initlab-sweep/1',
      name: 'Each activation with its scheme',
      model: { init: ['he-normal', 'xavier-normal'], activation: ['relu', 'tanh'] },
      train: { steps: 1 },
      rules: [
        { only: { 'model.init': 'he-normal' }, when: { 'model.activation': 'relu' } },
        { only: { 'model.init': 'xavier-normal' }, when: { 'model.activation': 'tanh' } },
      ],
      seeds: { first: 0, count: 1 },
    })
    expect(matched.configurations).toHaveLength(2)
    expect(questionPair(matched, stripRows(shownSweep([], matched), 'trainLoss'), 'trainLoss')).toEqual([
      0, 1,
    ])
  })

  test('is the two best of many values, and none where nothing varies', () => {
    const many = expansionOf({
      format: 'initlab-sweep/1',
      name: 'Gains',
      model: { init: ['zeros', 'he-normal', 'xavier-normal', 'lecun-normal', 'orthogonal'] },
      train: { steps: 1 },
      seeds: { first: 0, count: 1 },
    })
    const trials = [5, 0.5, NaN, 0.25, 1].map((loss, configuration) =>
      trialWith({ configuration, losses: [2, loss], status: Number.isNaN(loss) ? 'diverged' : 'done' }),
    )
    const sweep = shownSweep(trials, many)
    expect(questionPair(many, stripRows(sweep, 'trainLoss'), 'trainLoss')).toEqual([3, 1])
    const one = expansionOf({
      format: 'initlab-sweep/1',
      name: 'One',
      train: { steps: 1 },
      seeds: { first: 0, count: 1 },
    })
    expect(questionPair(one, [], 'trainLoss')).toBeNull()
  })
})

describe('pairData', () => {
  test('takes the difference seed by seed, with its median and interval', () => {
    const data = dataOf([1, 2, 3, 4, 5], [2, 4, 3, 5, 7])
    expect(data.pairs.map(({ value }) => value)).toEqual([-1, -2, 0, -1, -2])
    expect(data.median).toBe(-1)
    expect(data.interval?.low).toBe(-2)
    expect(data.interval?.high).toBeLessThanOrEqual(0)
    expect(data.wins).toEqual({ a: 4, ties: 1, b: 0 })
  })

  test('takes ratios on their logarithms: exchanged sides tell the same', () => {
    const [a, b] = [
      [1, 2, 8, 4],
      [2, 2, 2, 2],
    ] as const
    const data = dataOf(a, b, 'ratio')
    expect(data.pairs.map(({ value }) => value)).toEqual([
      expect.closeTo(0.5),
      expect.closeTo(1),
      expect.closeTo(4),
      expect.closeTo(2),
    ])
    expect(data.median).toBeCloseTo(Math.SQRT2)
    expect(dataOf(b, a, 'ratio').median).toBeCloseTo(Math.SQRT1_2)
  })

  test('counts a diverged trial as the worst, and two as a tie', () => {
    const data = dataOf([1, NaN, NaN], [NaN, 1, NaN])
    expect(data.pairs.map(({ value, outcome }) => [value, outcome])).toEqual([
      [-Infinity, 'better'],
      [Infinity, 'worse'],
      [0, 'tie'],
    ])
    expect(dataOf([1, NaN], [NaN, 1], 'ratio').pairs.map(({ value }) => value)).toEqual([0, Infinity])
    const accuracy = dataOf([1, NaN], [NaN, 1], 'difference', 'testAccuracy')
    expect(accuracy.pairs.map(({ outcome }) => outcome)).toEqual(['better', 'worse'])
  })

  test('an accuracy is better when it is larger, and has no ratio', () => {
    const data = dataOf([0.25], [1], 'ratio', 'testAccuracy')
    expect(data.scale).toBe('difference')
    expect(data.pairs[0]?.value).toBeCloseTo(0.3)
    expect(data.pairs[0]?.outcome).toBe('better')
  })

  test('leaves seeds without a partner out and says so', () => {
    const data = dataOf([1, 2, null], [2, null, 3])
    expect(data.pairs).toHaveLength(1)
    expect(data.unpaired).toBe(2)
    expect(data.interval).toBeNull()
    expect(pairCaption(data)).toMatch(/one seed cannot tell .*; 2 without a partner left out\.$/)
  })
})

describe('pairCaption', () => {
  test('names the better one first, with count, median, interval and P', () => {
    expect(pairCaption(dataOf([1, 1, 1, 1], [2, 2, 2, 2]))).toBe(
      'he-normal · depth 3 (A) is lower than xavier-normal · depth 3 (B) in 4 of 4 seeds, paired by seed; median A − B −1.0 [−1.0, −1.0], 95 % bootstrap; P(A lower) 1.00 [0.58, 1.00], as in the verdicts not paired: the pairs are too few.',
    )
    expect(pairCaption(dataOf([2, 2], [1, 3]))).toMatch(/^he-normal .* in 1 of 2 seeds/)
    expect(pairCaption(dataOf([2, 2], [1, 1]))).toMatch(
      /^xavier-normal · depth 3 \(B\) is lower than he-normal/,
    )
  })

  test('has the P and the interval of the verdict, over pairs where they are enough', () => {
    const [low, high] = [Array.from({ length: 10 }, (_, i) => 1 + i / 100), Array.from({ length: 10 }, (_, i) => 1.055 + i / 100)] // prettier-ignore
    const paired = dataOf(low, high)
    const verdict = compare(paired.a.dots, paired.b.dots, 'trainLoss', { resamples: 0 })
    expect(paired.design).toBe('paired')
    expect(paired.superiority).toEqual(verdict.superiority)
    expect(pairCaption(paired)).toMatch(/P\(A lower\) 1\.00 \[0\.72, 1\.00\]\.$/)
    const many = dataOf(low, high, 'difference', 'trainLoss', 60)
    expect(many.design).toBe('independent')
    expect(many.superiority).toEqual(
      compare(many.a.dots, many.b.dots, 'trainLoss', { resamples: 0, comparisons: 60 }).superiority,
    )
    expect(many.superiority.probability).toBeLessThan(1)
    expect(many.wins).toEqual(paired.wins)
  })

  test('is true without pairs, of one configuration with itself and with diverged seeds', () => {
    expect(pairCaption(dataOf([], []))).toMatch(/^No seed of both .* has ended yet\.$/)
    expect(pairCaption(dataOf([NaN, NaN], [NaN, NaN]))).toMatch(
      /^Every trial of both .* diverged: there is no difference to measure\.$/,
    )
    expect(pairCaption(dataOf([1, NaN], [2, 1]))).toContain('in 1 one or both diverged, ×')
    const rows = stripRows(shownSweep(), 'trainLoss')
    const same = pairData(rows, [0, 0], 'trainLoss', 'difference', 1)
    expect(same && pairCaption(same)).toBe('A and B are the same configuration: choose another.')
  })
})

describe('pairChart', () => {
  test('has a dot a seed in the colour of the better one, a cross where one diverged', () => {
    const data = dataOf([1, 3, NaN, 2], [2, 1, 1, 2])
    expect(dots(data)).toMatchObject([
      { value: [-1, 0], symbol: 'circle' },
      { value: [2, 1], symbol: 'circle' },
      { value: [pairRange(data).max, 2], itemStyle: { borderColor: theme.diverged } },
      { value: [0, 3], itemStyle: { color: theme.mutedText } },
    ])
    const [better, worse] = dots(data).map((dot) => part(dot, 'itemStyle', 'color'))
    expect(better).not.toEqual(worse)
  })

  test('always shows where nothing differs, on a log axis for ratios', () => {
    expect(pairRange(dataOf([5, 6], [1, 1])).min).toBeLessThanOrEqual(0)
    const { xAxis } = pairChart(dataOf([5, 6], [1, 1], 'ratio'), theme)
    expect(xAxis).toMatchObject({ type: 'log', name: 'A / B, final train loss (left: A is better)' })
    expect(pairRange(dataOf([5, 6], [1, 1], 'ratio')).min).toBeLessThanOrEqual(1)
    expect(pairChart(dataOf([], []), theme).series).toHaveLength(2)
  })
})

test('the pairs as a table and as CSV', () => {
  const data = dataOf([1, NaN], [2, 1])
  expect(pairTable(data).rows).toEqual([
    ['0', '1.00', '2.00', '−1.0', 'better'],
    ['1', 'diverged', '1.00', '+∞', 'worse'],
  ])
  expect(pairCsv(data).rows[1]).toEqual(['1', 'Infinity', '1', 'Infinity', 'worse'])
})
