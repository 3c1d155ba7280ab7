import { layerColumn } from '@shared/layer-rows'
import { layerBand, type LayerBand } from '@shared/statistics/layer-bands'
import type { Forecast } from '@shared/theory/forecast-model'
import { describe, expect, test } from 'vitest'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { signalChart, signalTooltip } from '../../../src/renderer/charts/signal-chart'
import {
  depthRatio,
  signalCsv,
  signalTable,
  theoryCurve,
  type SignalData,
  type SignalLine,
  type SignalQuantity,
} from '../../../src/renderer/charts/signal-data'
import { signalCaption, signalNote } from '../../../src/renderer/charts/signal-text'
import { layerRows, trialWith } from '../../shared/statistics/synthetic-trials'
import { called, items, part, seriesById } from './option-parts'

const theme = CHART_THEMES.light
const LAYERS = 6

function forecastOf(ratio: number, spread = 0): Forecast {
  return {
    theory: 'mean-field',
    layers: Array.from({ length: LAYERS }, (_, index) => ({
      layer: index + 1,
      zMean: 0,
      z2: 2 * Math.pow(ratio, index),
      h2: Math.pow(ratio, index),
      delta2: Math.pow(ratio, LAYERS - 1 - index),
      spread: { z2: spread, h2: spread, delta2: spread },
    })),
    outputDelta2: 1e-3,
    outputResponse: 0,
    approximations: [],
  }
}

/** Three seeds of a net whose signal and gradient are multiplied by `ratio` a layer. */
function lineOf(configuration: number, ratio: number, over: Partial<SignalLine> = {}): SignalLine {
  const trials = [0.9, 1, 1.1].map((scale, seed) =>
    trialWith({
      configuration,
      seed,
      losses: [2.3, 2],
      layers: layerRows(
        Array.from({ length: 2 * LAYERS }, (_, row) => ({
          z2: 2 * scale * Math.pow(ratio, row % LAYERS),
          h2: scale * Math.pow(ratio, row % LAYERS),
          delta2: 1e-3 * Math.pow(ratio, LAYERS - 1 - (row % LAYERS)),
        })),
      ),
    }),
  )
  return { configuration, label: `line ${configuration}`, style: { colour: configuration, isOrdered: false, dash: [] }, bands: bandsOf(trials, 0), forecast: forecastOf(ratio), ...over } // prettier-ignore
}

function bandsOf(trials: Parameters<typeof trialWith>[0][], step: number): SignalLine['bands'] {
  const all = trials.map((trial) => trialWith(trial))
  const band = (quantity: SignalQuantity): LayerBand | null =>
    layerBand(
      0,
      all.map((trial) => ({ trial, values: layerColumn(trial.layers, quantity) })),
      LAYERS,
      quantity,
      step,
    )
  return { z2: band('z2'), h2: band('h2'), delta2: band('delta2') }
}

function dataOf(lines: readonly SignalLine[], over: Partial<SignalData> = {}): SignalData {
  return { lines, configurations: lines.length, step: 0, hidden: new Set(), emphasized: null, brushed: null, ...over } // prettier-ignore
}

describe('the theory over the measurement', () => {
  test('is the forecast; of delta2 times that of the outputs', () => {
    const line = lineOf(0, 0.5)
    expect(theoryCurve(line, 'z2')?.expected).toEqual([2, 1, 0.5, 0.25, 0.125, 0.0625])
    expect(theoryCurve(line, 'delta2')?.expected.at(-1)).toBe(1e-3)
    expect(theoryCurve(line, 'delta2')?.expected[0]).toBeCloseTo(1e-3 / 32, 12)
  })

  test('is for the start alone, and for the layers it knows', () => {
    const later: SignalLine = { ...lineOf(0, 1), bands: { ...lineOf(0, 1).bands, z2: { ...lineOf(0, 1).bands.z2!, step: 10 } } } // prettier-ignore
    expect(theoryCurve(later, 'z2')).toBeNull()
    expect(theoryCurve({ ...lineOf(0, 1), forecast: null }, 'z2')).toBeNull()
    const other = { ...forecastOf(1), layers: forecastOf(1).layers.slice(1) }
    expect(theoryCurve({ ...lineOf(0, 1), forecast: other }, 'z2')).toBeNull()
  })

  test('has a band of the median of the seeds, narrower with more of them', () => {
    const line = lineOf(0, 1, { forecast: forecastOf(1, 0.5) })
    const few = theoryCurve(line, 'z2')!
    const many = theoryCurve({ ...line, bands: { ...line.bands, z2: { ...line.bands.z2!, n: 30 } } }, 'z2')!
    expect(few.seeds).toBe(3)
    // From below the median of single samples, exp(-spread / 2) of the mean, to above the mean.
    expect(few.bands[0]!.low).toBeLessThan(2 * Math.exp(-0.25))
    expect(few.bands[0]!.high).toBeGreaterThan(2)
    expect(Math.sqrt(few.bands[0]!.low * few.bands[0]!.high)).toBeCloseTo(2 * Math.exp(-0.125), 6)
    expect(many.bands[0]!.high / many.bands[0]!.low).toBeLessThan(few.bands[0]!.high / few.bands[0]!.low)
  })

  test('the scatter of the outputs passes to every delta2, and lowers its median', () => {
    const forecast: Forecast = { ...forecastOf(1), outputResponse: 0.5 }
    const scattered = { ...forecast, layers: forecast.layers.map((layer) => ({ ...layer, spread: { z2: 0.4, h2: 0, delta2: 0 } })) } // prettier-ignore
    const [first] = theoryCurve(lineOf(0, 1, { forecast: scattered }), 'delta2')!.bands
    expect(Math.sqrt(first!.low * first!.high)).toBeCloseTo(1e-3 * Math.exp((-0.5 * 0.4) / 4), 8)
    expect(Math.log(first!.high / first!.low)).toBeGreaterThan(0.6)
  })
})

describe('signalChart', () => {
  test('has three plots on log axes, with dots over dashes and whiskers at the start', () => {
    const option = signalChart(dataOf([lineOf(0, 0.5), lineOf(1, 1)]), 'row', theme)
    expect(items(option.yAxis).map((axis) => part(axis, 'type'))).toEqual(['log', 'log', 'log'])
    expect(items(option.yAxis).map((axis) => part(axis, 'name'))).toEqual([
      'mean z² (pre-activation)',
      'mean h² (activation)',
      'mean δ², δ = dLoss/dz',
    ])
    const series = seriesById(option)
    expect(Object.keys(series).filter((id) => id.includes('z2-0'))).toEqual([
      'median-z2-0',
      'theory-z2-0',
      'theory-band-z2-0',
      'whiskers-z2-0',
    ])
    expect(part(series['theory-delta2-1'], 'lineStyle', 'type')).toEqual([5, 4])
    expect(part(series['theory-delta2-1'], 'yAxisIndex')).toBe(2)
    expect(part(series['theory-z2-0'], 'data', 1)).toEqual([2, 1])
  })

  test('draws lines with bands after the start, and where there is no theory', () => {
    const none = lineOf(0, 0.5, { forecast: { theory: null, reason: 'It is not random.' } })
    const ids = Object.keys(seriesById(signalChart(dataOf([none]), 'row', theme)))
    expect(ids).toContain('band-h2-0')
    expect(ids.some((id) => id.startsWith('theory'))).toBe(false)
  })

  test('stacks the plots where the card is narrow', () => {
    const grids = items(signalChart(dataOf([lineOf(0, 1)]), 'column', theme).grid)
    expect(new Set(grids.map((grid) => part(grid, 'left')))).toEqual(new Set([62]))
    expect(new Set(grids.map((grid) => part(grid, 'top'))).size).toBe(3)
  })

  test('hides by the legend alone: the numbers of the others stay', () => {
    const lines = [lineOf(0, 0.5), lineOf(1, 1)]
    const all = seriesById(signalChart(dataOf(lines), 'row', theme))
    const hidden = signalChart(dataOf(lines, { hidden: new Set([0]) }), 'row', theme)
    expect(part(hidden.legend, 'selected')).toEqual({ 'line 0': false, 'line 1': true })
    expect(part(seriesById(hidden)['theory-z2-1'], 'data')).toEqual(part(all['theory-z2-1'], 'data'))
  })

  test('draws what is pointed at strong and the others faint, without their bands', () => {
    const series = seriesById(signalChart(dataOf([lineOf(0, 0.5), lineOf(1, 1)], { emphasized: 1 }), 'row', theme)) // prettier-ignore
    expect(part(series['theory-z2-0'], 'lineStyle', 'opacity')).toBe(0.14)
    expect(part(series['theory-z2-1'], 'lineStyle', 'opacity')).toBe(1)
    expect(series['whiskers-z2-0']).toBeUndefined()
  })

  test('tells measured and predicted of the plot under the pointer', () => {
    const data = dataOf([lineOf(0, 0.5)])
    expect(signalTooltip(data, theme, 'h2', 2)).toContain('0.50 [0.47, 0.53], theory 0.50')
    const tooltip = part(signalChart(data, 'row', theme).tooltip, 'formatter')
    const shown = called(tooltip, [{ value: [6, 0.1], seriesId: 'cursor-delta2' }])
    expect(shown).toContain('dLoss/dz')
    expect(shown).toContain('(output)')
    expect(called(tooltip, [])).toBe('')
  })

  test('stays drawable without statistics', () => {
    const empty = { z2: null, h2: null, delta2: null }
    const data = dataOf([lineOf(0, 1, { bands: empty })])
    expect(Object.keys(seriesById(signalChart(data, 'row', theme)))).toEqual(['cursor-z2', 'cursor-h2', 'cursor-delta2']) // prettier-ignore
    expect(signalCaption(data)).toBe('No trial with layer statistics has ended yet.')
    expect(signalNote(data)).toBe('')
  })
})

describe('what is to be seen', () => {
  test('the ratio is that of layers 2 to L, to the output and for delta2 to the input', () => {
    expect(depthRatio([9, 1, 0.5, 0.25, 99], 'z2')).toBeCloseTo(0.5, 12)
    expect(depthRatio([9, 1, 0.5, 0.25, 99], 'delta2')).toBeCloseTo(2, 12)
    expect(depthRatio([8, 2, 1], 'z2')).toBeCloseTo(0.25, 12)
    expect(depthRatio([1, 1], 'z2')).toBeNull()
    expect(depthRatio([1, 0, 0, 0], 'z2')).toBeNull()
    expect(depthRatio([1, 2, Infinity, 4], 'z2')).toBeNull()
  })

  test('names the extremes, measured and predicted, forward and back', () => {
    expect(signalCaption(dataOf([lineOf(0, 0.5), lineOf(1, 0.8), lineOf(2, 1)]))).toBe(
      'Step 0. line 0: z² halves per layer: 0.50 measured, 0.50 predicted; δ² halves on the way back: 0.50 measured, 0.50 predicted. ' +
        'line 2: z² holds per layer: 1.0 measured, 1.0 predicted; δ² holds on the way back: 1.0 measured, 1.0 predicted. n=3 each.',
    )
  })

  test('tells the one pointed at alone', () => {
    const data = dataOf([lineOf(0, 0.5), lineOf(1, 0.8)], { emphasized: 1 })
    expect(signalCaption(data)).toMatch(
      /^Step 0\. line 1: z² shrinks per layer: 0\.80 measured, 0\.80 predicted/,
    )
  })

  test('says exact zeros and what is not finite', () => {
    expect(signalCaption(dataOf([lineOf(0, 0)]))).toContain('z² is exactly 0 from layer 2 on; δ² is exactly 0 before the output') // prettier-ignore
    const band = lineOf(0, 1).bands.z2!
    const exploded = lineOf(0, 1, { bands: { ...lineOf(0, 1).bands, z2: { ...band, median: band.median.map((value, index) => (index > 2 ? Infinity : value)) } } }) // prettier-ignore
    expect(signalCaption(dataOf([exploded]))).toContain('z² is not finite from layer 4 on')
  })

  test('counts what diverged, what is hidden and what is not drawn', () => {
    const line = lineOf(0, 1)
    const diverged = { ...line, bands: { ...line.bands, z2: { ...line.bands.z2!, n: 4, diverged: 1 } } }
    expect(signalCaption(dataOf([diverged], { configurations: 50 }))).toMatch(
      /n=4 each, 1 of 4 diverged by then; the 1 drawn of 50 configurations\.$/,
    )
    expect(signalCaption(dataOf([line], { hidden: new Set([0]) }))).toBe('Every line is hidden.')
  })

  test('explains the marks, and why there is no theory', () => {
    const told = signalNote(dataOf([lineOf(0, 1)]))
    expect(told).toContain('95 % of medians of 3 draws at this width, the low edge for single samples')
    expect(told).toContain('tanh, selu and elu, whose medians scatter much less')
    const many = Array.from({ length: 11 }, (_, index) => lineOf(index, 1))
    expect(signalNote(dataOf(many))).toContain('Shaded when pointed at: 95 %')
    const none = lineOf(1, 1, { forecast: { theory: null, reason: 'It is not random.' } })
    expect(signalNote(dataOf([none]))).toBe('No theory for line 1: It is not random.')
    expect(signalNote(dataOf([lineOf(0, 1)], { step: 10 }))).toContain('Theory speaks of the start')
  })

  test('the table and the CSV have measured and predicted', () => {
    const data = dataOf([lineOf(0, 0.5)])
    const { columns, rows } = signalTable(data)
    expect(columns).toHaveLength(4 + LAYERS)
    expect(rows).toHaveLength(6)
    expect(rows[0]?.slice(0, 6)).toEqual(['line 0', 'mean z² (pre-activation)', '0', 'n=3', '2.00 [1.90, 2.10]', '1.00 [0.950, 1.05]']) // prettier-ignore
    expect(rows[1]?.slice(4, 6)).toEqual(['2.00', '1.00'])
    expect(signalCsv(data).rows).toHaveLength(3 * LAYERS)
    expect(signalCsv(data).rows[1]?.slice(0, 5)).toEqual(['line 0', 'z2', '0', '2', '1'])
    expect(signalCsv(data).rows[1]?.[9]).toBe('1')
  })
})
