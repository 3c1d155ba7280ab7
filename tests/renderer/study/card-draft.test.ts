import { describe, expect, test } from 'vitest'
import type { Card } from '@shared/study/card'
import type { StudyEvent } from '@shared/study/study-event'
import {
  draftOf,
  emptyDraft,
  freshCardId,
  isDraftOf,
  readDraft,
} from '../../../src/renderer/study/card-draft'

const common = {
  covers: ['001-5'],
  topics: ['he' as const],
  difficulty: 'hard' as const,
  claims: ['C05'],
  corrects: ['X3'],
}
const CARDS: readonly Card[] = [
  { ...common, id: 'card-a', kind: 'reveal', front: 'Q?', back: 'A.' },
  { ...common, id: 'card-b', kind: 'cloze', text: 'He: [[two]]', back: 'Note.' },
  { ...common, id: 'card-c', kind: 'cloze', text: 'He: [[two]]' },
  {
    ...common,
    id: 'card-d',
    kind: 'number',
    front: 'Q?',
    back: 'A.',
    answer: 0.0625,
    tolerance: 0.005,
    unit: 'm',
  },
  { ...common, id: 'card-e', kind: 'number', front: 'Q?', back: 'A.', answer: -3, tolerance: 0.07 },
  {
    ...common,
    id: 'card-f',
    kind: 'generated',
    generator: { task: 'leaky-gain', slope: [0.1, 0.2] },
    tolerance: 0.01,
    back: 'A.',
  },
]

test.each(CARDS)('$id goes into the editor and comes out as it was', (card) => {
  expect(readDraft(draftOf(card))).toEqual({ card, problems: {} })
})

describe('what is wrong is said at its field', () => {
  const draft = { ...emptyDraft('own-card-1'), front: 'Q?', back: 'A.' }

  test('nothing is, here', () => {
    expect(readDraft(draft).card?.id).toBe('own-card-1')
  })

  test('an empty text, and a formula without its words', () => {
    const { card, problems } = readDraft({ ...draft, front: ' ', back: 'So $x^2$.' })
    expect(card).toBeNull()
    expect(problems.front).toBe('Something must stand here.')
    expect(problems.back).toContain('needs its spoken words')
  })

  test('a cloze without a blank, or with one that is not closed', () => {
    expect(readDraft({ ...draft, kind: 'cloze' }).problems.front).toContain('needs a blank')
    expect(readDraft({ ...draft, kind: 'cloze', front: '[[a]] and [[b' }).problems.front).toContain(
      'not closed',
    )
  })

  test('a number that is none, and a tolerance out of range', () => {
    const number = { ...draft, kind: 'number' as const }
    expect(readDraft({ ...number, answer: 'two' }).problems.answer).toContain('Give a number')
    expect(readDraft({ ...number, answer: '2', tolerance: '0' }).problems.tolerance).toContain('per cent')
    expect(readDraft({ ...number, answer: '1/8', tolerance: '2' }).card).toMatchObject({
      answer: 0.125,
      tolerance: 0.02,
    })
  })

  test('no topic', () => {
    expect(readDraft({ ...draft, topics: [] }).problems.topics).toBe('Choose at least one topic.')
  })
})

test('an own card gets an id that no removed one had', () => {
  const event = (value: StudyEvent) => ({ id: 1, at: '2026-11-22T08:00:00.000Z', session: 1, event: value })
  const written = readDraft({ ...emptyDraft('own-card-7'), front: 'Q?', back: 'A.' }).card
  if (written === null) throw new Error('a card')
  const history = [event({ kind: 'card', card: written }), event({ kind: 'remove-card', card: 'own-card-7' })]
  expect(freshCardId(history, ['card-a', 'own-card-2'])).toBe('own-card-8')
  expect(freshCardId([], [])).toBe('own-card-1')
})

test('a draft is known from the card that it was made of', () => {
  const card: Card = { ...common, id: 'card-a', kind: 'reveal', front: 'Q?', back: 'A.' }
  expect(isDraftOf(draftOf(card), card)).toBe(true)
  expect(isDraftOf({ ...draftOf(card), back: 'B.' }, card)).toBe(false)
  expect(isDraftOf(draftOf({ ...card, back: 'B.' }), card)).toBe(false)
})
