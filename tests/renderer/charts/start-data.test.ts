import { describe, expect, test } from 'vitest'
import type { ProbeAnswer } from '@shared/probe'
import { forecastLayers } from '@shared/theory/layer-forecast'
import { LAYER_COLUMNS } from '@shared/trial-result'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { startChart } from '../../../src/renderer/charts/start-chart'
import {
  ratioPerLayer,
  startCaption,
  startCsv,
  startData,
  startTable,
} from '../../../src/renderer/charts/start-data'
import { expansionOf } from '../results/result-fixtures'

const DATA = { features: 64, classes: 10, image: null, meanSquare: 1, featureVariance: 1 }
const [CONFIGURATION] = expansionOf({
  format: 'initlab-sweep/1',
  name: 'x',
  model: { depth: 6, width: 64, activation: 'relu', init: 'xavier-normal' },
  train: { steps: 0 },
  seeds: { first: 0, count: 3 },
}).configurations
const SETTINGS = CONFIGURATION!.settings

/** Rows in which z2, h2 halve forward and delta2 halves backward, `scale` times as large. */
function rows(layers: number, scale: number): Float32Array {
  const values = new Float32Array(layers * LAYER_COLUMNS.length).fill(NaN)
  for (let layer = 0; layer < layers; layer++) {
    const at = layer * LAYER_COLUMNS.length
    values[at + LAYER_COLUMNS.indexOf('z2')] = scale * 0.5 ** layer
    values[at + LAYER_COLUMNS.indexOf('h2')] = scale * 0.5 ** (layer + 1)
    values[at + LAYER_COLUMNS.indexOf('delta2')] = scale * 0.5 ** (layers - layer)
  }
  return values
}

function answer(scales: readonly number[]): ProbeAnswer {
  return {
    data: DATA,
    samples: 32,
    seeds: scales.map((scale, seed) => ({ seed, layers: rows(7, scale), loss: 2.3 })),
  }
}

const HALVING = startData('xavier-normal', answer([0.9, 1, 1.2]), forecastLayers(SETTINGS, DATA))

describe('the start of a configuration', () => {
  test('is the median of the seeds with the smallest and largest, delta2 relative to the output', () => {
    const [z2, , delta2] = HALVING.curves
    expect(z2?.median[0]).toBeCloseTo(1, 6)
    expect([z2?.low[0], z2?.high[0]].map((value) => value?.toFixed(2))).toEqual(['0.90', '1.20'])
    expect(delta2?.median.at(-1)).toBe(1)
    expect(delta2?.median[0]).toBeCloseTo(0.5 ** 6, 6)
  })

  test('tells the ratio a layer beside the theory', () => {
    expect(startCaption(HALVING)).toBe(
      'Forward z² ×0.50 a layer (0.50 in theory), backward δ² ×0.50 a layer (0.50 in theory); 3 seeds.',
    )
  })

  test('zeros and overflow are said instead of a ratio', () => {
    expect(startCaption(startData('zeros', answer([0]), { theory: null, reason: 'x' }))).toMatch(
      /exactly 0: nothing passes them/,
    )
    const skipped = answer([1])
    for (const { layers } of skipped.seeds) layers[2 * LAYER_COLUMNS.length + LAYER_COLUMNS.indexOf('z2')] = 0
    expect(startCaption(startData('zero-last', skipped, { theory: null, reason: 'x' }))).toMatch(
      /exactly 0: the skips pass the signal by them/,
    )
    expect(startCaption(startData('huge', answer([Infinity]), { theory: null, reason: 'x' }))).toMatch(
      /overflows/,
    )
  })

  test('one hidden layer has no ratio', () => {
    expect(ratioPerLayer([1, 2], 'z2')).toBeNaN()
    expect(ratioPerLayer([1, 1, 0.5, 0.25, 9], 'z2')).toBeCloseTo(0.5, 12)
    expect(ratioPerLayer([1, 0.25, 0.5, 1, 9], 'delta2')).toBeCloseTo(0.5, 12)
  })

  test('draws measured and expected lines in one colour, and the reason where there is no theory', () => {
    const option = startChart(HALVING, CHART_THEMES.dark)
    expect(option.series).toMatchObject([
      { id: 'median-z2' },
      { id: 'median-h2' },
      { id: 'median-delta2' },
      { id: 'median-z2-theory', lineStyle: { type: [5, 4], color: CHART_THEMES.dark.palette[0] } },
      { id: 'median-h2-theory' },
      { id: 'median-delta2-theory' },
      { id: 'band-z2' },
      { id: 'band-h2' },
      { id: 'band-delta2' },
    ])
    const bare = startData('x', answer([1]), { theory: null, reason: 'No theory here.' })
    expect(bare.notes).toEqual(['No theory here.'])
    expect(startChart(bare, CHART_THEMES.light).series).toHaveLength(3)
  })

  test('table and file hold every layer', () => {
    expect(startTable(HALVING).rows).toHaveLength(6)
    const csv = startCsv(HALVING)
    expect(csv.rows).toHaveLength(21)
    for (const row of csv.rows) expect(row).toHaveLength(csv.columns.length)
  })
})
