import { firstSeparation, type SeparationSide } from '@shared/statistics/first-separation'
import { describe, expect, test } from 'vitest'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { separationChart } from '../../../src/renderer/charts/separation-chart'
import {
  cellSentence,
  separationCaption,
  separationCsv,
  separationTable,
  type SeparationData,
} from '../../../src/renderer/charts/separation-data'
import { trialWith } from '../../shared/statistics/synthetic-trials'
import { called, items, part, seriesById } from './option-parts'

const theme = CHART_THEMES.light

function side(count: number, rows: readonly (readonly number[])[]): SeparationSide {
  return {
    layers: rows[0]?.length ?? 0,
    measured: Array.from({ length: count }, (_, seed) => ({
      trial: trialWith({ seed, losses: rows.map(() => 1) }),
      values: Float32Array.from(rows.flat().map((value) => value * (1 + seed / 1000))),
    })),
  }
}

function dataOf(a: SeparationSide, b: SeparationSide, quantity: 'z2' | 'update' = 'z2'): SeparationData {
  return {
    a: { label: 'xavier', style: { colour: 0, isOrdered: false, dash: [] } },
    b: { label: 'he', style: { colour: 1, isOrdered: false, dash: [] } },
    separation: firstSeparation(a, b, quantity),
  }
}

const FLAT = [
  [1, 0.5, 1],
  [1, 0.5, 1],
  [1, 0.5, 1],
]

describe('separationCaption', () => {
  test('says from where on they differ, with the two values', () => {
    const data = dataOf(
      side(10, FLAT),
      side(
        10,
        FLAT.map(() => [1, 1.01, 1]),
      ),
    )
    expect(separationCaption(data)).toBe(
      'z² differs from step 0 on at layer 2 (0.50 against 1.0); p < 0.001 after Bonferroni over 9 comparisons, 10 seeds a side.',
    )
    const all = dataOf(
      side(10, FLAT),
      side(
        10,
        FLAT.map(() => [2, 2, 2]),
      ),
    )
    expect(separationCaption(all)).toMatch(
      /^z² differs from step 0 on at layer 1 \(1\.0 against 2\.0\), there in 3 of 3 layers;/,
    )
  })

  test('says the first point and whether it lasts', () => {
    const later = dataOf(
      side(10, FLAT),
      side(10, [
        [1, 0.5, 1],
        [1, 0.5, 3],
        [1, 0.5, 1],
      ]),
    )
    expect(separationCaption(later)).toMatch(
      /^z² separates first at layer 3, step 10 \(1\.0 against 3\.0\), later at 0 of 1 steps; p < 0\.001/,
    )
    const crossing = dataOf(
      side(10, FLAT),
      side(10, [
        [1, 0.5, 3],
        [1, 0.5, 0.1],
        [1, 0.5, 1],
      ]),
    )
    expect(separationCaption(crossing)).toContain('later at 1 of 2 steps, not always the same way')
  })

  test('shows digits until the two values differ', () => {
    const data = dataOf(
      side(10, FLAT),
      side(
        10,
        FLAT.map(() => [1, 0.5, 1.02]),
      ),
    )
    expect(separationCaption(data)).toContain('(1.00 against 1.02)')
  })

  test('says that they never separate, or on what it rests, or what is missing', () => {
    expect(separationCaption(dataOf(side(10, FLAT), side(10, FLAT)))).toBe(
      'z² never separates, at any layer and recorded step: xavier and he overlap throughout; p ≤ 0.05 after Bonferroni over 9 comparisons, 10 seeds a side.',
    )
    const few = dataOf(
      side(3, FLAT),
      side(
        3,
        FLAT.map(() => [2, 2, 2]),
      ),
    )
    expect(separationCaption(few)).toContain(
      'no test: 3 seeds a side cannot reach p ≤ 0.05 over 9 comparisons, so apart means that their ranges do not overlap.',
    )
    expect(separationCaption(dataOf(side(1, FLAT), side(1, FLAT)))).toBe(
      'One seed a side cannot tell a difference from chance.',
    )
    expect(separationCaption(dataOf({ layers: 3, measured: [] }, side(9, FLAT)))).toBe(
      'No recorded step has z² of both xavier and he.',
    )
  })
})

describe('separationChart', () => {
  const data = dataOf(
    side(10, FLAT),
    side(10, [
      [1, 0.5, 1],
      [1, 0.1, 3],
      [1, 0.5, 1],
    ]),
  )
  const option = separationChart(data, theme)

  test('has a cell for each step and layer, axes with titles, and marks the first point', () => {
    const series = seriesById(option)
    expect(items(part(series, 'cells', 'data'))).toHaveLength(9)
    expect(part(series, 'first', 'data')).toEqual([[1, 1]])
    expect(part(option, 'xAxis', 'name')).toBe('recorded step')
    expect(part(option, 'xAxis', 'data')).toEqual(['0', '10', '20'])
    expect(part(option, 'yAxis', 'name')).toBe('layer (z²)')
    expect(part(option, 'yAxis', 'data')).toEqual(['1', '2', '3'])
  })

  test('colours the side that is higher, hatches B, leaves the rest grey', () => {
    const api = { coord: ([x, y]: readonly number[]) => [(x ?? 0) * 40, (y ?? 0) * 20], size: () => [40, 20] }
    const shapes = (index: number): readonly unknown[] =>
      items(
        part(called(part(seriesById(option), 'cells', 'renderItem'), { dataIndex: index }, api), 'children'),
      )
    expect(shapes(0)).toHaveLength(1)
    expect(part(shapes(0)[0], 'style', 'fill')).toBe(theme.gridLine)
    expect(part(shapes(4)[0], 'style', 'fill')).toBe(theme.palette[0])
    expect(shapes(4)).toHaveLength(1)
    expect(part(shapes(5)[0], 'style', 'fill')).toBe(theme.palette[1])
    expect(shapes(5)).toHaveLength(2)
    const ring = called(part(seriesById(option), 'first', 'renderItem'), {}, api)
    expect(part(ring, 'children', 0, 'shape')).toMatchObject({ cx: 40, cy: 20 })
  })

  test('marks nothing where nothing separates', () => {
    const none = separationChart(dataOf(side(10, FLAT), side(10, FLAT)), theme)
    expect(part(seriesById(none), 'first', 'data')).toEqual([])
  })

  test('tells of a cell in words, safe as HTML', () => {
    const tricky = { ...data, a: { ...data.a, label: '<b>a</b>' } }
    const cell = data.separation.cells[4]
    if (cell === undefined) throw new Error('nine cells')
    expect(cellSentence(cell, data)).toBe(
      'Step 10, layer 2: xavier is higher; median 0.50 against 0.10; 10 seeds a side.',
    )
    const html = called(part(separationChart(tricky, theme), 'tooltip', 'formatter'), { dataIndex: 4 })
    expect(html).toContain('&lt;b&gt;a&lt;/b&gt; is higher')
  })

  test('is a table by layer and a file of every cell', () => {
    expect(separationTable(data).rows).toEqual([
      ['1', 'never', '', '', '', '0 of 3'],
      ['2', '10', 'A', '0.502', '0.100', '1 of 3'],
      ['3', '10', 'B', '1.00', '3.01', '1 of 3'],
    ])
    const csv = separationCsv(data)
    expect(csv.rows).toHaveLength(9)
    expect(csv.rows.every((row) => row.length === csv.columns.length)).toBe(true)
    expect(csv.rows[4]?.slice(0, 5)).toEqual(['10', '2', '2', 'yes', 'A'])
  })
})
