import { describe, expect, test } from 'vitest'
import type { Metric } from '@shared/statistics/metrics'
import type { TrialRecord } from '@shared/sweep'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { profileChart, profileTooltip } from '../../../src/renderer/charts/profile-chart'
import {
  profileCaption,
  profileCsv,
  profileData,
  profileTable,
  type ProfileData,
} from '../../../src/renderer/charts/profile-data'
import { stripData, stripRows } from '../../../src/renderer/charts/seeds-data'
import { trialWith } from '../../shared/statistics/synthetic-trials'
import { expansionOf } from '../results/result-fixtures'
import { items, part, seriesById } from './option-parts'
import { shownSweep } from './shown-fixtures'

const theme = CHART_THEMES.light

function dataOf(
  trials?: readonly TrialRecord[],
  metric: Metric = 'trainLoss',
  hidden: readonly number[] = [],
): ProfileData {
  const sweep = shownSweep(trials)
  const strip = stripData(stripRows(sweep, metric), 'grid', {
    metric,
    seeds: sweep.expansion.seeds,
    hidden: new Set(hidden),
    emphasized: null,
    brushed: null,
    joined: null,
  })
  return profileData(strip)
}

const two = [
  trialWith({ seed: 0, losses: [2, 0.2] }),
  trialWith({ seed: 1, losses: [2, 0.4] }),
  trialWith({ configuration: 1, seed: 0, losses: [2, 0.8] }),
  trialWith({ configuration: 1, seed: 1, losses: [NaN], status: 'diverged' }),
]

describe('profileChart', () => {
  test('draws stairs that rise at each value of a loss and never count a diverged trial', () => {
    const data = dataOf(two)
    const { min, max } = data.range
    const points = items(part(seriesById(profileChart(data, theme)), 'median-0', 'data'))
    expect(points).toEqual([
      [min, 0],
      [expect.closeTo(0.2), 0],
      [expect.closeTo(0.2), 0.5],
      [expect.closeTo(0.4), 0.5],
      [expect.closeTo(0.4), 1],
      [max, 1],
      [max, 1],
    ])
    const other = items(part(seriesById(profileChart(data, theme)), 'median-1', 'data'))
    expect(other.at(-1)).toEqual([max, 0.5])
  })

  test('falls with the threshold of an accuracy, where higher is better', () => {
    const data = dataOf(two, 'trainAccuracy')
    const points = items(part(seriesById(profileChart(data, theme)), 'median-0', 'data'))
    expect(part(points[0], 1)).toBe(1)
    expect(part(points.at(-1), 1)).toBe(0)
    expect(part(profileChart(data, theme), 'xAxis', 'name')).toBe(
      'threshold: final train accuracy, or higher',
    )
  })

  test('hiding a configuration changes no share of another', () => {
    expect(profileTooltip(dataOf(two), 0.3, theme)).toContain('50 %')
    expect(profileTable(dataOf(two, 'trainLoss', [1])).rows[0]?.[1]).toBe(
      profileTable(dataOf(two)).rows[0]?.[1],
    )
    expect(profileCsv(dataOf(two, 'trainLoss', [1])).rows).toEqual(profileCsv(dataOf(two)).rows.slice(0, 2))
  })

  test('draws without trials', () => {
    expect(items(profileChart(dataOf([]), theme).series)).toHaveLength(1)
  })
})

describe('profileCaption', () => {
  test('says the share at the middle value, who is nowhere behind, and what diverged', () => {
    expect(profileCaption(dataOf(two))).toBe(
      '100 % [34 %, 100 %] of he-normal · depth 3 end at a final train loss of 0.40 or lower, 0 % of xavier-normal · depth 3; he-normal · depth 3 is nowhere behind; 1 of 4 trials diverged and are never there.',
    )
  })

  test('says that nobody leads everywhere where lines cross', () => {
    const crossing = [0.1, 0.9, 0.4, 0.5].map((loss, index) =>
      trialWith({ configuration: index >> 1, seed: index % 2, losses: [2, loss] }),
    )
    expect(profileCaption(dataOf(crossing))).toContain('no configuration leads at every threshold')
  })

  test('is true without trials and where all diverged', () => {
    expect(profileCaption(dataOf([]))).toBe('No trial has ended yet.')
    expect(profileCaption(dataOf(two, 'trainLoss', [0, 1, 2, 3]))).toBe('Every configuration is hidden.')
    expect(profileCaption(dataOf([trialWith({ status: 'diverged', losses: [NaN] })]))).toBe(
      'The one trial diverged: no threshold is ever reached.',
    )
    expect(profileCaption(dataOf([trialWith({ losses: [2, 1] })]))).toMatch(
      /^100 % \[21 %, 100 %\] of he-normal/,
    )
  })
})

test('of more configurations than can be drawn every one is told and counted, diverged ones too', () => {
  const many = expansionOf({
    format: 'initlab-sweep/1',
    name: 'Gains',
    model: {
      init: Array.from({ length: 120 }, (_, index) => ({ scheme: 'he-normal', gain: 1 + index / 10 })),
    },
    train: { steps: 20 },
    seeds: { first: 0, count: 1 },
  })
  const trials = many.configurations.map(({ index }) =>
    trialWith({
      configuration: index,
      losses: [2.3, index < 7 ? NaN : index / 100],
      status: index < 7 ? 'diverged' : 'done',
    }),
  )
  const sweep = shownSweep(trials, many)
  const strip = stripData(stripRows(sweep, 'trainLoss'), 'grid', {
    metric: 'trainLoss',
    seeds: sweep.expansion.seeds,
    hidden: new Set(),
    emphasized: null,
    brushed: null,
    joined: null,
  })
  const data = profileData(strip)
  expect(data.lines).toHaveLength(100)
  expect(profileCaption(data)).toMatch(
    /7 of 120 trials diverged and are never there; 100 of 120 configurations drawn, the best\.$/,
  )
  expect(profileTable(data).rows).toHaveLength(120)
  expect(new Set(profileCsv(data).rows.map(([label]) => label)).size).toBeGreaterThanOrEqual(113)
})
