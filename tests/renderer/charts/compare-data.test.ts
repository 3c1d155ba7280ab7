import { compareSweep } from '@shared/statistics/sweep-comparisons'
import { compareAll, seedValues } from '@shared/statistics/comparison'
import { METRICS, type Metric } from '@shared/statistics/metrics'
import type { TrialSettings } from '@shared/trial-settings'
import { describe, expect, test } from 'vitest'
import {
  baselineVerdicts,
  compareCaption,
  compareTable,
  comparisonCount,
  differenceText,
  type BaselineComparisons,
} from '../../../src/renderer/charts/compare-data'
import {
  comparedConvergence,
  comparedOf,
  MOST_PINNED,
  withPin,
  type Compared,
  type Pin,
} from '../../../src/renderer/charts/compared'
import { diffCaption, settingsDiff } from '../../../src/renderer/charts/settings-diff'
import { trialWith } from '../../shared/statistics/synthetic-trials'
import { expansionOf } from '../results/result-fixtures'
import { shownSweep } from './shown-fixtures'

const pins = (...configurations: readonly number[]): readonly Pin[] =>
  configurations.map((configuration) => ({ sweepId: 1, configuration }))

function comparisonsOf([baseline, ...others]: readonly Compared[]): BaselineComparisons {
  const of = (metric: Metric) =>
    compareAll(
      others.map(({ results }) => ({
        a: seedValues(results.trials, metric),
        b: seedValues(baseline?.results.trials ?? [], metric),
      })),
      metric,
      { comparisons: comparisonCount(others.length + 1), resamples: 200 },
    )
  const [a, b, c, d] = METRICS.map((metric) => of(metric))
  return { trainLoss: a ?? [], trainAccuracy: b ?? [], testLoss: c ?? [], testAccuracy: d ?? [] }
}

function settingsOf(
  model: Readonly<Record<string, never>> | object,
  others: object = {},
): readonly TrialSettings[] {
  return expansionOf({
    format: 'initlab-sweep/1',
    name: 'Settings',
    model: { ...model },
    train: { steps: 20 },
    seeds: [0],
    ...others,
  }).configurations.map(({ settings }) => settings)
}

describe('pins', () => {
  test('toggle, keep their order and are six at most', () => {
    const [zero, one] = pins(0, 1)
    if (zero === undefined || one === undefined) throw new Error('two pins')
    expect(withPin(withPin([], zero), one)).toEqual([zero, one])
    expect(withPin([zero, one], { ...zero })).toEqual([one])
    expect(withPin([zero], { sweepId: 2, configuration: 0 })).toHaveLength(2)
    const full = pins(0, 1, 2, 3, 4, 5)
    expect(full).toHaveLength(MOST_PINNED)
    expect(withPin(full, { sweepId: 1, configuration: 6 })).toBe(full)
  })

  test('give the configurations of the sweep in view and of other reports, in another colour', () => {
    const own = shownSweep()
    const other = { ...shownSweep(), id: 7, name: 'Before' }
    const items = comparedOf(
      [own, other],
      [...pins(2), { sweepId: 7, configuration: 2 }, { sweepId: 9, configuration: 0 }],
    )
    expect(items.map(({ id, label }) => [id, label])).toEqual([
      [2, 'he-normal · depth 10'],
      [-1, 'he-normal · depth 10 · Before #7'],
    ])
    expect(items[0]?.style).toBe(own.styles[2])
    expect(items[1]?.style.colour).not.toBe(own.styles[2]?.colour)
    expect(comparedOf([own], pins(99))).toEqual([])
  })
})

describe('settings', () => {
  test('differ where the spec differs, under its titles; the rest is equal', () => {
    const diff = settingsDiff(settingsOf({ depth: [3, 10], init: 'he-normal' }))
    expect(diff.differing).toEqual([{ key: 'model.depth', title: 'Depth', values: ['3', '10'] }])
    expect(diff.equal.map(({ key }) => key)).toContain('train.learningRate')
    expect(diff.equal.every(({ values }) => values[0] === values[1])).toBe(true)
    expect(diffCaption(diff)).toBe(`Depth differs; ${diff.equal.length} settings are equal.`)
  })

  test('name parameters only where they are not the usual ones', () => {
    const diff = settingsDiff(
      settingsOf({
        depth: 2,
        init: ['he-normal', { scheme: 'he-normal', gain: 2 }, { scheme: 'normal', std: 0.01 }],
      }),
    )
    expect(diff.differing).toEqual([
      {
        key: 'model.init',
        title: 'Scheme',
        values: ['he-normal', 'he-normal (gain 2)', 'normal (std 0.01)'],
      },
    ])
  })

  test('put a dash where one has no such setting', () => {
    const plain = settingsOf({ depth: 3, width: 8 })
    const residual = settingsOf({ kind: 'residual-mlp', depth: 3, width: 8, residual: { branch: 'rezero' } })
    const diff = settingsDiff([...plain, ...residual])
    expect(diff.differing.find(({ key }) => key === 'model.residual')?.values).toEqual(['–', 'rezero'])
    expect(diff.equal.find(({ key }) => key === 'model.depth')?.values).toEqual(['3', '3'])
    expect(diff.equal.some(({ key }) => key.startsWith('pretrain.'))).toBe(false)
  })

  test('nothing differs between equal ones', () => {
    const [one] = settingsOf({ depth: 3 })
    if (one === undefined) throw new Error('one configuration')
    expect(diffCaption(settingsDiff([one, one]))).toMatch(/^No setting differs; \d+ settings are equal\.$/)
  })
})

describe('differences to the baseline', () => {
  /** Ten seeds; configuration 1 ends at three times the loss of 0, 3 diverges. */
  function tenSeeds(): readonly Compared[] {
    const expansion = expansionOf({
      format: 'initlab-sweep/1',
      name: 'Ten',
      model: { depth: [3, 10], init: ['he-normal', 'xavier-normal'] },
      train: { steps: 20 },
      seeds: { first: 0, count: 10 },
    })
    const trials = expansion.configurations.flatMap(({ index }) =>
      expansion.seeds.map((seed) =>
        trialWith({
          configuration: index,
          seed,
          status: index === 3 ? 'diverged' : 'done',
          losses: [2.3, index === 3 ? NaN : (0.2 + seed / 100) * (1 + 2 * index)],
        }),
      ),
    )
    return comparedOf([shownSweep(trials, expansion)], pins(0, 1, 3))
  }

  test('are those of the comparison, Holm over every metric and pair', () => {
    const items = tenSeeds()
    const comparisons = comparisonsOf(items)
    const [worse, gone] = comparisons.trainLoss
    if (worse === undefined || gone === undefined) throw new Error('two comparisons')
    expect(worse).toMatchObject({ comparisons: 8, verdict: 'worse' })
    const text = differenceText(worse)
    expect(text.difference).toMatch(/^\+0\.49 \[\+0\.4\d, \+0\.5\d\]$/)
    expect(text.probability).toMatch(/^P\(better\) 0\.00 \[0\.00, 0\.\d\d\]$/)
    expect(text.p).toBe('p = 0.016')
    expect(differenceText(gone)).toMatchObject({ verdict: 'worse', difference: '+∞ [+∞, +∞]' })
    const verdicts = baselineVerdicts(items, comparisons, 'trainLoss')
    expect(verdicts.map(({ sentence }) => sentence)).toEqual([
      expect.stringMatching(
        /^he-normal · depth 3 ends lower than xavier-normal · depth 3: .*Holm over 8 comparisons\.$/,
      ),
      expect.stringMatching(
        /^he-normal · depth 3 ends lower than xavier-normal · depth 10: .*diverged \(10 of 10\)/,
      ),
    ])
    expect(compareCaption(items, comparisons)).toBe(
      'All 8 differences to he-normal · depth 3 are settled, p ≤ 0.05 after Holm over 8 comparisons.',
    )
  })

  test('name the baseline first where nothing is settled, as the verdicts of the sweep do', () => {
    const sweep = shownSweep()
    const items = comparedOf([sweep], pins(0, 1))
    const [found] = baselineVerdicts(items, comparisonsOf(items), 'trainLoss')
    const own = compareSweep(sweep.expansion, sweep.trials, 'trainLoss').comparisons[0]
    if (found === undefined || own === undefined) throw new Error('one comparison each')
    expect([found.comparison.verdict, own.comparison.verdict]).toEqual(['inconclusive', 'inconclusive'])
    expect(found.sentence).toMatch(
      /^It is undecided whether he-normal · depth 3 or xavier-normal · depth 3 ends lower: .*P\(better\) 1\.00/,
    )
    expect(own.sentence).toMatch(
      /^depth 3: it is undecided whether he-normal or xavier-normal ends lower: .*P\(better\) 1\.00/,
    )
  })

  test('say what is missing', () => {
    const empty = comparedOf([shownSweep([])], pins(0, 1))
    expect(compareCaption(empty, null)).toBe('No trial has ended yet.')
    expect(compareCaption(empty.slice(0, 1), null)).toBe('Pin two configurations to compare them.')
    expect(compareCaption(tenSeeds(), null)).toBe('Comparing with he-normal · depth 3 …')
    const [one] = comparisonsOf(empty).trainLoss
    if (one === undefined) throw new Error('one comparison')
    expect(differenceText(one)).toMatchObject({ difference: '–', probability: 'P(better) –', p: '–' })
  })

  test('are a table with settings, metrics and differences', () => {
    const items = tenSeeds()
    const diff = settingsDiff(items.map(({ configuration }) => configuration.settings))
    const table = compareTable(items, diff, comparisonsOf(items))
    expect(table.columns).toEqual([
      '',
      'he-normal · depth 3',
      'xavier-normal · depth 3',
      'xavier-normal · depth 10',
    ])
    expect(table.rows.every((row) => row.length === 4)).toBe(true)
    expect(table.rows[0]).toEqual(['Depth', '3', '3', '10'])
    expect(table.rows.find(([title]) => title === 'n, diverged')).toEqual([
      'n, diverged',
      'n=10',
      'n=10',
      'n=10, 10 diverged',
    ])
    expect(table.rows.find(([title]) => title === 'final train loss: verdict')).toEqual([
      'final train loss: verdict',
      '',
      'worse',
      'worse',
    ])
    expect(compareTable(items, diff, null).rows.some(([title]) => title?.includes(': ') === true)).toBe(false)
  })

  test('hiding and pointing change no number of the curves', () => {
    const items = tenSeeds()
    const choices = {
      metric: 'trainLoss' as const,
      scale: 'log' as const,
      hidden: new Set<number>(),
      emphasized: null,
    }
    const data = comparedConvergence(items, choices)
    const pointed = comparedConvergence(items, { ...choices, hidden: new Set([1]), emphasized: 2 })
    expect(pointed.lines).toEqual(data.lines)
    expect(pointed.emphasized).toBeNull()
    expect(comparedConvergence(items, { ...choices, emphasized: 3 }).emphasized).toBe(3)
    expect(data.loss).toBe('cross-entropy')
  })
})
