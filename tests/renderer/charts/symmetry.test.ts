import type { LayerRow } from '@shared/layer-rows'
import { describe, expect, test } from 'vitest'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { symmetryChart, symmetrySentence } from '../../../src/renderer/charts/symmetry-chart'
import {
  symmetryCaption,
  symmetryCsv,
  symmetryData,
  symmetryTable,
  type SymmetryData,
} from '../../../src/renderer/charts/symmetry-data'
import { items, part, seriesById } from './option-parts'

const theme = CHART_THEMES.light
const UNITS = [32, 16]

/** A seed with counts [step][layer], the output layer's last. */
function rowOf(seed: number, counts: readonly (readonly number[])[]): LayerRow {
  return {
    configuration: 0,
    seed,
    steps: Float32Array.from(counts, (_, index) => index * 10),
    layers: 3,
    values: Float32Array.from(counts.flat()),
  }
}

function dataOf(
  distinct: readonly (readonly (readonly number[])[])[],
  near = distinct,
  step = 0,
): SymmetryData {
  return symmetryData('zeros', UNITS, distinct.map((counts, seed) => rowOf(seed, counts)), near.map((counts, seed) => rowOf(seed, counts)), step) // prettier-ignore
}

const FULL = [32, 16, 10]

describe('what became of symmetry', () => {
  test('never broken: the same few units in every seed at every step', () => {
    const stuck = [[32, 1, 10], [32, 1, 10]] // prettier-ignore
    expect(symmetryCaption(dataOf([stuck, stuck]))).toBe(
      'Layer 2 has 1 distinct unit of 16 in every one of 2 seeds, from step 0 to the end: symmetry was never broken.',
    )
  })

  test('names layers of equal width together, and one step alone', () => {
    const data = symmetryData('zeros', [8, 8], [rowOf(0, [[1, 1, 10]])], [], 0)
    expect(symmetryCaption(data)).toBe(
      'Layers 1 to 2 each have 1 distinct unit of 8 in the one seed, at step 0: units are copies of each other.',
    )
  })

  test('not broken, though seeds differ', () => {
    expect(symmetryCaption(dataOf([[[32, 1, 10]], [[32, 3, 10]]]))).toBe(
      'Layer 2 never has more than 3 distinct units of 16 in every one of 2 seeds, at step 0: symmetry was not broken.',
    )
  })

  test('broken later', () => {
    const later = [[32, 1, 10], [32, 9, 10], FULL] // prettier-ignore
    expect(symmetryCaption(dataOf([later, later]))).toBe(
      'Layer 2 starts with 1 distinct unit of 16; by step 20 all of them differ in every one of 2 seeds: symmetry was broken.',
    )
  })

  test('partly: the worst layer, step and seed', () => {
    const partly = [FULL, [30, 16, 10]]
    expect(symmetryCaption(dataOf([[FULL, FULL], partly]))).toBe(
      'Layer 1 has the fewest distinct units: 30 of 32 at step 10 in the worst of 2 seeds.',
    )
  })

  test('all differ, near copies apart', () => {
    expect(symmetryCaption(dataOf([[FULL, FULL]]))).toBe(
      'All units of every layer differ in the one seed, from step 0 to the end.',
    )
    expect(symmetryCaption(dataOf([[FULL, FULL]], [[FULL, [32, 4, 10]]]))).toBe(
      'All units of every layer differ in the one seed, from step 0 to the end, but in layer 2 only 4 of 16 are no near copy of another (step 10).',
    )
  })

  test('nothing recorded', () => {
    expect(symmetryCaption(dataOf([]))).toBe('zeros: no trial with layer statistics has ended yet.')
    const other = { ...rowOf(0, [FULL]), layers: 0 }
    expect(symmetryData('zeros', UNITS, [other], [other], 0).n).toBe(0)
  })
})

describe('symmetryChart', () => {
  const data = dataOf([[[32, 4, 10], FULL], [[32, 8, 10], FULL]], undefined, 5) // prettier-ignore

  test('has the shares of the units at the step, and a line a layer over the steps', () => {
    const series = seriesById(symmetryChart(data, theme))
    expect(part(series['distinct'], 'data')).toEqual([1, 6 / 16])
    expect(part(series['layer-2'], 'data')).toEqual([
      [0, 6 / 16],
      [10, 1],
    ])
    expect(symmetrySentence(data, 1)).toBe(
      'layer 2, step 0: 6 of 16 units distinct (4 to 8 by seed), 6 of 16 units nearly distinct (4 to 8 by seed).',
    )
  })

  test('has bars alone with one step', () => {
    const option = symmetryChart(dataOf([[FULL]]), theme)
    expect(Object.keys(seriesById(option))).toEqual(['distinct', 'near'])
    expect(items(option.grid)).toHaveLength(1)
  })

  test('the table has a column a step, the CSV a line a step and layer', () => {
    expect(symmetryTable(data).rows[1]).toEqual(['2', '16', '6 (6)', '16 (16)'])
    expect(symmetryCsv(data).rows).toHaveLength(4)
  })
})
