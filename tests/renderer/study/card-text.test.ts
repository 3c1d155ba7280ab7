import { expect, test } from 'vitest'
import {
  importedText,
  sessionShare,
  sessionSummary,
  shortInterval,
  spokenInterval,
  type SessionStep,
} from '../../../src/renderer/study/card-text'

const DAY = 86_400

test('intervals are short on the buttons and whole words for a screen reader', () => {
  const seconds = [30, 60, 600, 7200, DAY, 8 * DAY, 90 * DAY, 400 * DAY]
  expect(seconds.map(shortInterval)).toEqual([
    '< 1 min',
    '1 min',
    '10 min',
    '2 h',
    '1 d',
    '8 d',
    '3 mo',
    '1.1 y',
  ])
  expect(seconds.map(spokenInterval)).toEqual([
    'in less than a minute',
    'in 1 minute',
    'in 10 minutes',
    'in 2 hours',
    'in 1 day',
    'in 8 days',
    'in 3 months',
    'in 1.1 years',
  ])
})

const steps: readonly SessionStep[] = [
  { kind: 'grade', card: 'a', grade: 1 },
  { kind: 'grade', card: 'b', grade: 3 },
  { kind: 'suspend', card: 'c' },
  { kind: 'grade', card: 'a', grade: 3 },
  { kind: 'change', card: 'd' },
]

test('a session says what was done, each grade by its count', () => {
  expect(sessionSummary(steps)).toBe('3 answers on 2 cards: 1 again, 2 good. 1 card put away.')
  expect(sessionSummary(steps.slice(0, 1))).toBe('1 answer on 1 card: 1 again.')
  expect(sessionSummary([])).toBe('No card was answered in this session.')
})

test('its progress is the share of answers given of all that are to come', () => {
  const turn = {
    card: null,
    schedule: null,
    seed: 0,
    intervals: [0, 0, 0, 0] as const,
    counts: { learning: 1, review: 2, new: 6 },
    nextDue: null,
    canUndo: true,
  }
  expect(sessionShare(steps, turn)).toBe(0.25)
  expect(sessionShare([], null)).toBe(0)
})

test('an import says what it did, and nothing of what it did not', () => {
  expect(importedText(5000, 0)).toBe('5,000 cards added')
  expect(importedText(1, 2)).toBe('1 card added, 2 changed')
  expect(importedText(0, 3)).toBe('3 cards changed')
  expect(importedText(0, 0)).toBe('All these cards are here already')
})
