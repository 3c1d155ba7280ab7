import { describe, expect, test } from 'vitest'
import { CHART_THEMES } from '../../../src/renderer/charts/chart-theme'
import { spectrumChart } from '../../../src/renderer/charts/spectrum-chart'
import {
  spectrumCaption,
  spectrumCsv,
  spectrumData,
  spectrumTable,
  type SpectrumTrial,
} from '../../../src/renderer/charts/spectrum-data'
import { called, items, part, seriesById } from './option-parts'

const theme = CHART_THEMES.light

/** Two layers: largest and smallest at the start, then at the end. */
function trialOf(values: readonly number[], jacobian: number | null = 2, steps = 10): SpectrumTrial {
  return { spectrum: Float32Array.from(values), jacobian, steps }
}

const TRIALS = [
  trialOf([2, 0.5, 1, 0.5, 4, 0.5, 1, 0.25], 1.5),
  trialOf([2, 0.5, 1, 0.5, 4, 0.5, 1, 0.25], 2.5),
]

describe('singular values', () => {
  test('are medians over the seeds, by layer, at the start and the end', () => {
    const data = spectrumData('he', TRIALS, 2, 2.25)
    expect(data.start.map(({ largest, smallest }) => [largest.median, smallest.median])).toEqual([
      [2, 0.5],
      [1, 0.5],
    ])
    expect(data.end[0]?.largest.median).toBe(4)
    expect(spectrumCaption(data)).toBe(
      'Jacobian at step 0: mean squared singular value 2.00 [1.75, 2.25], 2.25 predicted; W of layer 1 is stretched most unevenly: largest over smallest singular value 4.0 at the start, 8.0 at the end; n=2.',
    )
    expect(spectrumTable(data).rows[1]?.[0]).toBe('2 (output)')
    expect(spectrumCsv(data).rows).toHaveLength(8)
  })

  test('without a bound, exactly zero, too wide, without theory, without trials', () => {
    expect(spectrumCaption(spectrumData('he', [trialOf([2, 0, 1, 1, 2, 0, 1, 1], null)], 2, null))).toBe(
      'W of layer 1 is stretched most unevenly: largest over smallest singular value without a bound at the start, without a bound at the end; n=1.',
    )
    const zeros = spectrumData('he', [trialOf([0, 0, 0, 0, 0, 0, 0, 0], 0)], 2, 0)
    expect(spectrumCaption(zeros)).toContain('every W is exactly 0 at the start')
    const wide = spectrumData('he', [trialOf(Array<number>(8).fill(NaN), null)], 2, null)
    expect(spectrumCaption(wide)).toBe('the singular values of matrices over 512 wide are not computed; n=1.')
    expect(spectrumCaption(spectrumData('he', [], 2, null))).toBe(
      'he: no trial with singular values has ended yet.',
    )
  })

  test('words stand in the place of marks that a log axis cannot show', () => {
    const wordsOf = (data: ReturnType<typeof spectrumData>): unknown => {
      const option = spectrumChart(data, theme)
      expect(items(option.series)).toEqual([])
      expect([part(option.xAxis, 'show'), part(option.yAxis, 'show')]).toEqual([false, false])
      expect(part(option.title, 'show')).toBe(true)
      return part(option.title, 'text')
    }
    const zeros = spectrumData('zeros', [trialOf(Array<number>(8).fill(0))], 2, 0)
    expect(wordsOf(zeros)).toBe('Every W is exactly 0: none has a singular value above 0.')
    const wide = spectrumData('he', [trialOf(Array<number>(8).fill(NaN))], 2, null)
    expect(wordsOf(wide)).toContain('over 512 wide')
    expect(wordsOf(spectrumData('he', [], 2, null))).toBe('No trial with singular values has ended yet.')
    const later = spectrumChart(spectrumData('zeros', [trialOf([0, 0, 0, 0, 0, 0, 1, 0.5])], 2, 0), theme)
    expect([part(later.title, 'show'), part(later.xAxis, 'show')]).toEqual([false, true])
    expect(Object.keys(seriesById(later))).toEqual(['start', 'end'])
  })

  test('a single seed has no quartiles', () => {
    const one = spectrumData('he', TRIALS.slice(0, 1), 2, null)
    expect(spectrumCaption(one)).toMatch(/^Jacobian at step 0: mean squared singular value 1\.50; /)
    expect(spectrumTable(one).rows[0]).toEqual(['1', '0.500', '2.00', '0.500', '4.00'])
  })

  test('one set of marks where no update was taken', () => {
    const start = spectrumData('he', TRIALS.map((trial) => ({ ...trial, steps: 0 })), 2, null) // prettier-ignore
    expect(Object.keys(seriesById(spectrumChart(start, theme)))).toEqual(['start'])
    expect(spectrumCaption(start)).not.toContain('at the end')
  })

  test('the chart has a log axis, both times, and a sentence a layer', () => {
    const option = spectrumChart(spectrumData('he', TRIALS, 2, null), theme)
    expect(part(option.yAxis, 'type')).toBe('log')
    expect(items(part(seriesById(option)['end'], 'data'))).toEqual([
      [1, 4],
      [2, 1],
    ])
    expect(called(part(option.tooltip, 'formatter'), { dataIndex: 0 })).toContain(
      'singular values 0.50 [0.50, 0.50] to 2.0 [2.0, 2.0] at the start; at the end',
    )
  })
})
