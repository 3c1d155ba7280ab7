import { describe, expect, test } from 'vitest'
import { claimMatches, statusLook } from '../../../src/renderer/study/claim-text'

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
