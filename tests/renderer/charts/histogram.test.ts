import { HISTOGRAM_BINS } from '@shared/trial-result'
import type { Forecast } from '@shared/theory/forecast-model'
import { describe, expect, test } from 'vitest'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { binShare, histogramChart, normalCurve } from '../../../src/renderer/charts/histogram-chart'
import {
  histogramCaption,
  histogramCsv,
  histogramData,
  histogramSentence,
  histogramTable,
  readHistograms,
  shareWithin,
  standardScale,
  type Histogram,
  type HistogramChoice,
  type HistogramData,
} from '../../../src/renderer/charts/histogram-data'
import { items, part, seriesById } from './option-parts'

const theme = CHART_THEMES.dark
const LAYERS = 2

/** Counts of a normal with this deviation between -4 and 4 of it. */
function normalRecord(step: number, deviation: number): number[] {
  const width = 8 / HISTOGRAM_BINS
  const counts = Array.from({ length: HISTOGRAM_BINS }, (_, bin) => {
    const u = -4 + (bin + 0.5) * width
    return Math.round(1e4 * Math.exp((-u * u) / 2))
  })
  return [step, -4 * deviation, 4 * deviation, ...counts]
}

function emptyRecord(step: number): number[] {
  return [step, NaN, NaN, ...Array<number>(HISTOGRAM_BINS).fill(0)]
}

/** z of layer 1 has deviation 1, of layer 2 `second`; h and delta are empty. */
function values(steps: readonly number[], second = 0.5): Float32Array {
  return Float32Array.from(
    steps.flatMap((step) =>
      [1, second].flatMap((deviation) => [
        ...normalRecord(step, deviation),
        ...emptyRecord(step),
        ...emptyRecord(step),
      ]),
    ),
  )
}

const FORECAST: Forecast = {
  theory: 'mean-field',
  layers: [1, 2].map((layer) => ({
    layer,
    zMean: 0,
    z2: layer === 1 ? 1 : 0.25,
    h2: 1,
    delta2: 1,
    spread: { z2: 0, h2: 0, delta2: 0 },
  })),
  outputDelta2: 1,
  outputResponse: 0,
  approximations: [],
}

function dataOf(
  all: readonly Histogram[],
  over: Partial<HistogramChoice> = {},
  forecast: Forecast | null = FORECAST,
): HistogramData {
  const choice = { quantity: 'z', rows: 'layers', scale: 'value', step: 0, layer: 1, ...over } as const
  return histogramData({ label: 'he', seed: 4 }, all, choice, forecast)
}

const all = readHistograms(values([0, 20]), LAYERS, 'z')

test('reads step, layer, ends and counts of one quantity', () => {
  expect(all.map(({ step, layer }) => [step, layer])).toEqual([
    [0, 1],
    [0, 2],
    [20, 1],
    [20, 2],
  ])
  expect(all[1]).toMatchObject({ low: -2, high: 2 })
  expect(all[0]?.rootMeanSquare).toBeCloseTo(1, 2)
  expect(readHistograms(values([0]), LAYERS, 'h')[0]?.total).toBe(0)
  expect(readHistograms(new Float32Array(0), LAYERS, 'z')).toEqual([])
})

describe('what is shown', () => {
  test('layers at the last kept step before, or a layer at all kept steps', () => {
    expect(dataOf(all, { step: 19 }).rows.map(({ name, step }) => [name, step])).toEqual([
      ['1', 0],
      ['out', 0],
    ])
    const steps = dataOf(all, { rows: 'steps', layer: 2, step: 25 })
    expect(steps.rows.map(({ name, layer }) => [name, layer])).toEqual([
      ['0', 2],
      ['20', 2],
    ])
    expect(steps.picked).toBe(1)
  })

  test('has theory over z at the start alone', () => {
    expect(dataOf(all).rows[1]?.theory).toEqual({ mean: 0, deviation: 0.5 })
    expect(dataOf(all, { step: 20 }).rows[0]?.theory).toBeNull()
    expect(dataOf(all, { quantity: 'h' }).rows[0]?.theory).toBeNull()
    expect(dataOf(all, {}, null).rows[0]?.theory).toBeNull()
  })

  test('rows of one scale, or each in its own root mean squares where sizes differ much', () => {
    expect(dataOf(all, { scale: 'own' }).rows[1]?.unit).toBeCloseTo(0.5, 2)
    expect(standardScale(all)).toBe('value')
    expect(standardScale(readHistograms(values([0], 1e-3), LAYERS, 'z'))).toBe('own')
    expect(standardScale([])).toBe('value')
  })

  test('two thirds of a normal lie within one deviation', () => {
    const [first] = all
    expect(first === undefined ? NaN : shareWithin(first, { mean: 0, deviation: 1 })).toBeCloseTo(0.683, 2)
    const constant = { ...all[0]!, low: 2, high: 2 }
    expect(shareWithin(constant, { mean: 2, deviation: 1 })).toBe(1)
    expect(shareWithin(constant, { mean: 0, deviation: 1 })).toBe(0)
  })

  test('in words', () => {
    expect(histogramCaption(dataOf(all))).toBe(
      'he, seed 4, step 0: z has root mean square 1.0 in layer 1, 0.50 in layer 2; 68 % of layer 1 within one predicted standard deviation (normal: 68 %).',
    )
    expect(histogramCaption(dataOf([]))).toBe('he: no histogram was kept.')
    expect(histogramSentence(dataOf(readHistograms(values([0]), LAYERS, 'h'), { quantity: 'h' }), 0)).toBe(
      'layer 1, step 0: no finite value of h.',
    )
    expect(histogramTable(dataOf(all)).rows).toHaveLength(2)
    expect(histogramCsv(dataOf(all)).rows).toHaveLength(2 * HISTOGRAM_BINS)
  })
})

describe('histogramChart', () => {
  test('draws rows, the bars of the picked one and the density of theory', () => {
    const option = histogramChart(dataOf(all, { layer: 2 }), theme)
    const series = seriesById(option)
    expect(Object.keys(series)).toEqual(['rows', 'marks', 'bars', 'theory'])
    expect(items(part(series['rows'], 'data'))).toHaveLength(2)
    expect(part(option.xAxis, 1, 'name')).toBe('layer out')
    const curve = items(part(series['theory'], 'data'))
    expect(Number(part(curve, 32, 1))).toBeCloseTo(1 / (0.5 * Math.sqrt(2 * Math.PI)), 6)
  })

  test('the density of theory has area 1', () => {
    const curve = normalCurve(dataOf(all).rows[0]!)
    const step = curve[1]![0] - curve[0]![0]
    expect(curve.reduce((sum, [, y]) => sum + y * step, 0)).toBeCloseTo(1, 2)
    expect(normalCurve(dataOf(all, { step: 20 }).rows[0]!)).toEqual([])
  })

  test('the fullest bin is the strongest, an empty one is none', () => {
    const row = dataOf(all).rows[0]!
    expect(binShare(Math.max(...row.counts), row)).toBe(1)
    expect(binShare(0, row)).toBe(0)
  })

  test('is drawable without histograms', () => {
    expect(Object.keys(seriesById(histogramChart(dataOf([]), theme)))).toEqual(['rows', 'marks'])
  })
})
