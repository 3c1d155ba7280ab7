import { describe, expect, test } from 'vitest'
import type { Card } from '@shared/study/card'
import type { ListedCard } from '@shared/study/card-session'
import { filterText, toggled } from '../../../src/renderer/study/card-filter'
import { cardRows, findRows, pageOf } from '../../../src/renderer/study/card-list'
import { afterSession } from '../../../src/renderer/study/session-end'

const EVERYTHING = { topics: null, difficulties: null }

function listed(
  id: string,
  fields: Partial<Omit<ListedCard, 'card' | 'schedule'>> & {
    readonly state?: ListedCard['schedule']['state']
    readonly due?: string
    readonly front?: string
    readonly back?: string
    readonly topics?: Card['topics']
  } = {},
): ListedCard {
  const {
    state = 'new',
    due = '2026-11-22T08:00:00.000Z',
    front = id,
    back = 'x',
    topics = ['he'],
    ...marks
  } = fields
  return {
    card: {
      id,
      kind: 'reveal',
      front,
      back,
      covers: [],
      topics,
      difficulty: 'easy',
      claims: [],
      corrects: [],
    },
    schedule: { state, due, stability: 1, difficulty: 5, reviews: 0, lapses: 0, lastReview: null },
    recall: 0,
    isOwn: false,
    isEdited: false,
    isSuspended: false,
    isBuried: false,
    ...marks,
  }
}

describe('the list of cards', () => {
  const cards = [
    listed('card-a', { front: 'What is $n|fan-in$?', topics: ['fans', 'lecun'] }),
    listed('card-b', { state: 'review', isSuspended: true, isEdited: true }),
    listed('own-1', { state: 'relearning', isOwn: true, isBuried: true, back: 'A **zebra**' }),
  ]
  const ids = (search: string, state: Parameters<typeof findRows>[2]) =>
    findRows(cardRows(cards), search, state).map(({ listed: { card } }) => card.id)

  test('finds every word in what a formula says, in topics, difficulty and id', () => {
    expect(ids('FAN-IN lecun', 'all')).toEqual(['card-a'])
    expect(ids('easy own', 'all')).toEqual(['own-1'])
    expect(ids('fan-in own', 'all')).toEqual([])
    expect(ids('a zebra', 'all')).toEqual(['own-1'])
  })

  test('takes one state alone', () => {
    expect(ids('', 'new')).toEqual(['card-a'])
    expect(ids('', 'suspended')).toEqual(['card-b'])
    expect(ids('', 'learning')).toEqual(['own-1'])
    expect(ids('', 'buried')).toEqual(['own-1'])
    expect([ids('', 'own'), ids('', 'edited')]).toEqual([['own-1'], ['card-b']])
  })

  test('names state, due day and mark', () => {
    expect(cardRows(cards).map(({ state, due, mark }) => [state, due, mark])).toEqual([
      ['New', '–', null],
      ['Suspended', '22 Nov 2026', 'Edited'],
      ['Buried', '22 Nov 2026', 'Own'],
    ])
  })

  test('is cut into pages, and stays inside them', () => {
    const rows = Array.from({ length: 45 }, (_, place) => place)
    expect(pageOf(rows, 2)).toEqual({ rows: [40, 41, 42, 43, 44], page: 2, pages: 3 })
    expect(pageOf(rows, 9).page).toBe(2)
    expect(pageOf([], 3)).toEqual({ rows: [], page: 0, pages: 1 })
  })
})

describe('the filter', () => {
  test('of none and of all choices is no filter', () => {
    const all = ['easy', 'medium', 'hard']
    expect(toggled(null, all, 'hard')).toEqual(['hard'])
    expect(toggled(['hard'], all, 'easy')).toEqual(['easy', 'hard'])
    expect(toggled(['hard'], all, 'hard')).toBeNull()
    expect(toggled(['easy', 'hard'], all, 'medium')).toBeNull()
  })

  test('says what it takes', () => {
    expect(filterText(EVERYTHING)).toBe('All topics')
    expect(filterText({ topics: ['xavier', 'he'], difficulties: ['hard'] })).toBe('Xavier, He · hard')
    expect(filterText({ topics: ['xavier', 'he', 'gain'], difficulties: null })).toBe('3 topics')
  })
})

describe('after a session', () => {
  test('the soonest due card, the limit, and what is put away are named', () => {
    const cards = [
      listed('a', { state: 'review', due: '2026-11-30T08:00:00.000Z' }),
      listed('b', { state: 'review', due: '2026-11-25T08:00:00.000Z' }),
      listed('c', { state: 'review', due: '2026-11-23T08:00:00.000Z', isSuspended: true }),
      listed('d', { isBuried: true }),
      listed('e'),
      listed('f'),
    ]
    expect(afterSession(cards, EVERYTHING, null, 15)).toEqual([
      'The next card is due on 25 Nov 2026.',
      '2 new cards wait for another day: the limit is 15 a day.',
      '1 buried card will be back tomorrow.',
      '1 card is suspended and stays away until you return it.',
    ])
  })

  test('a card in learning comes before all, and a filter without cards says so', () => {
    const cards = [listed('a', { state: 'review' })]
    expect(afterSession(cards, EVERYTHING, '2026-11-22T08:30:00.000Z', 15)[0]).toMatch(
      /^The next card in learning is due at 22 Nov 2026, \d\d:30\.$/,
    )
    expect(afterSession(cards, { topics: ['gain'], difficulties: null }, null, 15)).toEqual([
      'No card fits the topics and difficulties that are chosen.',
    ])
  })
})
