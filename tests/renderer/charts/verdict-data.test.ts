import { describe, expect, test } from 'vitest'
import { compareSweep } from '@shared/statistics/sweep-comparisons'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { verdictChart, verdictHeight } from '../../../src/renderer/charts/verdict-chart'
import {
  verdictCaption,
  verdictCsv,
  verdictHeadlines,
  verdictSummary,
  verdictTable,
} from '../../../src/renderer/charts/verdict-data'
import { withMoreSeeds } from '../../../src/renderer/lab/more-seeds'
import { items, part } from './option-parts'
import { trialWith } from '../../shared/statistics/synthetic-trials'
import { expansionOf } from '../results/result-fixtures'

const SEEDS = 10
const GRID = expansionOf({
  format: 'initlab-sweep/1',
  name: 'He or Xavier',
  model: { depth: [3, 10, 20], init: ['he-normal', 'xavier-normal'] },
  train: { steps: 20 },
  seeds: { first: 0, count: SEEDS },
})

/** One trial a seed: `loss(configuration, seed)` at the end; NaN diverged. */
function trialsWith(loss: (configuration: number, seed: number) => number) {
  return GRID.configurations.flatMap(({ index }) =>
    Array.from({ length: SEEDS }, (_, seed) => {
      const end = loss(index, seed)
      return trialWith({
        configuration: index,
        seed,
        status: Number.isNaN(end) ? 'diverged' : 'done',
        losses: [2.3, end],
      })
    }),
  )
}

function isXavier(index: number): boolean {
  return GRID.configurations[index]?.factors['model.init'] === 'xavier-normal'
}

function depthOf(index: number): unknown {
  return GRID.configurations[index]?.factors['model.depth']
}

/** He is lower at depth 10 and 20, all seeds alike at depth 3. */
const SPLIT = compareSweep(
  GRID,
  trialsWith((index, seed) => 0.1 + seed / 100 + (isXavier(index) && depthOf(index) !== 3 ? 1 : 0)),
  'trainLoss',
)

describe('verdict headlines', () => {
  test('say where the winner wins and where nothing differs', () => {
    expect(verdictHeadlines(SPLIT, 'trainLoss')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^he-normal ends with a lower training loss than xavier-normal at depth 10 and depth 20/,
        ),
      ]),
    )
    expect(verdictHeadlines(SPLIT, 'trainLoss').join(' ')).toMatch(/; they show no difference at depth 3\.$/)
    expect(verdictCaption(SPLIT)).toBe('Of 3 comparisons, 2 are settled and 1 shows no difference.')
  })

  test('are counted in a sentence, one or many, listed or not', () => {
    const [first, ...others] = [...SPLIT.comparisons].sort(
      (a, b) => Number(a.comparison.verdict === 'equal') - Number(b.comparison.verdict === 'equal'),
    )
    const equal = others.at(-1)
    if (first === undefined || equal === undefined) throw new Error('missing')
    const caption = (comparisons: typeof others, leftOut = 0): string =>
      verdictCaption({ ...SPLIT, comparisons, leftOut })
    expect(caption([first])).toBe('The only comparison is settled.')
    expect(caption([equal])).toBe('The only comparison shows no difference.')
    expect(caption([equal, equal], 1)).toBe('All 2 comparisons show no difference; 1 more is not listed.')
    expect(caption([first, equal, equal], 1200)).toBe(
      'Of 3 comparisons, 1 is settled and 2 show no difference; 1,200 more are not listed.',
    )
  })

  test('name the better side first, whichever comes first in the grid', () => {
    const turned = compareSweep(
      GRID,
      trialsWith((index, seed) => 0.1 + seed / 100 + (isXavier(index) ? 0 : 1)),
      'trainLoss',
    )
    expect(verdictHeadlines(turned, 'trainLoss')).toEqual([
      'xavier-normal ends with a lower training loss than he-normal at depth 3, depth 10 and depth 20.',
    ])
  })

  test('put the pair that lies furthest apart first, and what diverged before all', () => {
    const schemes = expansionOf({
      format: 'initlab-sweep/1',
      name: 'Zeros or random',
      model: { depth: 3, init: ['he-normal', 'xavier-normal', 'zeros'] },
      train: { steps: 20 },
      seeds: { first: 0, count: SEEDS },
    })
    const linesOf = (ends: readonly number[]): readonly string[] => {
      const trials = ends.flatMap((end, configuration) =>
        Array.from({ length: SEEDS }, (_, seed) =>
          trialWith({
            configuration,
            seed,
            status: Number.isNaN(end) ? 'diverged' : 'done',
            losses: [2.3, end * (1 + seed / 1000)],
          }),
        ),
      )
      return verdictHeadlines(compareSweep(schemes, trials, 'trainLoss'), 'trainLoss').map(
        (line) => `${line.split(' ')[0] ?? ''} ${line.split('than ')[1] ?? ''}`,
      )
    }
    expect(linesOf([0.1, 0.2, 2.3])).toEqual([
      'he-normal zeros.',
      'xavier-normal zeros.',
      'he-normal xavier-normal.',
    ])
    expect(linesOf([0.01, NaN, 2.3])[0]).toBe('he-normal xavier-normal.')
  })

  test('undecided comparisons are said, not left out', () => {
    const open = compareSweep(
      GRID,
      trialsWith((index, seed) => 0.1 + ((seed * 7 + index * 3) % 10) / 10),
      'trainLoss',
    )
    expect(verdictHeadlines(open, 'trainLoss')).toEqual([
      'It is undecided whether he-normal or xavier-normal ends with the lower training loss at depth 3, depth 10 and depth 20.',
    ])
    expect(verdictCaption(open)).toBe('All 3 comparisons are undecided.')
    expect(verdictSummary(open, 'trainLoss').length).toBeLessThanOrEqual(2)
  })

  test('many open comparisons and none settled are one line with their number and seeds', () => {
    const gains = expansionOf({
      format: 'initlab-sweep/1',
      name: 'gains',
      model: { depth: [2, 10], init: [0.5, 1, 2].map((gain) => ({ scheme: 'he-normal', gain })) },
      train: { steps: 20 },
      seeds: { first: 0, count: 2 },
    })
    const trials = gains.configurations.flatMap(({ index }) =>
      [0, 1].map((seed) =>
        trialWith({ configuration: index, seed, losses: [2.3, 0.1 + index + seed / 100] }),
      ),
    )
    const judged = (some: typeof trials) =>
      verdictHeadlines(compareSweep(gains, some, 'trainLoss'), 'trainLoss')
    expect(judged(trials)).toEqual(['None of 6 comparisons is settled with 2 seeds a side.'])
    expect(judged(trials.slice(0, -1))).toEqual([
      'None of 6 comparisons is settled with 1 to 2 seeds a side.',
    ])
  })

  test('the best of many levels gets one line a context', () => {
    const gains = expansionOf({
      format: 'initlab-sweep/1',
      name: 'gains',
      model: { depth: [2, 10], init: [0.25, 0.5, 1, 2, 4].map((gain) => ({ scheme: 'he-normal', gain })) },
      train: { steps: 20 },
      seeds: { first: 0, count: SEEDS },
    })
    const trials = gains.configurations.flatMap(({ index }) =>
      Array.from({ length: SEEDS }, (_, seed) =>
        trialWith({ configuration: index, seed, losses: [2.3, 0.1 + (index % 5) + seed / 100] }),
      ),
    )
    const lines = verdictHeadlines(compareSweep(gains, trials, 'trainLoss'), 'trainLoss')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(
      /^At depth 2 he-normal .* ends with the lowest training loss, ahead of all 4 others\.$/,
    )
  })

  test('a sweep of no updates compares how its networks start', () => {
    const start = expansionOf({
      format: 'initlab-sweep/1',
      name: 'start',
      model: { depth: 3, init: ['he-normal', 'xavier-normal'] },
      train: { steps: 0 },
      seeds: { first: 0, count: SEEDS },
    })
    const trials = start.configurations.flatMap(({ index }) =>
      Array.from({ length: SEEDS }, (_, seed) =>
        trialWith({ configuration: index, seed, losses: [2 + index + seed / 100] }),
      ),
    )
    const compared = compareSweep(start, trials, 'trainLoss')
    expect(verdictHeadlines(compared, 'trainLoss')).toEqual([
      'he-normal starts with a lower training loss than xavier-normal.',
    ])
    expect(compared.comparisons[0]?.sentence).toMatch(/^he-normal starts lower than xavier-normal/)
  })

  test('diverged trials lose', () => {
    const diverging = compareSweep(
      GRID,
      trialsWith((index, seed) => (isXavier(index) ? 0.1 + seed / 100 : NaN)),
      'trainLoss',
    )
    expect(verdictHeadlines(diverging, 'trainLoss')[0]).toMatch(/^xavier-normal ends with a lower/)
    expect(verdictTable(diverging).rows[0]?.join(' ')).toContain('diverged')
  })

  test('a sweep of one configuration has nothing to compare', () => {
    const one = expansionOf({
      format: 'initlab-sweep/1',
      name: 'one',
      train: { steps: 20 },
      seeds: { first: 0, count: 3 },
    })
    expect(verdictCaption(compareSweep(one, [], 'trainLoss'))).toMatch(/nothing to compare/)
  })
})

test('where no two configurations differ in the question’s factor alone, that factor is named', () => {
  const matched = expansionOf({
    format: 'initlab-sweep/1',
    name: 'Each activation with its scheme',
    model: { init: ['he-normal', 'xavier-normal'], activation: ['relu', 'tanh'] },
    train: { steps: 20 },
    rules: [
      { only: { 'model.init': 'he-normal' }, when: { 'model.activation': 'relu' } },
      { only: { 'model.init': 'xavier-normal' }, when: { 'model.activation': 'tanh' } },
    ],
    seeds: { first: 0, count: 3 },
  })
  expect(verdictCaption(compareSweep(matched, [], 'trainLoss'))).toBe(
    'No two configurations differ in the scheme alone: there is nothing to compare.',
  )
})

describe('the forest plot', () => {
  test('has one interval and one mark a comparison, and a line at one half', () => {
    const option = verdictChart(SPLIT, CHART_THEMES.light, null)
    expect(option.series).toMatchObject([
      {
        type: 'custom',
        data: SPLIT.comparisons.map(({ comparison: { superiority } }, y) => [
          superiority.low,
          superiority.high,
          y,
        ]),
      },
      { type: 'scatter', markLine: { data: [{ xAxis: 0.5 }] } },
    ])
    expect(option.yAxis).toMatchObject({
      inverse: true,
      data: SPLIT.comparisons.map(({ context }) => `${context}: he-normal against xavier-normal`),
    })
  })

  test('has no mark before the first pair of trials, and the table no number', () => {
    const none = compareSweep(GRID, [], 'trainLoss')
    const [, marks] = items(verdictChart(none, CHART_THEMES.light, null).series)
    expect(items(part(marks, 'data')).map((mark) => part(mark, 'value'))).toEqual([
      [NaN, 0],
      [NaN, 1],
      [NaN, 2],
    ])
    expect(verdictTable(none).rows.map((row) => row[2])).toEqual(['–', '–', '–'])
  })

  test('is as high as its rows: each of few as high, of many lower, and no more than are in view', () => {
    const height = (count: number): number => verdictHeight(count) - verdictHeight(0)
    expect([1, 3, 6].map(height)).toEqual([56, 3 * 56, 6 * 56])
    expect(height(10)).toBe(400)
    expect(height(200)).toBe(height(14))
    for (let count = 1; count < 14; count++) expect(height(count + 1)).toBeGreaterThanOrEqual(height(count))
  })

  test('scrolls what has no room for its names', () => {
    const one = SPLIT.comparisons[0]
    if (one === undefined) throw new Error('no comparison')
    const rows = (count: number) => ({ ...SPLIT, comparisons: Array.from({ length: count }, () => one) })
    expect(verdictChart(rows(14), CHART_THEMES.light, null).dataZoom).toEqual([])
    expect(verdictChart(rows(15), CHART_THEMES.light, null).dataZoom).toMatchObject([
      { type: 'inside', startValue: 0, endValue: 13 },
      { type: 'slider', startValue: 0, endValue: 13 },
    ])
  })

  test('pointing at a configuration fades the comparisons without it and changes no number', () => {
    const plain = verdictChart(SPLIT, CHART_THEMES.light, null)
    const faded = verdictChart(SPLIT, CHART_THEMES.light, SPLIT.comparisons[0]?.a ?? 0)
    const values = (option: typeof plain): unknown =>
      JSON.stringify(option.series, (key, value: unknown) => (key === 'opacity' ? undefined : value))
    expect(values(faded)).toBe(values(plain))
    expect(JSON.stringify(faded.series)).toContain('0.25')
  })

  test('the table and the file hold the same comparisons', () => {
    expect(verdictTable(SPLIT).rows).toHaveLength(3)
    const csv = verdictCsv(SPLIT)
    expect(csv.rows).toHaveLength(3)
    for (const row of csv.rows) expect(row).toHaveLength(csv.columns.length)
  })
})

describe('more seeds', () => {
  test('follow those of the sweep', () => {
    const document = { format: 'initlab-sweep/1', name: 'x', seeds: { first: 500, count: 5 } }
    expect(withMoreSeeds(document, 8)?.seeds).toEqual({ first: 500, count: 13 })
    expect(withMoreSeeds({ ...document, seeds: [4, 9] }, 2)?.seeds).toEqual([4, 9, 10, 11])
    expect(withMoreSeeds({ format: 'initlab-sweep/1', name: 'x' }, 2)).toBeNull()
  })
})
