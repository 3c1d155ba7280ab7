import { describe, expect, test } from 'vitest'
import { localCalendar } from '@engine/clock'
import type { School } from '@engine/study/school'
import type { Card } from '@shared/study/card'
import type { CardSchedule } from '@shared/study/card-session'
import type { Grade } from '@shared/study/study-event'
import { unwrap } from '../sweep/lab-fixture'
import { EVERYTHING, inBerlin, libraryFile, revealCard, schoolAt, SetClock } from './school-fixture'

const START = '2022-12-29T12:30:00.000Z'
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000]

inBerlin()

function deck(count: number): readonly Card[] {
  return Array.from({ length: count }, (_, index) => revealCard(`card-${String(index + 1).padStart(3, '0')}`))
}

function scheduleIn(school: School, id: string): CardSchedule {
  const found = unwrap(school.cards()).find(({ card }) => card.id === id)
  if (found === undefined) throw new Error(`No card ${id}`)
  return found.schedule
}

describe('scheduling', () => {
  test('gives the published intervals of FSRS-6, through the store', () => {
    // Source: ts-fsrs, packages/fsrs/__tests__/FSRS-6.test.ts, "ivl_history".
    const grades: readonly Grade[] = [3, 3, 3, 3, 3, 3, 1, 1, 3, 3, 3, 3, 3]
    const clock = new SetClock(START)
    const file = libraryFile()
    const days = grades.map((grade) => {
      // Every review in a start of its own: what counts is what the store gives back.
      const { school, close } = schoolAt(file, clock, deck(1))
      unwrap(school.answer('card-001', grade, 1000))
      const { due } = scheduleIn(school, 'card-001')
      const between = Date.parse(due) - clock.now
      clock.now = Date.parse(due)
      close()
      return Math.floor(between / DAY)
    })
    expect(days).toEqual([0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21])
  })

  test('gives the published memory state', () => {
    // Source: the same file, "memory state[short-term]".
    const clock = new SetClock(START)
    const { school } = schoolAt(libraryFile(), clock, deck(1))
    const grades: readonly Grade[] = [1, 3, 3, 3, 3, 3]
    for (const [index, wait] of [0, 0, 1, 3, 8, 21].entries()) {
      clock.now += wait * DAY
      unwrap(school.answer('card-001', grades[index] ?? 3, 1000))
    }
    const { stability, difficulty } = scheduleIn(school, 'card-001')
    expect(stability).toBeCloseTo(53.62691, 4)
    expect(difficulty).toBeCloseTo(6.3574867, 4)
  })

  test('gives the published first memory of each grade', () => {
    // Source: the same file, "first repeat".
    const memories = ([1, 2, 3, 4] as const).map((grade) => {
      const { school } = schoolAt(libraryFile(), new SetClock(START), deck(1))
      unwrap(school.answer('card-001', grade, 1000))
      const { stability, difficulty, state, reviews, lapses } = scheduleIn(school, 'card-001')
      return [stability, difficulty, state, reviews, lapses]
    })
    expect(memories).toEqual([
      [0.212, 6.4133, 'learning', 1, 0],
      [1.2931, 5.11217071, 'learning', 1, 0],
      [2.3065, 2.11810397, 'learning', 1, 0],
      [8.2956, 1, 'review', 1, 0],
    ])
  })

  test('the interval on a button is the interval that its grade gives', () => {
    for (const grade of [1, 2, 3, 4] as const) {
      const clock = new SetClock(START)
      const { school } = schoolAt(libraryFile(), clock, deck(1))
      for (const earlier of [3, 3, 3] as const) {
        unwrap(school.answer('card-001', earlier, 1000))
        clock.now = Date.parse(scheduleIn(school, 'card-001').due)
      }
      const { intervals } = unwrap(school.turn(EVERYTHING))
      unwrap(school.answer('card-001', grade, 1000))
      const seconds = (Date.parse(scheduleIn(school, 'card-001').due) - clock.now) / 1000
      expect(intervals[grade - 1]).toBe(seconds)
    }
  })

  test('a higher retention asks sooner, and changes the cards that are there', () => {
    const clock = new SetClock(START)
    const { school } = schoolAt(libraryFile(), clock, deck(1))
    unwrap(school.answer('card-001', 4, 1000))
    const before = Date.parse(scheduleIn(school, 'card-001').due)
    unwrap(school.changeSettings({ ...school.settings(), retention: 0.97 }))
    expect(Date.parse(scheduleIn(school, 'card-001').due)).toBeLessThan(before)
    unwrap(school.changeSettings({ ...school.settings(), retention: 0.9 }))
    expect(Date.parse(scheduleIn(school, 'card-001').due)).toBe(before)
  })

  test('a year with daylight saving and clocks that were set back keeps moments and due dates in order', () => {
    const clock = new SetClock('2026-02-01T12:00:00.000Z')
    const file = libraryFile()
    const cards = deck(30)
    let { school, close } = schoolAt(file, clock, cards)
    /** Of the whole deck, and of each card. */
    let lastMoment = ''
    const lastDue = new Map<string, string>()
    let reviews = 0

    /** Answers what waits, the clock going on by some seconds a card. */
    function study(most: number, setBack = 0): void {
      for (let turns = 0; turns < most; turns += 1) {
        const { card, schedule, intervals } = unwrap(school.turn(EVERYTHING))
        if (card === null || schedule === null) return
        // In the middle of the session, a card open.
        if (turns === 1) clock.now -= setBack
        const grade = (reviews * 7) % 10 === 0 ? 1 : 3
        unwrap(school.answer(card.id, grade, 2000))
        reviews += 1
        clock.now += schedule.state === 'review' ? 20_000 : 11 * MINUTE
        const after = scheduleIn(school, card.id)
        const moment = after.lastReview ?? ''
        expect(moment >= lastMoment).toBe(true)
        lastMoment = moment
        expect(after.due > moment).toBe(true)
        expect(intervals).toEqual(intervals.toSorted((one, other) => one - other))
        if (grade === 3) expect(after.due > (lastDue.get(card.id) ?? '')).toBe(true)
        // Nobody is asked for the same card twice on one day of the wall clock.
        if (after.state === 'review')
          expect(localCalendar.dayOf(after.due) > localCalendar.dayOf(moment)).toBe(true)
        lastDue.set(card.id, after.due)
      }
    }

    const changes = ['2026-03-29', '2026-10-25']
    let atNight = 0
    for (let place = 0; place < 365; place += 1) {
      const day = localCalendar.addDays('2026-02-01', place)
      if (changes.includes(day)) {
        // Every 20 minutes while the hour changes and until a new day of learning has begun.
        const before = reviews
        for (let minutes = 10; minutes < 240; minutes += 20) {
          clock.now = Date.parse(`${day}T00:00:00.000Z`) + minutes * MINUTE
          study(2)
        }
        atNight += reviews - before
      }
      // So that much waits in those nights.
      if (changes.some((night) => day < night && localCalendar.addDays(day, 8) > night)) continue
      // At 7 in the evening by the wall clock. From the 90th day on the clock is three days behind, for a week.
      const isSummer = day >= '2026-03-29' && day < '2026-10-25'
      const behind = place >= 90 && place < 97 ? 3 * DAY : 0
      clock.now = Date.parse(`${day}T18:00:00.000Z`) - (isSummer ? HOUR : 0) - behind
      if (place % 50 === 49) {
        close()
        ;({ school, close } = schoolAt(file, clock, cards))
      }
      // In a session in July the clock is set back by an hour, in December by two days.
      study(1000, place === 160 ? HOUR : place === 320 ? 2 * DAY : 0)
    }
    expect(atNight).toBeGreaterThan(3)
    expect(reviews).toBeGreaterThan(200)
    const { done } = unwrap(school.statistics())
    expect(done.reduce((sum, { count }) => sum + count, 0)).toBe(reviews)
    const before = unwrap(school.cards())
    close()
    expect(unwrap(schoolAt(file, clock, cards).school.cards())).toEqual(before)
  }, 120_000)
})

describe('a session', () => {
  test('takes new cards in order up to the limit of the day, then says that nothing is left', () => {
    const clock = new SetClock(START)
    const { school } = schoolAt(libraryFile(), clock, deck(20))
    unwrap(school.changeSettings({ retention: 0.9, newPerDay: 5, streak: false }))
    const seen: string[] = []
    for (;;) {
      const { card } = unwrap(school.turn(EVERYTHING))
      if (card === null) break
      seen.push(card.id)
      unwrap(school.answer(card.id, 4, 1000))
    }
    expect(seen).toEqual(['card-001', 'card-002', 'card-003', 'card-004', 'card-005'])
    clock.now += DAY
    expect(unwrap(school.turn(EVERYTHING))).toMatchObject({ card: { id: 'card-006' }, counts: { new: 5 } })
  })

  test('takes new cards by topic as a beginner meets them, in a topic from easy to hard', () => {
    const cards = [
      revealCard('card-last', { topics: ['seeds', 'basics'] }),
      revealCard('card-hard', { topics: ['variance'], difficulty: 'hard' }),
      revealCard('card-easy', { topics: ['variance'] }),
      revealCard('card-first', { topics: ['basics'], difficulty: 'hard' }),
    ]
    const { school } = schoolAt(libraryFile(), new SetClock(START), cards)
    const seen: (string | undefined)[] = []
    for (let turn = 0; turn < 4; turn++) {
      const id = unwrap(school.turn(EVERYTHING)).card?.id ?? 'none'
      seen.push(id)
      unwrap(school.answer(id, 4, 1000))
    }
    expect(seen).toEqual(['card-first', 'card-easy', 'card-hard', 'card-last'])
  })

  test('asks a card in learning again after its minutes, and says when', () => {
    const clock = new SetClock(START)
    const { school } = schoolAt(libraryFile(), clock, deck(1))
    unwrap(school.answer('card-001', 1, 1000))
    // Due in a minute: with nothing else to do it may come early.
    expect(unwrap(school.turn(EVERYTHING)).card?.id).toBe('card-001')
    unwrap(school.answer('card-001', 4, 1000))
    expect(unwrap(school.turn(EVERYTHING))).toMatchObject({
      card: null,
      counts: { learning: 0, review: 0, new: 0 },
    })
  })

  test('is undone step by step, also after the last card, and in no later start', () => {
    const clock = new SetClock(START)
    const file = libraryFile()
    const first = schoolAt(file, clock, deck(10))
    const before: CardSchedule[] = []
    for (let index = 0; index < 10; index++) {
      const { card, schedule } = unwrap(first.school.turn(EVERYTHING))
      if (card === null || schedule === null) throw new Error('a card is missing')
      before.push(schedule)
      unwrap(first.school.answer(card.id, 4, 1000))
      clock.now += 5000
    }
    expect(unwrap(first.school.turn(EVERYTHING)).card).toBeNull()
    for (let index = 9; index >= 0; index--) {
      const id = `card-${String(index + 1).padStart(3, '0')}`
      expect(unwrap(first.school.undo())).toEqual([id])
      const turn = unwrap(first.school.turnOf(id, EVERYTHING))
      expect(turn.card?.id).toBe(id)
      expect({ ...turn.schedule, due: '' }).toEqual({ ...before[index], due: '' })
    }
    expect(unwrap(first.school.undo())).toEqual([])
    expect(unwrap(first.school.turn(EVERYTHING)).canUndo).toBe(false)
    unwrap(first.school.answer('card-001', 3, 1000))
    first.close()
    const second = schoolAt(file, clock, deck(10))
    expect(unwrap(second.school.undo())).toEqual([])
    expect(scheduleIn(second.school, 'card-001').reviews).toBe(1)
  })

  test('a generated card has the same numbers after an undo, and others at the next review', () => {
    const clock = new SetClock(START)
    const { school } = schoolAt(libraryFile(), clock, deck(1))
    const { seed } = unwrap(school.turn(EVERYTHING))
    unwrap(school.answer('card-001', 1, 1000))
    expect(unwrap(school.turn(EVERYTHING)).seed).not.toBe(seed)
    unwrap(school.undo())
    expect(unwrap(school.turn(EVERYTHING)).seed).toBe(seed)
  })

  test('suspended cards stay away, buried ones until the next morning', () => {
    const clock = new SetClock(START)
    const { school } = schoolAt(libraryFile(), clock, deck(3))
    unwrap(school.record([{ kind: 'suspend', card: 'card-001' }]))
    unwrap(school.record([{ kind: 'bury', card: 'card-002' }]))
    expect(unwrap(school.turn(EVERYTHING)).card?.id).toBe('card-003')
    clock.now += DAY
    expect(unwrap(school.turn(EVERYTHING)).card?.id).toBe('card-002')
    unwrap(school.record([{ kind: 'return', card: 'card-001' }]))
    expect(unwrap(school.turn(EVERYTHING)).card?.id).toBe('card-001')
  })

  test('an undo shows its card again only where that waits: not a suspended one, not one for another day', () => {
    const clock = new SetClock(START)
    const { school } = schoolAt(libraryFile(), clock, deck(2))
    unwrap(school.record([{ kind: 'suspend', card: 'card-001' }]))
    unwrap(school.addCards([revealCard('card-001', { back: 'Mine' })]))
    expect(unwrap(school.undo())).toEqual(['card-001'])
    expect(unwrap(school.turnOf('card-001', EVERYTHING)).card?.id).toBe('card-002')
    unwrap(school.answer('card-002', 4, 1000))
    // A quiz asks for a card before its day; without that it is as it was.
    unwrap(school.record([{ kind: 'review', card: 'card-002', grade: 1, milliseconds: 0, from: 'quiz' }]))
    expect(unwrap(school.undo())).toEqual(['card-002'])
    expect(unwrap(school.turnOf('card-002', EVERYTHING)).card).toBeNull()
  })

  test('topics and difficulties narrow it', () => {
    const clock = new SetClock(START)
    const cards = [revealCard('card-a', { topics: ['xavier'] }), revealCard('card-b', { difficulty: 'hard' })]
    const { school } = schoolAt(libraryFile(), clock, cards)
    const idOf = (filter: Parameters<School['turn']>[0]): string | undefined =>
      unwrap(school.turn(filter)).card?.id
    expect(idOf({ topics: ['he'], difficulties: null })).toBe('card-b')
    expect(idOf({ topics: null, difficulties: ['easy'] })).toBe('card-a')
    expect(idOf({ topics: ['seeds'], difficulties: null })).toBeUndefined()
  })

  test('refuses a card that is not there and changes nothing', () => {
    const { school } = schoolAt(libraryFile(), new SetClock(START), deck(1))
    expect(school.answer('card-999', 3, 1000)).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(unwrap(school.history())).toEqual([])
    expect(unwrap(school.turn(EVERYTHING)).canUndo).toBe(false)
  })
})

describe('own cards', () => {
  test('are added, rewritten, removed, and come back by undo', () => {
    const { school } = schoolAt(libraryFile(), new SetClock(START), deck(1))
    const own = revealCard('own-1')
    expect(unwrap(school.addCards([own]))).toEqual({ added: 1, changed: 0 })
    expect(unwrap(school.addCards([own]))).toEqual({ added: 0, changed: 0 })
    expect(unwrap(school.addCards([{ ...own, difficulty: 'hard' }]))).toEqual({ added: 0, changed: 1 })
    unwrap(school.addCards([revealCard('own-2')]))
    const before = unwrap(school.cards())
    unwrap(school.record([{ kind: 'remove-card', card: 'own-1' }]))
    expect(unwrap(school.cards()).map(({ card }) => card.id)).toEqual(['card-001', 'own-2'])
    expect(unwrap(school.undo())).toEqual(['own-1'])
    expect(unwrap(school.cards())).toEqual(before)
    expect(unwrap(school.cards()).find(({ isOwn }) => isOwn)?.card.difficulty).toBe('hard')
  })

  test('a deck that came in is taken back in one step, and what was there before is as it was', () => {
    const file = libraryFile()
    const clock = new SetClock(START)
    const first = schoolAt(file, clock, deck(2))
    const { school } = first
    unwrap(school.addCards([revealCard('own-1', { back: 'first' })]))
    unwrap(school.answer('card-001', 3, 1000))
    const before = unwrap(school.cards())
    const many = Array.from({ length: 200 }, (_, index) => revealCard(`own-${String(index + 1)}`))
    expect(unwrap(school.addCards(many))).toEqual({ added: 199, changed: 1 })
    unwrap(school.answer('own-7', 4, 1000))
    expect(unwrap(school.undo())).toEqual(['own-7'])
    expect(unwrap(school.undo())).toHaveLength(200)
    expect(unwrap(school.cards())).toEqual(before)
    expect(unwrap(school.undo())).toEqual(['card-001'])
    expect(unwrap(school.undo())).toEqual(['own-1'])
    expect(unwrap(school.undo())).toEqual([])
    first.close()
    const second = schoolAt(file, clock, deck(2))
    expect(unwrap(second.school.cards()).map(({ card }) => card.id)).toEqual(['card-001', 'card-002'])
  })

  test('an edit of a card of the lab keeps its schedule', () => {
    const { school } = schoolAt(libraryFile(), new SetClock(START), deck(1))
    unwrap(school.answer('card-001', 4, 1000))
    const before = scheduleIn(school, 'card-001')
    unwrap(school.addCards([revealCard('card-001', { back: 'Mine' })]))
    expect(unwrap(school.cards())[0]).toMatchObject({ isOwn: false, isEdited: true, schedule: before })
    unwrap(school.addCards(deck(1)))
    expect(unwrap(school.cards())[0]).toMatchObject({ isEdited: false, schedule: before })
  })
})

describe('statistics', () => {
  test('counts what was done, what falls due, and what was recalled', () => {
    const clock = new SetClock(START)
    const { school } = schoolAt(libraryFile(), clock, deck(2))
    unwrap(school.answer('card-001', 4, 1000))
    unwrap(school.answer('card-002', 4, 1000))
    clock.now += 8 * DAY
    unwrap(school.answer('card-001', 3, 1000))
    unwrap(school.answer('card-002', 1, 1000))
    const { due, done, retention, stabilities, states } = unwrap(school.statistics())
    expect(due).toHaveLength(30)
    expect(due[0]).toEqual({ day: '2023-01-06', count: 1 })
    expect(due.reduce((sum, { count }) => sum + count, 0)).toBe(1)
    expect(done).toHaveLength(365)
    expect(done.slice(-9).map(({ count }) => count)).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 2])
    expect(retention).toEqual({ recalled: 1, reviews: 2 })
    expect(stabilities).toHaveLength(1)
    expect(states).toEqual({ new: 0, learning: 0, review: 1, relearning: 1, suspended: 0 })
  })
})

test('what a quiz moved on is no review of the learner', () => {
  const clock = new SetClock(START)
  const { school } = schoolAt(libraryFile(), clock, deck(1))
  unwrap(school.answer('card-001', 4, 1000))
  clock.now += DAY
  unwrap(school.record([{ kind: 'review', card: 'card-001', grade: 1, milliseconds: 0, from: 'quiz' }]))
  const { done, retention } = unwrap(school.statistics())
  expect(done.slice(-2).map(({ count }) => count)).toEqual([1, 0])
  expect(retention).toEqual({ recalled: 0, reviews: 0 })
})

test('what one quiz asked for is taken back in one step', () => {
  const clock = new SetClock(START)
  const { school } = schoolAt(libraryFile(), clock, deck(3))
  for (const id of ['card-001', 'card-002', 'card-003']) unwrap(school.answer(id, 4, 1000))
  const before = unwrap(school.cards())
  const asked = (id: string) =>
    ({ kind: 'review', card: id, grade: 1, milliseconds: 0, from: 'quiz' }) as const
  unwrap(school.record([asked('card-003')]))
  clock.now += MINUTE
  unwrap(school.record([asked('card-001'), asked('card-002')]))
  expect(unwrap(school.undo())).toEqual(['card-001', 'card-002'])
  expect(unwrap(school.undo())).toEqual(['card-003'])
  const schedules = (cards: typeof before) => cards.map(({ schedule }) => schedule)
  expect(schedules(unwrap(school.cards()))).toEqual(schedules(before))
  expect(unwrap(school.undo())).toEqual(['card-003'])
  expect(unwrap(school.history())).toEqual([])
})

test('a clock that is behind leaves the list and the statistics in the time of the last event', () => {
  const clock = new SetClock(START)
  const { school } = schoolAt(libraryFile(), clock, deck(2))
  unwrap(school.answer('card-001', 4, 1000))
  unwrap(school.record([{ kind: 'bury', card: 'card-002' }]))
  clock.now -= 3 * DAY
  expect(unwrap(school.cards())[1]?.isBuried).toBe(true)
  expect(unwrap(school.statistics()).done.at(-1)).toEqual({ day: '2022-12-29', count: 1 })
})

test('a day begins at 4 in the morning by the wall clock, in winter, in summer and in the nights between', () => {
  expect(
    [
      '2026-01-10T02:59:00Z',
      '2026-01-10T03:00:00Z',
      '2026-07-10T01:59:00Z',
      '2026-07-10T02:00:00Z',
      // 2 to 3 is left out in March and comes twice in October.
      '2026-03-29T00:59:00Z',
      '2026-03-29T01:59:00Z',
      '2026-03-29T02:00:00Z',
      '2026-03-30T00:30:00Z',
      '2026-10-25T00:30:00Z',
      '2026-10-25T01:30:00Z',
      '2026-10-25T02:59:00Z',
      '2026-10-25T03:00:00Z',
      '2027-01-01T02:59:00Z',
    ].map(localCalendar.dayOf),
  ).toEqual([
    '2026-01-09',
    '2026-01-10',
    '2026-07-09',
    '2026-07-10',
    '2026-03-28',
    '2026-03-28',
    '2026-03-29',
    '2026-03-29',
    '2026-10-24',
    '2026-10-24',
    '2026-10-24',
    '2026-10-25',
    '2026-12-31',
  ])
})
