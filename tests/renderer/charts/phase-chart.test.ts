import { describe, expect, test } from 'vitest'
import type { SweepDocument } from '@shared/sweep-spec'
import type { TrialStatus } from '@shared/trial-result'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { factorAxes } from '../../../src/renderer/charts/factor-axes'
import { heatGrid, type HeatChoice } from '../../../src/renderer/charts/heat-data'
import { phaseChart, runsInside } from '../../../src/renderer/charts/phase-chart'
import {
  phaseCaption,
  phaseCellSentence,
  phaseChoice,
  phaseCsv,
  phaseRows,
  phaseTable,
  phaseTheory,
  type PhaseData,
} from '../../../src/renderer/charts/phase-data'
import { criticalCurve, depthCurve, placeOf } from '../../../src/renderer/charts/phase-theory'
import type { ShownSweep } from '../../../src/renderer/charts/shown-sweep'
import { trialWith } from '../../shared/statistics/synthetic-trials'
import { expansionOf } from '../results/result-fixtures'
import { called, items, part, seriesById } from './option-parts'
import { shownSweep } from './shown-fixtures'

const theme = CHART_THEMES.light
const base = { format: 'initlab-sweep/1', train: { steps: 20 }, seeds: [0, 1, 2, 3] } as const
const GAINS = [0.5, 0.71, 2].map((gain) => ({ scheme: 'he-normal', gain }))
const DEPTHS: SweepDocument = {
  ...base,
  model: { depth: [2, 8], width: 32, activation: 'relu', init: [...GAINS, 'he-normal'] },
}

/** Each configuration's seeds end as the rule says. */
function sweepOf(document: SweepDocument, status: (label: string, seed: number) => TrialStatus): ShownSweep {
  const expansion = expansionOf(document)
  const trials = expansion.configurations.flatMap(({ index, label }) =>
    expansion.seeds.map((seed) =>
      trialWith({ configuration: index, seed, status: status(label, seed), losses: [2.3, 1] }),
    ),
  )
  return shownSweep(trials, expansion)
}

function dataOf(sweep: ShownSweep, over: Partial<HeatChoice> = {}): PhaseData {
  const choice = phaseChoice(factorAxes(sweep.expansion), over.rows ?? null, over.others ?? {})
  if (choice === null) throw new Error('no diagram')
  const grid = heatGrid(sweep, choice)
  const theory = phaseTheory(sweep.expansion, grid, choice)
  const shown = { hidden: new Set<number>(), emphasized: null, brushed: null, cursor: null }
  return typeof theory === 'string'
    ? { ...grid, ...shown, theory: null, silence: theory }
    : { ...grid, ...shown, theory, silence: null }
}

/** What a series draws in a cell of 60 by 40 pixels. */
function shapesIn(series: unknown, dataIndex: number): readonly unknown[] {
  const api = { coord: () => [30, 20], size: () => [60, 40] }
  return items(part(called(part(series, 'renderItem'), { dataIndex }, api), 'children'))
}

/** As 6 / |ln g^2| has it: gain 0.5 and 2 to 4.3 layers, 0.71 to 8.7. */
const byTheory = (label: string): TrialStatus =>
  label.includes('depth 2') || label.includes('0.71') || !label.includes('gain')
    ? 'done'
    : label.includes('gain 2')
      ? 'diverged'
      : 'stalled'

describe('phaseRows', () => {
  test('needs a scheme that differs in one number, and depth or the std of the biases', () => {
    const rows = (model: SweepDocument): readonly string[] =>
      phaseRows(factorAxes(expansionOf({ ...base, model })))
    expect(rows({ depth: [2, 8], init: GAINS })).toEqual(['model.depth'])
    expect(rows({ depth: 2, init: GAINS, biasInit: [0, { scheme: 'normal', std: 0.3 }] })).toEqual([
      'model.biasInit',
    ])
    expect(rows({ depth: [2, 8], init: ['he-normal', 'xavier-normal'] })).toEqual([])
    expect(rows({ depth: 2, init: GAINS })).toEqual([])
    expect(rows({ depth: [2, 8], init: 'he-normal' })).toEqual([])
  })
})

describe('theory', () => {
  test('lets a ReLU network of gain g train to 6 / |ln g^2| layers', () => {
    const weightVariances = [0.5, 0.71, 1, 2].map((gain) => 2 * gain * gain)
    const relu = { name: 'relu', slope: null } as const
    const curve = depthCurve({ activation: relu, weightVariances, biasVariances: [0] }, [2, 8, 32])
    const rowAt = (column: number): number => curve.find(([place]) => place === column)?.[1] ?? NaN
    expect(rowAt(0)).toBeCloseTo(placeOf(6 / Math.log(4), [2, 8, 32]), 3)
    expect(rowAt(1)).toBeCloseTo(placeOf(6 / Math.abs(Math.log(0.71 ** 2)), [2, 8, 32]), 3)
    expect(rowAt(2)).toBe(2.5)
  })

  test('draws the critical line of tanh through sigma_w^2 = 1 where there is no bias', () => {
    const tanh = { name: 'tanh', slope: null } as const
    const curve = criticalCurve({
      activation: tanh,
      weightVariances: [0.5, 1, 2, 4],
      biasVariances: [0, 0.05],
    })
    const atZero = curve.find(([, row]) => row === 0)
    expect(atZero?.[0]).toBeCloseTo(1, 2)
    expect(curve.at(-1)?.[0]).toBeGreaterThan(1)
  })

  test('says why it is silent', () => {
    const silence = (model: SweepDocument, over: Partial<HeatChoice> = {}): string | null =>
      dataOf(
        sweepOf({ ...base, model }, () => 'done'),
        over,
      ).silence
    expect(silence({ depth: [2, 8], width: 32, init: GAINS, normalization: 'batch' })).toContain(
      'normalization',
    )
    expect(silence({ depth: [2, 8], width: 32, init: GAINS, biasInit: 0.1 })).toContain('biases')
    const two = { depth: [2, 8], width: 32, init: GAINS, activation: ['relu', 'tanh'] }
    expect(silence(two)).toBeNull()
    expect(silence(two, { others: { 'model.activation': 'pooled' } })).toContain('pooled')
  })
})

describe('phaseCaption', () => {
  test('says where seeds learn, and in how many cells theory agrees', () => {
    expect(phaseCaption(dataOf(sweepOf(DEPTHS, byTheory)))).toBe(
      'Most seeds learn with gain of he-normal 0.5 to 2 at depth 2, 0.71 to 1 at depth 8; theory and the majority of seeds agree in 8 of 8 cells; n=4 a cell.',
    )
    expect(phaseCaption(dataOf(sweepOf(DEPTHS, () => 'done')))).toContain('agree in 6 of 8 cells')
    expect(phaseCaption(dataOf(sweepOf(DEPTHS, () => 'diverged')))).toMatch(/^Most seeds learn in no cell; /)
  })

  test('has words for no trial and for no edge', () => {
    const none = { ...sweepOf(DEPTHS, byTheory), trials: [] }
    const empty = shownSweep([], none.expansion)
    expect(phaseCaption(dataOf(empty))).toBe('No trial has ended yet.')
    const silent = dataOf(
      sweepOf({ ...DEPTHS, model: { depth: [2, 8], init: GAINS, biasInit: 0.1 } }, byTheory),
    )
    expect(phaseCaption(silent)).toContain('no edge drawn: the theory is of biases that are 0 or normal')
  })
})

describe('phaseChart', () => {
  test('draws the edge over the cells and below their signs and numbers', () => {
    const data = dataOf(sweepOf(DEPTHS, byTheory))
    const { cells, edge, marks } = seriesById(phaseChart(data, theme))
    expect([cells, edge, marks].map((one) => items(part(one, 'data')).length)).toEqual([8, 1, 8])
    const layers = [cells, edge, marks].map((one) => Number(part(one, 'z')))
    expect(layers).toEqual(layers.toSorted((a, b) => a - b))
    expect(new Set(layers).size).toBe(3)
    expect(shapesIn(cells, 0).map((shape) => part(shape, 'type'))).toEqual(['rect', 'rect'])
    const labels = shapesIn(marks, 0)
    expect(labels.map((shape) => part(shape, 'type'))).toEqual(['rect', 'path', 'text'])
    // The ground is of the part's colour, the sign and number on it of another.
    const [ground, sign, count] = labels
    expect(part(ground, 'style', 'fill')).toBe(theme.done)
    expect(part(ground, 'shape')).toEqual({ x: 21, y: 5, width: 18, height: 32 })
    expect(part(sign, 'style', 'stroke')).not.toBe(theme.done)
    expect([part(count, 'style', 'text'), part(count, 'style', 'fill')]).toEqual([
      '4',
      part(sign, 'style', 'stroke'),
    ])
    const silent = seriesById(phaseChart({ ...data, theory: null, silence: 'why' }, theme))
    expect(items(part(silent['edge'], 'data'))).toEqual([])
  })

  test('what is not brushed is faint, marks and all, and the pointer meets the cells alone', () => {
    const data = dataOf(sweepOf(DEPTHS, byTheory))
    const picked = data.cells[0]?.configurations ?? []
    const { cells, marks } = seriesById(phaseChart({ ...data, brushed: new Set(picked) }, theme))
    const opacity = (index: number): unknown =>
      part(
        shapesIn(marks, index).find((shape) => part(shape, 'type') === 'text'),
        'style',
        'opacity',
      )
    expect([opacity(0), opacity(1)]).toEqual([1, 0.32])
    expect(shapesIn(cells, 1)).toHaveLength(3)
    expect([part(cells, 'silent'), part(marks, 'silent')]).toEqual([undefined, true])
  })

  test('counts every seed once, in words, table and CSV', () => {
    const mixed = sweepOf(DEPTHS, (_, seed) => (seed === 0 ? 'stalled' : seed === 1 ? 'diverged' : 'done'))
    const data = dataOf(mixed)
    const [cell] = data.cells
    if (cell === undefined) throw new Error('missing')
    expect(phaseCellSentence(cell, data)).toBe(
      'depth 2 · he-normal (gain 0.5): of 4 seeds 2 learned, 1 stalled, 1 diverged. Theory lets it train.',
    )
    expect(phaseTable(data).rows[1]).toEqual(['depth 8', ...Array.from({ length: 4 }, () => '2 / 1 / 1')])
    expect(phaseCsv(data).rows.at(-1)).toEqual([
      'depth 8 · he-normal (gain 2)',
      '8',
      '2',
      '4',
      '2',
      '1',
      '1',
      'does not train',
    ])
  })
})

test('places numbers between those of an axis by their logarithm, and no further than half a place beyond', () => {
  expect(placeOf(4, [2, 8])).toBeCloseTo(0.5)
  expect(placeOf(1, [0, 2])).toBeCloseTo(0.5)
  expect(placeOf(1e300, [2, 8])).toBe(1.5)
  expect(placeOf(0.1, [2, 8])).toBe(-0.5)
  expect(placeOf(3, [3])).toBe(0)
})

test('an edge ends where it leaves the frame and begins where it comes back', () => {
  const edge = [0, 2, 4.5, 4.5, 4.5, 4.5, 2].map((row, column) => [column, row] as const)
  expect(runsInside(edge, 5)).toEqual([edge.slice(0, 3), edge.slice(5)])
  expect(runsInside(edge.slice(2, 6), 5)).toEqual([])
  expect(runsInside(edge.slice(0, 2), 5)).toEqual([edge.slice(0, 2)])
})
