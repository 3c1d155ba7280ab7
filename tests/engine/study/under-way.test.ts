import { expect, test } from 'vitest'
import { openStore } from '@engine/store/store'
import { readUnderWay } from '@engine/study/under-way'
import { underWay } from '@shared/study/under-way'
import type { UnderWay } from '@shared/study/under-way'
import { unwrap } from '../sweep/lab-fixture'
import { libraryFile, schoolAt, SetClock } from './school-fixture'

const QUIZ: UnderWay = {
  kind: 'quiz',
  run: 1,
  seed: 7,
  items: [{ question: 'ask-a', order: [1, 0] }],
  answers: [{ question: 'ask-a', given: [1], points: 1, usedHint: true }],
  usedHint: false,
  milliseconds: 900,
}
const INTERVIEW: UnderWay = {
  kind: 'interview',
  run: 1,
  questions: ['talk-a'],
  answers: [],
  limit: 0,
  text: 'Half a sentence',
  isShown: false,
  covered: [],
  milliseconds: 12,
}
const PREDICTIONS: UnderWay = {
  kind: 'prediction',
  runs: [
    {
      lesson: 'lesson-he',
      place: [2, 1],
      guess: { kind: 'winner', configuration: 1, confidence: 0.9 },
      sweep: 4,
    },
    {
      lesson: 'lesson-fans',
      place: [0, 3],
      guess: { kind: 'curve', curve: { xs: [1, 2], ys: [1, 0.5] } },
      sweep: null,
    },
  ],
}
const NOTHING = { quiz: null, lesson: null, interview: null, prediction: null }
const clock = new SetClock('2026-11-22T08:00:00.000Z')

test('what is under way is there at the next start, the last of each kind', () => {
  const file = libraryFile()
  const first = schoolAt(file, clock, [])
  expect(unwrap(first.school.underWay())).toEqual(NOTHING)
  const lesson: UnderWay = { ...QUIZ, kind: 'lesson', lesson: 'basics' }
  for (const session of [QUIZ, lesson, INTERVIEW, PREDICTIONS, { ...QUIZ, answers: [] }])
    unwrap(first.school.keepUnderWay(session))
  first.close()
  const { school } = schoolAt(file, clock, [])
  const kept = { quiz: { ...QUIZ, answers: [] }, lesson, interview: INTERVIEW, prediction: PREDICTIONS }
  expect(unwrap(school.underWay())).toEqual(kept)
})

test.each([
  ['no JSON', '{"kind":'],
  ['another kind', JSON.stringify(INTERVIEW)],
  ['a key too many', JSON.stringify({ ...QUIZ, more: 1 })],
  ['no run', JSON.stringify({ ...QUIZ, run: 0 })],
  ['an id that is none', JSON.stringify({ ...QUIZ, items: [{ question: '../a', order: [] }] })],
  ['points beyond the whole', JSON.stringify({ ...QUIZ, answers: [{ ...QUIZ.answers[0], points: 2 }] })],
])('a damaged one is dropped: %s', (_name, text) => {
  const store = unwrap(openStore(libraryFile(), clock, false))
  unwrap(store.settings.set('school-under-way-interview', JSON.stringify(INTERVIEW)))
  unwrap(store.settings.set('school-under-way-quiz', text))
  expect(readUnderWay(store)).toEqual({ ...NOTHING, interview: INTERVIEW })
  store.close()
})

test('the schema takes what the window sends', () => {
  expect(underWay.parse(QUIZ)).toEqual(QUIZ)
  expect(underWay.safeParse({ ...INTERVIEW, text: 'x'.repeat(20_001) }).success).toBe(false)
})
