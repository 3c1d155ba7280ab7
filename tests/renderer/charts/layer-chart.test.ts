import { layerColumn } from '@shared/layer-rows'
import { layerBand, type LayerQuantity } from '@shared/statistics/layer-bands'
import type { Forecast } from '@shared/theory/forecast-model'
import { describe, expect, test } from 'vitest'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { layerChart, layerTooltip } from '../../../src/renderer/charts/layer-chart'
import { layerCsv, layerTable, type LayerData, type LayerLine } from '../../../src/renderer/charts/layer-data'
import { layerCaption } from '../../../src/renderer/charts/layer-text'
import { layerRows, trialWith } from '../../shared/statistics/synthetic-trials'
import { items, part, seriesById } from './option-parts'

const theme = CHART_THEMES.dark

/** Three seeds of a net whose z2 is multiplied by `ratio` a layer, recorded at step 0. */
function lineOf(
  configuration: number,
  layerCount: number,
  ratio: number,
  first = 2,
  quantity: LayerQuantity = 'z2',
): LayerLine {
  const trials = [0.9, 1, 1.1].map((scale, seed) =>
    trialWith({
      configuration,
      seed,
      losses: [2.3],
      layers: layerRows(
        Array.from({ length: layerCount }, (_, layer) => ({
          z2: first * scale * Math.pow(ratio, layer),
          delta2: 1e-3 * Math.pow(ratio, layerCount - 1 - layer),
          dead: layer === layerCount - 1 ? NaN : scale * 0.1 * layer,
        })),
      ),
    }),
  )
  return {
    configuration,
    label: `line ${configuration}`,
    style: { colour: configuration, isOrdered: false, dash: [] },
    band: layerBand(
      configuration,
      trials.map((trial) => ({ trial, values: layerColumn(trial.layers, quantity) })),
      layerCount,
      quantity,
      0,
    ),
  }
}

function dataOf(lines: readonly LayerLine[], over: Partial<LayerData> = {}): LayerData {
  return {
    lines,
    configurations: lines.length,
    quantity: 'z2',
    step: 0,
    hidden: new Set(),
    emphasized: null,
    brushed: null,
    forecastOf: () => null,
    ...over,
  }
}

describe('layerChart', () => {
  test('draws layers 1 to L + 1 on a log axis with a name', () => {
    const option = layerChart(dataOf([lineOf(0, 4, 1), lineOf(1, 11, 0.5)]), theme)
    expect(option.yAxis).toMatchObject({ type: 'log', name: 'mean z² (pre-activation)' })
    expect(option.xAxis).toMatchObject({ min: 1, max: 11 })
    const series = Array.isArray(option.series) ? option.series : []
    expect(series.map(({ id }) => id)).toEqual(['median-0', 'band-0', 'median-1', 'band-1', 'cursor'])
    expect(series[2]?.data).toHaveLength(11)
  })

  test('draws an exact zero at the lower end instead of leaving it out', () => {
    const option = layerChart(dataOf([lineOf(0, 4, 1), lineOf(1, 4, 1, 0)]), theme)
    const axis = Array.isArray(option.yAxis) ? option.yAxis[0] : option.yAxis
    const series = Array.isArray(option.series) ? option.series : []
    expect(series[2]?.data).toContainEqual([1, axis?.min])
  })

  test('draws shares on a linear axis from 0, and a layer without one as a gap', () => {
    const data = dataOf([lineOf(0, 4, 1, 2, 'dead')], { quantity: 'dead' })
    const option = layerChart(data, theme)
    expect(option.yAxis).toMatchObject({ type: 'value', name: 'share of dead units', min: 0 })
    const series = Array.isArray(option.series) ? option.series : []
    expect(series[0]?.data).toContainEqual([4, NaN])
    expect(layerCaption(data)).toBe('Step 0: share of dead units 0 to 0.20 (layer 3 of line 0); n=3 each.')
    expect(layerTable(data).rows[0]?.at(-1)).toBe('–')
  })

  test('draws what is not brushed faint, and what is pointed at strong even so', () => {
    const opacities = (over: Partial<LayerData>): unknown[] => {
      const { series } = layerChart(dataOf([lineOf(0, 4, 1), lineOf(1, 4, 0.5)], over), theme)
      const lines = Array.isArray(series) ? series.filter(({ id }) => String(id).startsWith('median')) : []
      return lines.map((line) => ('lineStyle' in line ? line.lineStyle?.opacity : null))
    }
    expect(opacities({ brushed: new Set([1]) })).toEqual([0.18, 1])
    expect(opacities({ brushed: new Set([1]), emphasized: 0 })).toEqual([1, 0.18])
    expect(opacities({ brushed: new Set() })).toEqual([0.18, 0.18])
  })

  test('stays drawable without statistics', () => {
    const option = layerChart(dataOf([{ ...lineOf(0, 4, 1), band: null }]), theme)
    expect(option.series).toHaveLength(1)
  })
})

test('the caption says what a layer does to the signal', () => {
  expect(layerCaption(dataOf([lineOf(0, 11, 1), lineOf(1, 11, 0.5)]))).toBe(
    'Step 0: mean z² a layer: ×0.50 (line 1) to ×1.0 (line 0); n=3 each.',
  )
  expect(layerCaption(dataOf([{ ...lineOf(0, 4, 1), band: null }]))).toBe(
    'No trial with layer statistics has ended yet.',
  )
  expect(layerCaption(dataOf([lineOf(0, 4, 1)], { hidden: new Set([0]) }))).toBe('Every line is hidden.')
})

test('the caption names what is zero everywhere, and how many lines are drawn', () => {
  const zeros = lineOf(1, 4, 1, 0)
  expect(layerCaption(dataOf([lineOf(0, 4, 1), zeros]))).toBe(
    'Step 0: mean z² a layer: ×1.0 (line 0); line 1: exactly 0 in every layer; n=3 each.',
  )
  expect(layerCaption(dataOf([zeros], { configurations: 150 }))).toBe(
    'Step 0: mean z² by layer; line 1: exactly 0 in every layer; n=3 each; the 1 drawn of 150 configurations.',
  )
  const five = [1, 2, 3, 4, 5].map((index) => lineOf(index, 4, 1, 0))
  expect(layerCaption(dataOf(five))).toContain('line 1, line 2, line 3 and 2 more: exactly 0 in every layer')
})

test('the tooltip, the table and the CSV agree', () => {
  const data = dataOf([lineOf(0, 3, 0.5)])
  expect(layerTooltip(data, theme, 2)).toContain('1.00 [0.950, 1.05]')
  expect(layerTooltip(data, theme, 2)).toContain('mean z² (pre-activation), step 0: median [quartiles]')
  expect(layerTooltip(data, theme, 3)).toContain('(output)')
  expect(layerTable(data).rows[0]).toEqual([
    'line 0',
    '0',
    'n=3',
    '2.00 [1.90, 2.10]',
    '1.00 [0.950, 1.05]',
    '0.500 [0.475, 0.525]',
  ])
  expect(layerCsv(data).rows).toHaveLength(3)
})

describe('the theory of the start', () => {
  /** Exactly what `lineOf` measures in its middle seed. */
  function forecast(layerCount: number, ratio: number): Forecast {
    return {
      theory: 'mean-field',
      layers: Array.from({ length: layerCount }, (_, index) => ({
        layer: index + 1,
        zMean: 0,
        z2: 2 * Math.pow(ratio, index),
        h2: Math.pow(ratio, index),
        delta2: Math.pow(ratio, layerCount - 1 - index),
        spread: { z2: 0.1, h2: 0.1, delta2: 0.1 },
      })),
      outputDelta2: 1e-3,
      outputResponse: 0,
      approximations: [],
    }
  }
  const few = dataOf([lineOf(0, 6, 0.5), lineOf(1, 6, 1)], {
    forecastOf: (configuration) => forecast(6, configuration === 0 ? 0.5 : 1),
  })

  test('lies dashed over the dots, and a key says which is which', () => {
    const option = layerChart(few, theme)
    const series = seriesById(option)
    expect(Object.keys(series)).toEqual(expect.arrayContaining(['theory-0', 'theory-band-0', 'whiskers-1']))
    expect(part(series['theory-0'], 'lineStyle', 'type')).toEqual([5, 4])
    expect(part(series['theory-0'], 'data', 1)).toEqual([2, 1])
    const [, key] = items(option.legend)
    expect(part(key, 'show')).toBe(true)
    expect(items(part(key, 'data')).map((entry) => part(entry, 'name'))).toEqual([
      'measured',
      'theory',
      '95 % at this width',
    ])
  })

  test('is told beside the measured ratio, in the tooltip, the table and the CSV', () => {
    expect(layerCaption(few)).toBe(
      'Step 0: mean z² a layer: ×0.50 measured, 0.50 predicted (line 0) to ×1.0 measured, 1.0 predicted (line 1); n=3 each.',
    )
    expect(layerCaption({ ...few, emphasized: 1 })).toBe(
      'Step 0: mean z² a layer: ×1.0 measured, 1.0 predicted (line 1); n=3 each.',
    )
    expect(layerTooltip(few, theme, 2)).toContain('1.00 [0.950, 1.05], theory 1.0')
    expect(layerTable(few).rows.map(([label]) => label)).toEqual([
      'line 0',
      'line 0, theory',
      'line 1',
      'line 1, theory',
    ])
    expect(layerCsv(few).rows[1]?.[8]).toBe('1')
    expect(layerCsv(dataOf([lineOf(0, 6, 0.5)])).rows[1]?.slice(8)).toEqual(['', '', ''])
  })

  test('speaks of gradients towards the input', () => {
    const lines = [lineOf(0, 6, 0.5, 2, 'delta2')]
    const data = dataOf(lines, { quantity: 'delta2', forecastOf: () => forecast(6, 0.5) })
    expect(layerCaption(data)).toBe(
      'Step 0: mean δ² a layer towards the input: ×0.50 measured, 0.50 predicted (line 0); n=3 each.',
    )
  })

  test('is not asked for where it has nothing to say', () => {
    const asked = (over: Partial<LayerData>): number => {
      let count = 0
      const data = dataOf(over.lines ?? [lineOf(0, 6, 0.5)], {
        ...over,
        forecastOf: () => {
          count += 1
          return forecast(6, 0.5)
        },
      })
      layerChart(data, theme)
      layerCaption(data)
      return count
    }
    expect(asked({ quantity: 'dead', lines: [lineOf(0, 6, 0.5, 2, 'dead')] })).toBe(0)
    const many = Array.from({ length: 30 }, (_, index) => lineOf(index, 6, 0.5))
    // Of the two that the caption tells, and no other.
    expect(asked({ lines: many })).toBe(2)
    const [first] = [lineOf(0, 6, 0.5)]
    expect(asked({ lines: [{ ...first, band: { ...first.band!, step: 10 } }], step: 10 })).toBe(0)
  })

  test('is drawn for the line pointed at among many', () => {
    const many = Array.from({ length: 30 }, (_, index) => lineOf(index, 6, 0.5))
    const data = dataOf(many, { emphasized: 3, forecastOf: () => forecast(6, 0.5) })
    const ids = Object.keys(seriesById(layerChart(data, theme)))
    const top = (one: LayerData): unknown => part(layerChart(one, theme).grid, 'top')
    expect(top({ ...data, emphasized: null })).toBe(top(data))
    expect(ids.filter((id) => id.startsWith('theory-') && !id.startsWith('theory-band'))).toEqual([
      'theory-3',
    ])
  })

  test('says why there is none', () => {
    const data = dataOf([lineOf(0, 6, 0.5)], {
      forecastOf: () => ({ theory: null, reason: 'It is not random.' }),
    })
    expect(layerCaption(data)).toContain('n=3 each. No theory for line 0: It is not random.')
    const [, key] = items(layerChart(data, theme).legend)
    expect(part(key, 'show')).toBe(false)
  })
})
