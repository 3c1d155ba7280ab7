import { describe, expect, test } from 'vitest'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { factorAxes } from '../../../src/renderer/charts/factor-axes'
import { cellColour, cellShapes } from '../../../src/renderer/charts/heat-cell'
import { heatChart } from '../../../src/renderer/charts/heat-chart'
import {
  cellPresence,
  defaultHeatChoice,
  heatCaption,
  heatCellSentence,
  heatCsv,
  heatGrid,
  heatTable,
  type HeatChoice,
  type HeatData,
} from '../../../src/renderer/charts/heat-data'
import { contrast, readableOn } from '../../../src/renderer/charts/ramp-colours'
import { seedStrip } from '../../../src/renderer/charts/seed-strip'
import type { ShownSweep } from '../../../src/renderer/charts/shown-sweep'
import { trialWith } from '../../shared/statistics/synthetic-trials'
import { expansionOf, trialsOf } from '../results/result-fixtures'
import { part } from './option-parts'
import { shownSweep } from './shown-fixtures'

const theme = CHART_THEMES.light

function choiceOf(sweep: ShownSweep, over: Partial<HeatChoice> = {}): HeatChoice {
  return { ...defaultHeatChoice(factorAxes(sweep.expansion), 'trainLoss'), ...over }
}

function dataOf(sweep: ShownSweep, over: Partial<HeatData> = {}, choice = choiceOf(sweep)): HeatData {
  const shown = { hidden: new Set<number>(), emphasized: null, brushed: null, cursor: null }
  return { ...heatGrid(sweep, choice), ...shown, ...over }
}

/** Depth by scheme by width; the loss of every trial is its configuration's index + 1 + seed / 10. */
function threeFactors(): ShownSweep {
  const expansion = expansionOf({
    format: 'initlab-sweep/1',
    model: { depth: [3, 10], init: ['he-normal', 'xavier-normal'], width: [8, 16] },
    train: { steps: 20 },
    seeds: [0, 1, 2],
  })
  const trials = expansion.configurations.flatMap(({ index }) =>
    expansion.seeds.map((seed) =>
      trialWith({ configuration: index, seed, losses: [2.3, index + 1 + seed / 10] }),
    ),
  )
  return shownSweep(trials, expansion)
}

describe('heatGrid', () => {
  test('puts every configuration into its cell, diverged trials in the denominator', () => {
    const grid = heatGrid(shownSweep(), choiceOf(shownSweep()))
    expect(grid.cells.map(({ configurations }) => configurations)).toEqual([[0], [2], [1], [3]])
    const lost = grid.cells[3]
    expect(lost).toMatchObject({ label: 'xavier-normal · depth 10', diverged: 2, stalled: 0 })
    expect(lost?.marks).toHaveLength(3)
    expect(lost?.distribution).toMatchObject({ n: 3, median: Infinity })
  })

  test('holds what spans nothing at a value, or pools it, and says which', () => {
    const sweep = threeFactors()
    const held = heatGrid(sweep, choiceOf(sweep, { rows: 'model.init', columns: 'model.depth' }))
    expect(held.cells.every(({ configurations }) => configurations.length === 1)).toBe(true)
    expect(heatCaption(held)).toContain('for width 8.')
    const wide = heatGrid(
      sweep,
      choiceOf(sweep, { rows: 'model.init', columns: 'model.depth', others: { 'model.width': 1 } }),
    )
    expect(heatCaption(wide)).toContain('for width 16.')
    expect(wide.cells[0]?.configurations).not.toEqual(held.cells[0]?.configurations)
    const pooled = heatGrid(
      sweep,
      choiceOf(sweep, { rows: 'model.init', columns: 'model.depth', others: { 'model.width': 'pooled' } }),
    )
    expect(pooled.cells.every(({ marks }) => marks.length === 6)).toBe(true)
    expect(heatCaption(pooled)).toContain('n=6 a cell; for width pooled.')
    // The colours mean the same in every slice.
    expect(wide.range).toEqual(held.range)
  })

  test('keeps a place for what a rule removed, and says so', () => {
    const expansion = expansionOf({
      format: 'initlab-sweep/1',
      model: { depth: [3, 10], init: ['he-normal', 'xavier-normal'] },
      rules: [{ exclude: { 'model.depth': 10, 'model.init': 'he-normal' } }],
      train: { steps: 20 },
      seeds: [0],
    })
    const sweep = shownSweep([], expansion)
    const removed = heatGrid(sweep, choiceOf(sweep)).cells.find(
      ({ configurations }) => configurations.length === 0,
    )
    expect(removed?.label).toBe('he-normal · depth 10')
    expect(removed === undefined ? '' : heatCellSentence(removed, 'trainLoss')).toContain('a rule removed it')
  })

  test('draws the first forty of many values and says it', () => {
    const expansion = expansionOf({
      format: 'initlab-sweep/1',
      model: { depth: 1, width: Array.from({ length: 60 }, (_, index) => index + 1) },
      seeds: [0],
    })
    const trials = expansion.configurations.map(({ index }) =>
      trialWith({ configuration: index, losses: [2, 1] }),
    )
    const sweep = shownSweep(trials, expansion)
    const grid = heatGrid(sweep, choiceOf(sweep))
    expect(grid.cells).toHaveLength(40)
    expect(heatCaption(grid)).toContain('the first 40 of 60 columns drawn')
  })
})

describe('heatCaption', () => {
  test('names the best cell with its spread, and every trial that failed', () => {
    const sweep = shownSweep()
    expect(heatCaption(heatGrid(sweep, choiceOf(sweep)))).toBe(
      'Lowest median final train loss at he-normal · depth 3: 0.11 [0.11, 0.12]; 2 of 12 trials diverged; n=3 a cell.',
    )
    expect(heatCaption(heatGrid(sweep, choiceOf(sweep, { metric: 'testAccuracy' })))).toMatch(
      /^Highest median final test accuracy at he-normal · depth 3/,
    )
  })

  test('is true for no trial, one configuration, one seed, equal values and nothing but divergence', () => {
    const expansion = expansionOf()
    const caption = (sweep: ShownSweep): string => heatCaption(heatGrid(sweep, choiceOf(sweep)))
    expect(caption(shownSweep([], expansion))).toBe('No trial has ended yet.')
    const lost = trialsOf(expansion).map((trial) => ({ ...trial, status: 'diverged' as const }))
    expect(caption(shownSweep(lost, expansion))).toMatch(
      /^The median trial of every cell diverged; every trial diverged in 4 of 4 cells; 12 of 12 trials diverged/,
    )
    const equal = trialsOf(expansion).map((trial) => trialWith({ ...trial, status: 'done', losses: [2, 1] }))
    expect(
      caption(
        shownSweep(
          equal.map((trial) => ({ ...trial, final: equal[0]?.final ?? null })),
          expansion,
        ),
      ),
    ).toBe('Every cell has the same median final train loss, 0.10 [0.10, 0.10]; n=3 a cell.')
    const single = expansionOf({ format: 'initlab-sweep/1', model: { depth: 1 }, seeds: [7] })
    expect(caption(shownSweep([trialWith({ seed: 7, losses: [2, 0.5] })], single))).toBe(
      'all trials: median final train loss 0.50; n=1.',
    )
  })
})

test('the table and the CSV say what the cells hold', () => {
  const sweep = shownSweep()
  const grid = heatGrid(sweep, choiceOf(sweep))
  expect(heatTable(grid).rows[1]).toEqual([
    'xavier-normal',
    '1.21 [1.16, 1.27] n=3',
    'diverged n=3, 2 diverged',
  ])
  expect(heatCsv(grid).rows.at(-1)?.slice(0, 7)).toEqual([
    'xavier-normal · depth 10',
    'Infinity',
    expect.any(String),
    'Infinity',
    '3',
    '0',
    '2',
  ])
})

describe('heatChart', () => {
  test('has titled axes, and a scale with round ends for the colours', () => {
    const option = heatChart(dataOf(shownSweep()), theme)
    expect(option.xAxis).toMatchObject([{ name: 'Depth', data: ['3', '10'] }, { show: false }])
    expect(option.yAxis).toMatchObject([
      { name: 'Scheme', inverse: true, data: ['he-normal', 'xavier-normal'] },
      { type: 'log', name: 'median final train loss', position: 'right' },
    ])
  })

  test('marks a median that diverged by colour and hatching, and one without a value by neither', () => {
    const data = dataOf(shownSweep())
    const lost = data.cells[3]
    const box = { x: 0, y: 0, width: 120, height: 80 }
    if (lost === undefined) throw new Error('missing')
    expect(cellColour(lost, data, theme)).toBe(theme.diverged)
    const drawn = JSON.stringify(cellShapes(lost, 3, data, box, theme))
    expect(drawn).toContain('"text":"diverged"')
    expect(drawn).toContain('n=3 · 2×')
    const empty = dataOf(shownSweep([]))
    const open = empty.cells[0]
    expect(open === undefined ? '' : cellColour(open, empty, theme)).toBeNull()
  })

  test('keeps the text out of cells that it does not fit', () => {
    const data = dataOf(shownSweep())
    const cell = data.cells[0]
    if (cell === undefined) throw new Error('missing')
    const drawn = cellShapes(cell, 0, data, { x: 0, y: 0, width: 20, height: 12 }, theme)
    expect(drawn.some(({ type }) => type === 'text')).toBe(false)
  })

  test('shows the cell pointed at strong, others faint, hidden ones empty, without another number', () => {
    const data = dataOf(shownSweep(), { emphasized: 0, brushed: new Set([3]), hidden: new Set([1]) })
    expect(data.cells.map((cell) => cellPresence(cell, data))).toEqual(['strong', 'faint', 'hidden', 'faint'])
    const plain = dataOf(shownSweep())
    expect(heatTable(data)).toEqual(heatTable(plain))
    expect(heatCsv(data)).toEqual(heatCsv(plain))
    expect(JSON.stringify(heatChart(data, theme).yAxis)).toBe(JSON.stringify(heatChart(plain, theme).yAxis))
    const box = { x: 0, y: 0, width: 120, height: 80 }
    const texts = (of: typeof data, index: number): unknown[] => {
      const cell = of.cells[index]
      if (cell === undefined) throw new Error('missing')
      return cellShapes(cell, index, of, box, theme).flatMap((shape) =>
        shape.type === 'text' ? [part(shape, 'style', 'text')] : [],
      )
    }
    expect(texts(plain, 3).length).toBeGreaterThan(0)
    expect(texts(data, 3)).toEqual(texts(plain, 3))
    expect(texts(data, 2)).toEqual([])
    const brushed = dataOf(shownSweep(), { brushed: new Set([3]) })
    expect(brushed.cells.map((cell) => cellPresence(cell, brushed))).toEqual([
      'faint',
      'faint',
      'faint',
      'strong',
    ])
  })
})

describe('seedStrip', () => {
  const range = { scale: 'linear', min: 0, max: 10, ticks: [] } as const
  const box = { x: 0, y: 0, width: 100, height: 12 }

  test('draws one mark a trial by its status, what diverged at the worst end', () => {
    const marks = [
      { value: 0, status: 'done' as const },
      { value: 10, status: 'stalled' as const },
      { value: Infinity, status: 'diverged' as const },
    ]
    const { dots, dashes, crosses } = seedStrip(marks, range, 'right', box, 2)
    expect(dots.match(/M/g)).toHaveLength(1)
    expect(dashes.match(/M/g)).toHaveLength(1)
    expect(crosses.match(/M/g)).toHaveLength(2)
    expect(Number(/M([\d.]+)/.exec(crosses)?.[1])).toBeGreaterThan(88)
    expect(Number(/M([\d.]+)/.exec(seedStrip(marks, range, 'left', box, 2).crosses)?.[1])).toBeLessThan(10)
  })
})

test('letters read on every colour of the ramps', () => {
  for (const { ramp, diverged } of Object.values(CHART_THEMES)) {
    for (const colour of [...ramp, diverged])
      expect(contrast(colour, readableOn(colour))).toBeGreaterThan(4.5)
  }
})
