import { describe, expect, test } from 'vitest'
import {
  filterTrials,
  sortTrials,
  trialCell,
  trialKeyText,
  trialRows,
  trialsCaption,
  trialsCsv,
  type TrialColumn,
  type TrialFilter,
  type TrialRow,
} from '../../../src/renderer/charts/trial-rows'
import { trialWith } from '../../shared/statistics/synthetic-trials'
import { expansionOf } from '../results/result-fixtures'
import { shownSweep } from './shown-fixtures'

const HASH = 'ab12cd34'.repeat(8)
const ALL: TrialFilter = { text: '', status: 'all', configuration: null }
const { factors } = expansionOf()
const rows = trialRows(shownSweep())

function names(shown: readonly TrialRow[]): string[] {
  return shown.map(({ trial }) => `${trial.configuration}/${trial.seed}`)
}

function sorted(column: TrialColumn, descending: boolean, of = rows): string[] {
  return names(sortTrials(of, { column, descending }, factors))
}

describe('trialRows', () => {
  test('has every ended trial once, in the order of the grid, whatever the order of their ends', () => {
    const shown = shownSweep()
    const mixed = trialRows({ ...shown, trials: [...shown.trials].reverse() })
    expect(names(mixed)).toEqual(names(rows))
    expect(rows).toHaveLength(12)
    expect(names(rows).slice(0, 4)).toEqual(['0/0', '0/1', '0/2', '1/0'])
  })

  test('tells the first cause in a sentence, and the message of a failed trial', () => {
    expect(rows.find(({ trial }) => trial.status === 'diverged')?.cause).toMatch(/^At step 7 .* layer 2/)
    const [failed] = trialRows(shownSweep([trialWith({ status: 'error', message: 'Out of memory.' })]))
    expect(failed?.cause).toBe('Out of memory.')
  })
})

describe('sortTrials', () => {
  test('keeps diverged trials behind the others by a metric, ascending and descending', () => {
    const up = sorted('trainLoss', false)
    const down = sorted('trainLoss', true)
    expect(up.slice(-2)).toEqual(['3/1', '3/2'])
    expect(down.slice(-2)).toEqual(['3/1', '3/2'])
    expect(up.slice(0, 3)).toEqual(['0/0', '0/1', '0/2'])
    expect(down[0]).toBe('3/0')
    expect(sorted('testAccuracy', true).slice(-2)).toEqual(['3/1', '3/2'])
  })

  test('keeps trials without a result last', () => {
    const mixed = trialRows(
      shownSweep([
        trialWith({ seed: 0, status: 'cancelled', losses: [9] }),
        trialWith({ seed: 1, status: 'diverged', losses: [NaN] }),
        trialWith({ seed: 2, losses: [5] }),
      ]),
    )
    expect(sorted('trainLoss', false, mixed)).toEqual(['0/2', '0/1', '0/0'])
    expect(sorted('trainLoss', true, mixed)).toEqual(['0/2', '0/1', '0/0'])
  })

  test('is stable: equal values keep the order of the grid either way', () => {
    expect(sorted('milliseconds', false)).toEqual(names(rows))
    expect(sorted('milliseconds', true)).toEqual(names(rows))
    expect(sorted('seed', true).slice(0, 4)).toEqual(['0/2', '1/2', '2/2', '3/2'])
  })

  test('sorts a factor by size, names in the order of the spec, causes by their step', () => {
    expect(sorted({ factor: 'model.depth' }, true)[0]).toBe('2/0')
    expect(sorted({ factor: 'model.init' }, false).slice(0, 4)).toEqual(['0/0', '0/1', '0/2', '2/0'])
    expect(sorted('cause', true).slice(0, 2)).toEqual(['3/1', '3/2'])
    expect(sorted('label', true)[0]).toBe('3/0')
  })
})

describe('filterTrials', () => {
  test('finds every word, in any column of words', () => {
    expect(names(filterTrials(rows, { ...ALL, text: 'XAVIER  overflowed' }))).toEqual(['3/1', '3/2'])
    expect(names(filterTrials(rows, { ...ALL, text: 'he-normal seed 2' }))).toEqual(['0/2', '2/2'])
    expect(names(filterTrials(rows, { ...ALL, text: 'seed 1' }))).toEqual(['0/1', '1/1', '2/1', '3/1'])
    expect(filterTrials(rows, { ...ALL, text: 'nothing like it' })).toEqual([])
    expect(filterTrials(rows, { ...ALL, text: '   ' })).toHaveLength(12)
  })

  test('by status and configuration', () => {
    expect(names(filterTrials(rows, { ...ALL, status: 'diverged' }))).toEqual(['3/1', '3/2'])
    expect(names(filterTrials(rows, { ...ALL, configuration: 3, status: 'done' }))).toEqual(['3/0'])
  })

  test('changes no number of what stays', () => {
    const [row] = filterTrials(rows, { ...ALL, configuration: 2 })
    expect(row).toBe(rows.find(({ trial }) => trial.configuration === 2))
  })
})

describe('the text of a trial', () => {
  const [row] = trialRows(shownSweep([trialWith({ losses: [2, 0.125], seed: 4, weightsHash: HASH })]))
  if (row === undefined) throw new Error('no row')

  test('in cells', () => {
    expect(trialCell(row, 'trainLoss')).toBe('0.125')
    expect(trialCell(row, { factor: 'model.init' })).toBe('he-normal')
    expect(trialCell(row, 'weightsHash')).toBe('ab12cd34')
    const diverged = rows.find(({ trial }) => trial.status === 'diverged')
    expect(diverged && trialCell(diverged, 'testAccuracy')).toBe('diverged')
    const [cancelled] = trialRows(shownSweep([trialWith({ status: 'cancelled', losses: [1] })]))
    expect(cancelled && trialCell(cancelled, 'trainLoss')).toBe('–')
  })

  test('as the key that a report gives it', () => {
    expect(JSON.parse(trialKeyText(row))).toEqual({
      configuration: { 'model.depth': 3, 'model.init': 'he-normal' },
      seed: 4,
    })
  })

  test('as CSV, in full', () => {
    const { columns, rows: lines } = trialsCsv([row], factors)
    const value = (column: string): string | undefined => lines[0]?.[columns.indexOf(column)]
    expect(columns).toHaveLength(lines[0]?.length ?? 0)
    expect(value('trainLoss')).toBe('0.125')
    expect(value('weightsHash')).toBe(HASH)
    expect(value('model.depth')).toBe('3')
    const all = trialsCsv(rows, factors)
    expect(all.rows.at(-1)?.[all.columns.indexOf('trainLoss')]).toBe('Infinity')
    expect(all.rows.at(-1)?.[all.columns.indexOf('testAccuracy')]).toBe('-Infinity')
  })
})

describe('trialsCaption', () => {
  test('counts what is shown of all, by status, and names the lowest loss', () => {
    expect(trialsCaption(rows, 1000)).toBe(
      'Showing 12 of 1,000 trials: 10 done, 2 diverged; lowest final train loss 0.100 (he-normal · depth 3, seed 0).',
    )
  })

  test('is true without trials, without matches and where all diverged', () => {
    expect(trialsCaption([], 0)).toBe('No trial has ended yet.')
    expect(trialsCaption([], 12)).toBe('Showing 0 of 12 trials.')
    const diverged = filterTrials(rows, { ...ALL, status: 'diverged' })
    expect(trialsCaption(diverged, 12)).toBe('Showing 2 of 12 trials: 2 diverged.')
  })
})
