import { describe, expect, test } from 'vitest'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { drawnLines, parallelChart, parallelTooltip } from '../../../src/renderer/charts/parallel-chart'
import {
  brushedPlaces,
  insideIntervals,
  METRIC_AXIS,
  parallelCaption,
  parallelCsv,
  parallelGrid,
  parallelTable,
  partIntervals,
  placeIntervals,
  type Interval,
  type ParallelData,
} from '../../../src/renderer/charts/parallel-data'
import { trialWith } from '../../shared/statistics/synthetic-trials'
import { expansionOf } from '../results/result-fixtures'
import { shownSweep } from './shown-fixtures'

const theme = CHART_THEMES.dark

function dataOf(over: Partial<ParallelData> = {}, sweep = shownSweep()): ParallelData {
  return { ...parallelGrid(sweep, 'trainLoss'), hidden: new Set(), emphasized: null, brushed: null, ...over }
}

function intervals(
  entries: readonly (readonly [string, readonly Interval[]])[],
): ReadonlyMap<string, readonly Interval[]> {
  return new Map(entries)
}

describe('parallelGrid', () => {
  test('has one line a configuration over factors and metric, a diverged median beyond the worst end', () => {
    const { lines, axes } = dataOf()
    expect(axes.map(({ title }) => title)).toEqual(['Depth', 'Scheme'])
    expect(lines.map(({ places }) => places.slice(0, 2))).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ])
    expect(lines[3]?.places[2]).toBeGreaterThan(1)
    expect(lines[0]?.places[2]).toBeLessThan(lines[1]?.places[2] ?? 0)
    const accuracy = parallelGrid(shownSweep(), 'testAccuracy')
    expect(accuracy.lines[3]?.places[2]).toBeLessThan(0)
  })

  test('leaves the metric open where no trial has ended', () => {
    const data = dataOf({}, shownSweep([], expansionOf()))
    expect(data.lines[0]?.places[2]).toBeNaN()
    expect(parallelCaption(data)).toBe('No trial has ended yet.')
    expect(JSON.stringify(parallelChart(data, theme).series)).toContain('[0,0,"-"]')
  })
})

describe('brushing', () => {
  test('holds the configurations inside every brushed axis', () => {
    const data = dataOf()
    expect(insideIntervals(data, intervals([]))).toBeNull()
    expect(insideIntervals(data, intervals([['model.depth', [[0.5, 1.4]]]]))).toEqual(new Set([2, 3]))
    const both = intervals([
      ['model.depth', [[0.5, 1.4]]],
      ['model.init', [[-0.3, 0.3]]],
    ])
    expect(insideIntervals(data, both)).toEqual(new Set([2]))
    expect(insideIntervals(data, intervals([['model.depth', [[0.2, 0.6]]]]))).toEqual(new Set())
  })

  test('puts the values of a chooser into intervals and back', () => {
    const [axis] = dataOf().axes
    if (axis === undefined) throw new Error('missing')
    expect(placeIntervals([4, 0, 1])).toEqual([
      [-0.3, 1.3],
      [3.7, 4.3],
    ])
    expect(brushedPlaces(axis, intervals([['model.depth', placeIntervals([1])]]))).toEqual([1])
    expect(brushedPlaces(axis, intervals([]))).toEqual([0, 1])
  })

  test('reaches parts of the metric in words', () => {
    const data = dataOf()
    const inside = (part: 'best' | 'worst' | 'diverged' | 'all'): ReadonlySet<number> | null =>
      insideIntervals(data, intervals([[METRIC_AXIS, partIntervals(data, part)]]))
    expect(inside('best')).toEqual(new Set([0]))
    expect(inside('worst')).toEqual(new Set([3]))
    expect(inside('diverged')).toEqual(new Set([3]))
    expect(inside('all')).toBeNull()
  })

  test('fades what is not brushed and changes no number', () => {
    const brushed = new Set([1])
    const opacities = (data: ParallelData): unknown[] =>
      JSON.stringify(parallelChart(data, theme).series)
        .match(/"opacity":[\d.]+/g)
        ?.map((part) => Number(part.slice(10))) ?? []
    expect(opacities(dataOf({ brushed }))).toEqual([0.1, 0.95, 0.1, 0.1])
    expect(opacities(dataOf({ brushed, emphasized: 0 }))).toEqual([1, 0.15, 0.15, 0.15])
    expect(parallelTable(dataOf({ brushed, hidden: new Set([0]) }))).toEqual(parallelTable(dataOf()))
  })
})

test('draws no line of what is hidden, and names the rest in order', () => {
  const data = dataOf({ hidden: new Set([1]) })
  expect(drawnLines(data).map(({ configuration }) => configuration)).toEqual([0, 2, 3])
})

test('labels the axes by their values, and what diverged in words', () => {
  const { parallelAxis } = parallelChart(dataOf(), theme)
  const axes = Array.isArray(parallelAxis) ? parallelAxis : []
  expect(axes.map(({ name }) => name)).toEqual(['Depth', 'Scheme', 'median final train loss'])
  // Every title stands above its axis, that of names read from the top too.
  expect(axes.map(({ nameLocation, inverse }) => [nameLocation, inverse === true])).toEqual([
    ['end', false],
    ['start', true],
    ['end', false],
  ])
  const texts = (axis: unknown): unknown[] => {
    const label: unknown = Reflect.get(Object(axis), 'axisLabel')
    const values: unknown = Reflect.get(Object(label), 'customValues')
    const formatter: unknown = Reflect.get(Object(label), 'formatter')
    return Array.isArray(values) && typeof formatter === 'function'
      ? values.map((value: unknown): unknown => Reflect.apply(formatter, null, [value]))
      : []
  }
  expect(texts(axes[0])).toEqual(['3', '10'])
  expect(texts(axes[2]).at(-1)).toBe('diverged')
})

test('the caption says what the best have in common, what diverged and what is brushed', () => {
  const expansion = expansionOf({
    format: 'initlab-sweep/1',
    model: { depth: [3, 10], init: ['he-normal', 'xavier-normal'], width: [8, 16] },
    train: { steps: 20 },
    seeds: [0],
  })
  const trials = expansion.configurations.map(({ index }) =>
    trialWith({ configuration: index, losses: [2.3, index + 1] }),
  )
  expect(parallelCaption(dataOf({}, shownSweep(trials, expansion)))).toBe(
    'Lowest median final train loss 1.0: he-normal · depth 3 · width 8; the 2 best of 8 configurations both have depth 3, width 8.',
  )
  expect(parallelCaption(dataOf({ brushed: new Set([2]) }))).toBe(
    'Lowest median final train loss 0.11: he-normal · depth 3; 1 median diverged; 1 of 4 brushed.',
  )
})

test('the caption names no best among equal medians', () => {
  const trials = [0, 1, 2, 3].map((configuration) => trialWith({ configuration, losses: [2.3, 2.3] }))
  expect(parallelCaption(dataOf({}, shownSweep(trials)))).toBe(
    'Every configuration has the same median final train loss, 2.3.',
  )
})

test('the tooltip takes no markup from a label, the CSV has full numbers', () => {
  const data = dataOf()
  const line = data.lines[3]
  if (line === undefined) throw new Error('missing')
  expect(parallelTooltip({ ...line, label: '<b>x' }, data)).toContain('&lt;b&gt;x')
  expect(parallelTooltip(line, data)).toContain('n=3, 2 diverged')
  expect(parallelCsv(data).rows[3]?.slice(0, 4)).toEqual([
    'xavier-normal · depth 10',
    '10',
    'xavier-normal',
    'Infinity',
  ])
})
