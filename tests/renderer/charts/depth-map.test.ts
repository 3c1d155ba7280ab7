import { layerColumn } from '@shared/layer-rows'
import { layerBands } from '@shared/statistics/layer-bands'
import type { TrialRecord } from '@shared/sweep'
import { describe, expect, test } from 'vitest'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { rampShare } from '../../../src/renderer/charts/colour-bar'
import { depthCellColour, depthMapChart } from '../../../src/renderer/charts/depth-map-chart'
import {
  depthCellSentence,
  depthMap,
  depthMapCaption,
  depthMapCsv,
  depthMapTable,
  placeOfStep,
  spacedPlaces,
  type DepthMap,
} from '../../../src/renderer/charts/depth-map-data'
import { labelled } from '../../../src/renderer/charts/layer-axis'
import { layerRows, trialWith } from '../../shared/statistics/synthetic-trials'
import { called, items, part, seriesById } from './option-parts'

const theme = CHART_THEMES.light
const LAYERS = 3

/** z2 of layer l at point p is l * 10^p. */
function trialOf(seed: number, points: number, over: Partial<TrialRecord> = {}): TrialRecord {
  return trialWith({
    seed,
    losses: Array.from({ length: points }, () => 1),
    layers: layerRows(
      Array.from({ length: points * LAYERS }, (_, row) => ({
        z2: ((row % LAYERS) + 1) * Math.pow(10, Math.floor(row / LAYERS)),
        update: Math.floor(row / LAYERS) === points - 1 ? NaN : 0.01,
      })),
    ),
    ...over,
  })
}

function mapOf(trials: readonly TrialRecord[], quantity: 'z2' | 'update' = 'z2'): DepthMap {
  const measured = trials.map((trial) => ({ trial, values: layerColumn(trial.layers, quantity) }))
  return depthMap('he-normal', quantity, layerBands(0, measured, LAYERS, quantity), trials)
}

const diverged = trialOf(7, 1, {
  status: 'diverged',
  firstCause: { step: 4, layer: 2, quantity: 'z', side: 'not-finite', value: null },
})

describe('the map of layers over steps', () => {
  test('has a cell a layer and recorded step, the median over the seeds', () => {
    const map = mapOf([trialOf(0, 2), trialOf(1, 2)])
    expect(map.steps).toEqual([0, 10])
    expect(map.cells.map(({ layer, step, median }) => [layer, step, median])).toEqual([
      [1, 0, 1],
      [1, 10, 10],
      [2, 0, 2],
      [2, 10, 20],
      [3, 0, 3],
      [3, 10, 30],
    ])
  })

  test('marks where trials left the healthy band, at the last column before', () => {
    const stalled = trialOf(8, 2, {
      status: 'stalled',
      firstCause: { step: 0, layer: 3, quantity: 'z2', side: 'below', value: 1e-9 },
    })
    const map = mapOf([trialOf(0, 2), diverged, { ...diverged, seed: 9 }, stalled])
    expect(map.causes.map(({ layer, column, status, count }) => [layer, column, status, count])).toEqual([
      [2, 0, 'diverged', 2],
      [3, 0, 'stalled', 1],
    ])
    expect(depthMapCaption(map)).toBe(
      'he-normal: mean z² from 1.0 (layer 1, step 0) to 3.0 (layer 3, step 0); 2 trials that diverged left the healthy band first in layer 2, step 4; 1 trial that stalled left the healthy band first in layer 3, step 0; n=4, 2 diverged.',
    )
    expect(depthCellSentence(map, 2)).toContain(
      '2 trials that diverged left the healthy band here: At step 4',
    )
  })

  test('counts a trial that diverged after the last recorded step', () => {
    const late = trialOf(1, 2, { status: 'diverged', firstCause: null })
    expect(depthMapCaption(mapOf([trialOf(0, 2), late]))).toMatch(/; n=2, 1 diverged\.$/)
  })

  test('leaves out causes in a pretraining, and of trials that were cancelled', () => {
    const cause = { step: 0, layer: 1, quantity: 'z2', side: 'below', value: 0 } as const
    const before = trialOf(1, 2, { status: 'stalled', firstCause: { ...cause, phase: 'pretraining' } })
    const cancelled = trialOf(2, 2, { status: 'cancelled', firstCause: cause })
    expect(mapOf([trialOf(0, 2), before, cancelled]).causes).toEqual([])
  })

  test('draws as many columns as cells can be told apart, the table has every step', () => {
    const points = 400
    const map = mapOf([trialOf(0, points, { layers: layerRows(Array.from({ length: points * LAYERS }, () => ({ z2: 2 }))) })]) // prettier-ignore
    expect(map.steps).toHaveLength(120)
    expect([map.steps[0], map.steps.at(-1)]).toEqual([0, 3990])
    expect(depthMapCaption(map)).toBe('he-normal: mean z² is 2.0 everywhere; 120 of 400 recorded steps drawn; n=1.') // prettier-ignore
    expect(depthMapTable(map).rows).toHaveLength(points)
    expect(depthMapCsv(map).rows).toHaveLength(points * LAYERS)
  })

  test('says true things without trials, and without a finite value', () => {
    expect(depthMapCaption(mapOf([]))).toBe('he-normal: no trial with layer statistics has ended yet.')
    const last = mapOf([trialOf(0, 1)], 'update')
    expect(depthMapCaption(last)).toBe('he-normal: |ΔW| / |W| of this update: no finite value; n=1.')
    expect(depthCellSentence(last, 0)).toBe('layer 1, step 0: |ΔW| / |W| of this update no value, n=1.')
    expect(depthCellSentence(last, 99)).toBe('')
  })
})

describe('depthMapChart', () => {
  const data = { ...mapOf([trialOf(0, 2), trialOf(1, 2)]), column: 1, cursor: 3 }

  test('puts the input at the bottom and steps along the other side', () => {
    const option = depthMapChart(data, theme)
    expect(part(option.yAxis, 0, 'data')).toEqual(['1', '2', 'out'])
    expect(part(option.yAxis, 0, 'inverse')).toBeUndefined()
    expect(part(option.xAxis, 0, 'data')).toEqual(['0', '10'])
    expect(part(option.yAxis, 1, 'type')).toBe('log')
    expect(items(part(seriesById(option)['cells'], 'data'))).toHaveLength(6)
  })

  test('colours by the logarithm, what is infinite as diverged, and nothing without a value', () => {
    expect(depthCellColour(data.range.min, data, theme)).toBe(theme.ramp[0])
    expect(depthCellColour(data.range.max, data, theme)).toBe(theme.ramp.at(-1))
    expect(depthCellColour(Infinity, data, theme)).toBe(theme.diverged)
    expect(depthCellColour(NaN, data, theme)).toBeNull()
    expect(rampShare(0, data.range)).toBe(0)
    expect(rampShare(10, { scale: 'log', min: 1, max: 100, ticks: [] })).toBeCloseTo(0.5, 12)
    expect(rampShare(10, { scale: 'linear', min: 0, max: 40, ticks: [] })).toBe(0.25)
  })

  test('zeros everywhere have a linear bar from 0, whose first colour they have', () => {
    const rows = Array.from({ length: 2 * LAYERS }, () => ({ z2: 0 }))
    const zeros = { ...mapOf([trialOf(0, 2, { layers: layerRows(rows) })]), column: 0, cursor: null }
    expect(zeros.range).toMatchObject({ scale: 'linear', min: 0 })
    expect(depthCellColour(0, zeros, theme)).toBe(theme.ramp[0])
    expect(part(depthMapChart(zeros, theme).yAxis, 1, 'type')).toBe('value')
    expect(depthMapCaption(zeros)).toBe('he-normal: mean z² is 0 everywhere; n=1.')
    expect(depthCellSentence(zeros, 0)).toBe('layer 1, step 0: mean z² 0, n=1.')
  })

  test('tells a cell in words', () => {
    const formatter = part(depthMapChart(data, theme).tooltip, 'formatter')
    expect(called(formatter, { dataIndex: 5 })).toBe('layer 3 (output), step 10: mean z² 30 [30, 30], n=2.')
  })

  test('is drawable without trials', () => {
    const empty = { ...mapOf([]), column: -1, cursor: null }
    expect(items(part(seriesById(depthMapChart(empty, theme))['cells'], 'data'))).toEqual([])
  })
})

test('places are spread evenly with both ends, and a step belongs to the place before it', () => {
  expect(spacedPlaces(3, 5)).toEqual([0, 1, 2])
  expect(spacedPlaces(11, 3)).toEqual([0, 5, 10])
  expect(placeOfStep([0, 10, 20], 19)).toBe(1)
  expect(placeOfStep([5], 0)).toBe(-1)
})

test('labels the first, round and the last of many layers, and all of a few', () => {
  const shown = (count: number): number[] =>
    Array.from({ length: count }, (_, index) => index).filter(labelled(count))
  expect(shown(4)).toEqual([0, 1, 2, 3])
  expect(shown(21)).toEqual([0, 4, 9, 14, 20])
  expect(shown(101).length).toBeLessThan(8)
})
