import { describe, expect, test } from 'vitest'
import type { SweepDocument } from '@shared/sweep-spec'
import type { Configuration } from '@shared/sweep'
import { convergenceChart } from '../../../src/renderer/charts/convergence-chart'
import {
  convergenceCaption,
  convergenceCsv,
  convergenceTable,
} from '../../../src/renderer/charts/convergence-text'
import { convergenceTooltip } from '../../../src/renderer/charts/convergence-tooltip'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { isKnownScale, perStep } from '../../../src/renderer/charts/step-scale'
import { convergenceBand } from '@shared/statistics/convergence-bands'
import { trialWith } from '../../shared/statistics/synthetic-trials'
import { expansionOf } from '../results/result-fixtures'
import { dataOf, lineOf } from './chart-fixtures'
import { items, part, seriesById } from './option-parts'

const theme = CHART_THEMES.light

function configurationOf(over: Partial<SweepDocument>): Configuration {
  const { configurations } = expansionOf({
    format: 'initlab-sweep/1',
    name: 'One',
    task: { dataset: 'digits8x8' },
    model: { depth: 2, width: 32 },
    train: { steps: 20, batchSize: 32 },
    seeds: { first: 0, count: 1 },
    ...over,
  })
  const [first] = configurations
  if (first === undefined) throw new Error('no configuration')
  return first
}

describe('perStep', () => {
  test('is 1 for steps, and the batch size for samples, at most the training split', () => {
    const small = configurationOf({ task: { dataset: 'digits8x8', trainSize: 20 } })
    expect(perStep(small, [], 'steps')).toBe(1)
    expect(perStep(configurationOf({}), [], 'samples')).toBe(32)
    expect(perStep(small, [], 'samples')).toBe(20)
  })

  test('shares the time of all trials out over all their steps; NaN before one has ended', () => {
    const trials = [
      trialWith({ steps: 100, milliseconds: 300 }),
      trialWith({ seed: 1, steps: 50, milliseconds: 0, status: 'diverged' }),
      trialWith({ seed: 2, steps: 9, milliseconds: 9999, status: 'cancelled' }),
    ]
    expect(perStep(configurationOf({}), trials, 'time')).toBeCloseTo(0.002)
    expect(perStep(configurationOf({}), [], 'time')).toBeNaN()
  })

  test('counts the multiplications of one update from the shapes', () => {
    const products = [64 * 32, 32 * 32, 32 * 10]
    const all = products[0]! + products[1]! + products[2]!
    expect(perStep(configurationOf({}), [], 'operations')).toBe(32 * (3 * all - products[0]!))
    const parity = configurationOf({ task: { dataset: 'digits8x8', labels: 'parity' } })
    expect(perStep(parity, [], 'operations')).toBe(32 * (3 * (all - 256) - products[0]!))
    const convolution = configurationOf({
      model: { kind: 'cnn', depth: 1, convolution: { kernel: 3, channels: 4, stride: 2 } },
    })
    // A 3 x 3 kernel over one channel at 4 x 4 positions, then the means of 4 channels into 10 classes.
    const first = 9 * 4 * 16
    const facts = perStep(convolution, [], 'operations')
    expect(facts).toBe(32 * (3 * (first + 4 * 10) - first))
    expect(isKnownScale(configurationOf({}), 'operations')).toBe(true)
    expect(isKnownScale(configurationOf({ task: { dataset: 'csv:/data/a.csv' } }), 'operations')).toBe(false)
  })
})

describe('a curve over another axis', () => {
  const line = {
    ...lineOf(0, [
      [2.3, 1, 0.5],
      [2.3, 1.2, 0.7],
    ]),
    perStep: 32,
  }
  const data = dataOf([line], { stepScale: 'samples' })

  test('moves every point by what its steps are worth, and no value', () => {
    expect(
      items(part(seriesById(convergenceChart(data, theme)), 'median-0', 'data')).map((one) => part(one, 0)),
    ).toEqual([0, 320, 640])
    expect(convergenceChart(data, theme).xAxis).toMatchObject({ name: 'samples seen', max: 640 })
    expect(convergenceTable(data)).toEqual(
      convergenceTable(
        dataOf([
          lineOf(0, [
            [2.3, 1, 0.5],
            [2.3, 1.2, 0.7],
          ]),
        ]),
      ),
    )
    expect(convergenceCsv(data).columns.slice(1, 3)).toEqual(['step', 'samples'])
    expect(convergenceCsv(data).rows[1]?.slice(1, 3)).toEqual(['10', '320'])
  })

  test('is read at any place of the axis', () => {
    const html = convergenceTooltip(data, theme, 320)
    expect(html).toContain('320 samples seen')
    expect(html).toContain('(step 10)')
  })

  test('leaves out a line whose worth is not known', () => {
    const unknown = dataOf([line, { ...lineOf(1, [[2, 1]]), perStep: NaN }], { stepScale: 'time' })
    expect(convergenceTooltip(unknown, theme, 320)).not.toContain('line 1')
    expect(part(convergenceChart(unknown, theme), 'xAxis', 'max')).toBe(640)
  })
})

describe('a choice of line and band', () => {
  const trials = [
    [2, 1],
    [2, 3],
    [2, NaN],
  ].map((losses, seed) => trialWith({ seed, losses, status: Number.isNaN(losses[1]) ? 'diverged' : 'done' }))

  test('is named in the caption, the tooltip and the CSV', () => {
    const choice = { line: 'iqm', spread: 'range' } as const
    const band = convergenceBand(0, trials.slice(0, 2), 'trainLoss', choice)
    const data = dataOf([{ ...lineOf(0, []), band }], { choice })
    expect(convergenceCaption(data)).toBe(
      'On mini-batches, IQM [smallest, largest]: line 0 ends at 2.0 [1.0, 3.0]; n=2.',
    )
    expect(convergenceTooltip(data, theme, 10)).toContain('IQM [smallest, largest]')
    expect(convergenceCsv(data).columns.slice(2, 5)).toEqual(['trainLoss IQM', 'smallest', 'largest'])
  })

  test('a mean that a diverged trial makes infinite says so', () => {
    const choice = { line: 'mean', spread: 'bootstrap' } as const
    const band = convergenceBand(0, trials, 'trainLoss', choice)
    const data = dataOf([{ ...lineOf(0, []), band }], { choice })
    expect(convergenceCaption(data)).toContain('line 0 has no finite mean, as 1 of 3 diverged')
    expect(
      items(part(seriesById(convergenceChart(data, theme)), 'median-0', 'data')).map((one) => part(one, 1)),
    ).toEqual([2, NaN])
  })
})
