import { describe, expect, test } from 'vitest'
import { STANDARD_BAND, type BandChoice } from '@shared/statistics/convergence-bands'
import type { SweepDocument } from '@shared/sweep-spec'
import { createBandCache } from '../../../src/renderer/charts/band-cache'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { factorAxes } from '../../../src/renderer/charts/factor-axes'
import { facetChart, facetHeight } from '../../../src/renderer/charts/facet-chart'
import { visibleLines } from '../../../src/renderer/charts/facet-lines'
import {
  defaultFacetChoice,
  facetCsv,
  facetGrid,
  facetTable,
  type FacetChoice,
  type FacetData,
} from '../../../src/renderer/charts/facet-data'
import { colourPlaces, facetCaption } from '../../../src/renderer/charts/facet-text'
import type { ShownSweep } from '../../../src/renderer/charts/shown-sweep'
import { trialWith } from '../../shared/statistics/synthetic-trials'
import { expansionOf } from '../results/result-fixtures'
import { called, items, part, seriesById } from './option-parts'
import { shownSweep } from './shown-fixtures'

const theme = CHART_THEMES.light
const base = { format: 'initlab-sweep/1', train: { steps: 20 }, seeds: [0, 1] } as const
const THREE: SweepDocument = {
  ...base,
  model: { depth: [3, 10], activation: ['relu', 'tanh'], init: ['he-normal', 'xavier-normal'] },
}

/** Each trial ends at its configuration's index + 1; `lost` ones diverged. */
function sweepOf(document: SweepDocument, lost: readonly number[] = []): ShownSweep {
  const expansion = expansionOf(document)
  const trials = expansion.configurations.flatMap(({ index }) =>
    expansion.seeds.map((seed) =>
      lost.includes(index)
        ? trialWith({ configuration: index, seed, status: 'diverged', losses: [2.3, NaN] })
        : trialWith({ configuration: index, seed, losses: [2.3, 2, index + 1] }),
    ),
  )
  return shownSweep(trials, expansion)
}

function dataOf(
  sweep: ShownSweep,
  over: Partial<FacetData> = {},
  choice: Partial<FacetChoice> = {},
): FacetData {
  const whole = { ...defaultFacetChoice(factorAxes(sweep.expansion)), ...choice }
  const grid = facetGrid(sweep, whole, over.stepScale)
  return {
    ...grid,
    metric: 'trainLoss',
    scale: 'log',
    choice: STANDARD_BAND,
    chanceLevel: null,
    hidden: new Set(),
    emphasized: null,
    brushed: null,
    ...over,
  }
}

function captionOf(sweep: ShownSweep, data = dataOf(sweep)): string {
  return facetCaption(data, colourPlaces(sweep, data.colour))
}

function seriesOf(data: FacetData): readonly { id: string; xAxisIndex: number; data: readonly unknown[] }[] {
  const { series } = facetChart(data, theme)
  return (Array.isArray(series) ? series : []).map((one) => ({
    id: String(one.id),
    xAxisIndex: 'xAxisIndex' in one && typeof one.xAxisIndex === 'number' ? one.xAxisIndex : -1,
    data: Array.isArray(one.data) ? one.data : [],
  }))
}

describe('facetGrid', () => {
  test('puts the scheme into the colours and the other factors into the panels', () => {
    const { panels, columnCount, rowCount, mixed } = dataOf(sweepOf(THREE))
    expect([rowCount, columnCount]).toEqual([2, 2])
    expect(panels.map(({ name }) => name)).toEqual([
      'relu · depth 3',
      'relu · depth 10',
      'tanh · depth 3',
      'tanh · depth 10',
    ])
    expect(panels.every(({ lines, n }) => lines.length === 2 && n === 4)).toBe(true)
    expect(mixed).toEqual([])
    expect(new Set(panels[0]?.lines.map(({ style }) => style.colour)).size).toBe(2)
  })

  test('wraps the panels of one factor, and has one panel for none', () => {
    const seven = { ...base, model: { depth: [1, 2, 3, 4, 5, 6, 7], init: ['he-normal', 'xavier-normal'] } }
    const wrapped = dataOf(sweepOf(seven))
    expect([wrapped.rowCount, wrapped.columnCount, wrapped.panels.length]).toEqual([2, 4, 7])
    expect(wrapped.panels.at(-1)).toMatchObject({ name: 'depth 7', row: 1, column: 2 })
    const five = dataOf(sweepOf({ ...base, model: { depth: [1, 2, 3, 4, 5], init: ['he-normal', 'zeros'] } }))
    expect([five.rowCount, five.columnCount]).toEqual([2, 3])
    const single = dataOf(sweepOf({ ...base, model: { depth: 2 } }))
    expect(single.panels).toHaveLength(1)
    expect(captionOf(sweepOf({ ...base, model: { depth: 2 } }), single)).toBe(
      'On mini-batches he-normal · relu · depth 2 ends at 1.0; 2 trials.',
    )
  })

  test('draws at most 36 panels at once and says which rows', () => {
    const many: SweepDocument = {
      ...base,
      seeds: [0],
      model: { depth: [1, 2, 3, 4, 5, 6], width: Array.from({ length: 12 }, (_, index) => index + 4) },
    }
    const sweep = sweepOf(many)
    const choice = { columns: 'model.depth', rows: 'model.width', colour: null }
    const first = dataOf(sweep, {}, choice)
    expect(first.panels).toHaveLength(36)
    expect(captionOf(sweep, first)).toContain('rows 1 to 6 of 12 drawn')
    const second = dataOf(sweep, {}, { ...choice, from: 6 })
    expect(second.panels[0]?.name).toBe('width 10 · depth 1')
    expect(dataOf(sweep, {}, { ...choice, from: 99 }).from).toBe(6)
  })

  test('says which factors nothing tells apart', () => {
    const sweep = sweepOf(THREE)
    const data = dataOf(sweep, {}, { rows: null })
    expect(captionOf(sweep, data)).toContain('activation')
    expect(data.panels.every(({ lines }) => lines.length === 4)).toBe(true)
  })
})

describe('facetCaption', () => {
  test('counts the panels in which each colour ends best', () => {
    const sweep = sweepOf(THREE)
    expect(captionOf(sweep)).toBe('On mini-batches he-normal ends lowest in 4 of 4 panels; 16 trials.')
    expect(captionOf(sweep, dataOf(sweep, { metric: 'trainAccuracy' }))).toMatch(/ends highest in/)
  })

  test('counts only panels in which there is somebody to beat', () => {
    const sweep = sweepOf({
      ...THREE,
      rules: [
        { only: { 'model.init': 'he-normal' }, when: { 'model.activation': 'tanh', 'model.depth': 10 } },
      ],
    })
    expect(captionOf(sweep)).toMatch(/^On mini-batches he-normal ends lowest in 3 of 3 panels; /)
  })

  test('names the best panel where each has one line, and says where lines are level or all diverged', () => {
    const single = sweepOf({ ...base, model: { depth: 3, init: ['he-normal', 'xavier-normal'] } })
    expect(captionOf(single)).toBe('On mini-batches he-normal ends lowest of 2 panels, at 1.0; 4 trials.')
    const one = sweepOf({ ...base, model: { depth: 3, init: 'he-normal' } })
    expect(captionOf(one)).toMatch(/^On mini-batches he-normal · relu · depth 3 ends at 1\.0; 2 trials\.$/)
    const expansion = expansionOf(THREE)
    const level = expansion.configurations.map(({ index }) =>
      trialWith({ configuration: index, losses: [2.3, 2.3] }),
    )
    expect(captionOf(shownSweep(level, expansion))).toMatch(
      /^On mini-batches no colour ends lowest alone in any of 4 panels; /,
    )
    expect(captionOf(sweepOf(THREE, [0, 1, 2, 3, 4, 5, 6, 7]))).toMatch(
      /^The median trial of every line diverged; 16 trials, 16 diverged/,
    )
  })

  test('says that nothing ends where no trial took an update', () => {
    const document: SweepDocument = { ...THREE, train: { steps: 0 } }
    const expansion = expansionOf(document)
    const trials = expansion.configurations.map(({ index }) =>
      trialWith({ configuration: index, seed: 0, losses: [2 + index], steps: 0 }),
    )
    expect(captionOf(shownSweep(trials, expansion))).toBe(
      'No trial of this sweep took an update: each mark is the loss of the first mini-batch.',
    )
  })

  test('counts diverged trials and names where most are', () => {
    expect(captionOf(sweepOf(THREE, [4, 5]))).toBe(
      'On mini-batches he-normal ends lowest in 3 of 4 panels; 16 trials, 4 diverged; most at relu · depth 10: 4 of 4.',
    )
    expect(captionOf(shownSweep([], expansionOf(THREE)))).toBe('No trial has ended yet.')
  })
})

describe('facetChart', () => {
  test('has one pair of axes a panel, all with the same ends, labelled at the border only', () => {
    const option = facetChart(dataOf(sweepOf(THREE)), theme)
    const [xs, ys] = [option.xAxis, option.yAxis].map((axes) => (Array.isArray(axes) ? axes : []))
    expect(xs).toHaveLength(4)
    expect(new Set(ys?.map((axis) => `${String(axis.min)} ${String(axis.max)}`)).size).toBe(1)
    expect(xs?.map((axis) => axis.name)).toEqual(['', '', 'step', 'step'])
    expect(ys?.map((axis) => axis.axisLabel?.show !== false)).toEqual([true, false, true, false])
    const titles = Array.isArray(option.title) ? option.title : []
    expect(titles.map(({ text }) => text)[1]).toBe('relu · depth 10')
    expect(titles[0]?.subtext).toBe('n=4')
  })

  test('draws each configuration once, in its own panel, with one legend for all', () => {
    const series = seriesOf(dataOf(sweepOf(THREE, [7])))
    const lines = series.filter(({ id }) => id.startsWith('lines-'))
    expect(lines.map(({ xAxisIndex, data }) => [xAxisIndex, data.length])).toEqual([
      [0, 2],
      [1, 2],
      [2, 2],
      [3, 2],
    ])
    expect(series.filter(({ id }) => id.startsWith('colour-'))).toHaveLength(2)
    expect(series.filter(({ id }) => id.startsWith('diverged-'))).toHaveLength(1)
  })

  test('hiding and brushing change no number and no axis', () => {
    const plain = dataOf(sweepOf(THREE))
    const hidden = dataOf(sweepOf(THREE), { hidden: new Set([0]), brushed: new Set([3]) })
    expect(facetTable(hidden)).toEqual(facetTable(plain))
    expect(facetCsv(hidden)).toEqual(facetCsv(plain))
    const [panel] = plain.panels
    if (panel === undefined) throw new Error('missing')
    expect(visibleLines(panel, hidden).map(({ configuration }) => configuration)).toEqual([1])
    expect(visibleLines(panel, hidden)[0]).toEqual(panel.lines[1])
    expect(seriesOf(hidden).find(({ id }) => id === 'lines-0')?.data).toHaveLength(1)
    const ends = (data: FacetData): unknown => JSON.stringify(facetChart(data, theme).yAxis)
    expect(ends(hidden)).toBe(ends(plain))
  })

  test('counts samples below, and shows the line and band that were chosen', () => {
    const sweep = sweepOf(THREE)
    const steps = facetChart(dataOf(sweep), theme)
    const data = dataOf(sweep, { stepScale: 'samples' })
    const batch = sweep.expansion.configurations[0]?.settings.train.batchSize ?? NaN
    const option = facetChart(data, theme)
    expect(part(items(option.xAxis)[3], 'name')).toBe('samples seen')
    expect(part(items(option.xAxis)[0], 'max')).toBe(batch * Number(part(items(steps.xAxis)[0], 'max')))
    expect(facetCsv(data).columns).toEqual([
      'configuration', 'step', 'samples', 'trainLoss median', 'q25', 'q75', 'n', 'diverged',
    ]) // prettier-ignore
    const choice: BandChoice = { line: 'mean', spread: 'range' }
    const banded = { ...sweep, byConfiguration: createBandCache()(8, sweep.trials, 'trainLoss', choice) }
    const chosen = dataOf(banded, { choice })
    expect(captionOf(banded, chosen)).toBe(
      'On mini-batches, mean [smallest, largest]: he-normal ends lowest in 4 of 4 panels; 16 trials.',
    )
    expect(facetTable(chosen).columns).toContain('mean [smallest, largest]')
  })

  test('a point that stands alone is a whole dot with its error bar, unless it has left the plot', () => {
    const expansion = expansionOf({ ...THREE, train: { steps: 0 } })
    const trials = expansion.configurations.flatMap(({ index }) =>
      [0, 1].map((seed) => trialWith({ configuration: index, seed, losses: [2 + seed], steps: 0 })),
    )
    const series = seriesById(facetChart(dataOf(shownSweep(trials, expansion)), theme))
    expect(part(series['lone-0'], 'clip')).toBe(false)
    const shapes = (y: number): readonly unknown[] => {
      const api = { coord: ([x = 0]: readonly number[]) => [100 + x, y] }
      const coordSys = { x: 100, y: 10, width: 300, height: 200 }
      const drawn = called(part(series['lone-0'], 'renderItem'), { dataIndex: 0, coordSys }, api)
      return items(part(drawn, 'children'))
    }
    expect(shapes(50).map((shape) => part(shape, 'type'))).toEqual(['line', 'circle'])
    expect(part(shapes(50)[1], 'shape')).toEqual({ cx: 100, cy: 50, r: 3.5 })
    expect(shapes(5).map((shape) => part(shape, 'type'))).toEqual(['line'])
    const drawn = called(part(series['lines-0'], 'renderItem'), { dataIndex: 0 }, { coord: () => [0, 0] })
    expect(items(part(drawn, 'children'))).toEqual([])
    expect(seriesById(facetChart(dataOf(sweepOf(THREE)), theme))['lone-0']).toBeUndefined()
  })

  test('grows by its rows', () => {
    expect(facetHeight({ rowCount: 3, colour: null }) - facetHeight({ rowCount: 2, colour: null })).toBe(
      3 * 176 - 2 * 240,
    )
  })
})
