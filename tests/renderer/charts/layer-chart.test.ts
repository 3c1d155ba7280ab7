import { layerColumn } from '@shared/layer-rows'
import { layerBand, type LayerQuantity } from '@shared/statistics/layer-bands'
import { describe, expect, test } from 'vitest'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { layerChart, layerTooltip } from '../../../src/renderer/charts/layer-chart'
import {
  layerCaption,
  layerCsv,
  layerTable,
  ratioPerLayer,
  type LayerData,
  type LayerLine,
} from '../../../src/renderer/charts/layer-data'
import { layerRows, trialWith } from '../../shared/statistics/synthetic-trials'

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
    ...over,
  }
}

describe('layerChart', () => {
  test('draws layers 1 to L + 1 on a log axis with a name', () => {
    const option = layerChart(dataOf([lineOf(0, 4, 1), lineOf(1, 11, 0.5)]), theme)
    expect(option.yAxis).toMatchObject({ type: 'log', name: 'mean z² (pre-activation)' })
    expect(option.xAxis).toMatchObject({ min: 1, max: 11 })
    const series = Array.isArray(option.series) ? option.series : []
    expect(series.map(({ id }) => id)).toEqual(['median-0', 'median-1', 'band-0', 'band-1', 'cursor'])
    expect(series[1]?.data).toHaveLength(11)
  })

  test('draws an exact zero at the lower end instead of leaving it out', () => {
    const option = layerChart(dataOf([lineOf(0, 4, 1), lineOf(1, 4, 1, 0)]), theme)
    const axis = Array.isArray(option.yAxis) ? option.yAxis[0] : option.yAxis
    const series = Array.isArray(option.series) ? option.series : []
    expect(series[1]?.data).toContainEqual([1, axis?.min])
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

test('the ratio per layer is the geometric mean over hidden layers', () => {
  const line = lineOf(0, 11, 0.5)
  expect(line.band === null ? null : ratioPerLayer(line.band, 'z2')).toBeCloseTo(0.5, 4)
  const zero = lineOf(0, 5, 1, 0)
  expect(zero.band === null ? 1 : ratioPerLayer(zero.band, 'z2')).toBeNull()
})

test('the caption says what a layer does to the signal', () => {
  expect(layerCaption(dataOf([lineOf(0, 11, 1), lineOf(1, 11, 0.5)]))).toBe(
    'Step 0: mean z² ×0.50 a layer (line 1) to ×1.0 (line 0); n=3 each.',
  )
  expect(layerCaption(dataOf([{ ...lineOf(0, 4, 1), band: null }]))).toBe(
    'No trial with layer statistics has ended yet.',
  )
  expect(layerCaption(dataOf([lineOf(0, 4, 1)], { hidden: new Set([0]) }))).toBe('Every line is hidden.')
})

test('the caption names what is zero everywhere, and how many lines are drawn', () => {
  const zeros = lineOf(1, 4, 1, 0)
  expect(layerCaption(dataOf([lineOf(0, 4, 1), zeros]))).toBe(
    'Step 0: mean z² ×1.0 a layer (line 0); line 1: exactly 0 in every layer; n=3 each.',
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
