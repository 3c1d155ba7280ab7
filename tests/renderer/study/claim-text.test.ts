import { describe, expect, test } from 'vitest'
import { claimMatches, comparisonNote, statusLook } from '../../../src/renderer/study/claim-text'

const claim = {
  id: 'C05',
  statement: 'With ReLU He ends lower than Xavier.',
  conditions: 'Plain SGD.',
  status: 'holds',
} as const

describe('the search of the ledger', () => {
  test('finds all words sought in any place and case', () => {
    for (const sought of ['', 'c05', 'xavier RELU', 'sgd', 'holds', '  he  '])
      expect(claimMatches(claim, sought), sought).toBe(true)
  })

  test('misses what has not all of them', () => {
    for (const sought of ['C06', 'relu adam', 'refuted'])
      expect(claimMatches(claim, sought), sought).toBe(false)
  })
})

test('a claim without an experiment says so', () => {
  expect(statusLook('not-testable').word).toBe('Not testable here')
  expect(statusLook('refuted').word).toBe('Refuted')
})

describe('what the estimate of a comparison is', () => {
  function noteOf(...bounds: readonly string[]): string | null {
    const values = { estimate: 0.5, low: null, high: null, first: 1, second: 2, p: null }
    const common = { says: '', ...values, n: 10, diverged: 0, reason: null }
    return comparisonNote({
      checks: bounds.map((bound, place) => ({ id: String(place), ...common, bound, truth: 'true' })),
    })
  }

  test('is said for each direction that is asked', () => {
    expect(noteOf('< the other, p < 0.01', '< the other, p < 0.01')).toBe(
      'Estimate: for “< the other” the ratio of the two medians.',
    )
    expect(noteOf('> 2 x the other, p < 0.01')).toBe(
      'Estimate: for “> the other” the first median minus the second.',
    )
    expect(noteOf('< the other, p < 0.01', '> the other, p < 0.01')).toContain(
      'ratio of the two medians, for “>',
    )
  })

  test('is not said where nothing is compared', () => {
    expect(noteOf('< 0.5', '> 2')).toBeNull()
  })
})
