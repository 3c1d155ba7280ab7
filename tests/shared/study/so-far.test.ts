import { describe, expect, test } from 'vitest'
import { interviewSoFar, isOver, nextRun, quizSoFar } from '../../../src/shared/study/so-far'
import type { StudyEvent } from '../../../src/shared/study/study-event'
import type { InterviewUnderWay, QuizUnderWay } from '../../../src/shared/study/under-way'
import { MATCHING, MULTIPLE, ORDERING, QUESTIONS, SINGLE, TALK } from './study-fixtures'

const BY_ID = new Map(QUESTIONS.map((one) => [one.id, one] as const))
const item = (question: string, order: number[]) => ({ question, order })
const answer = (question: string) => ({ question, given: [0], points: 0, usedHint: false })
const QUIZ: QuizUnderWay = {
  kind: 'quiz',
  run: 4,
  seed: 4,
  items: [item(SINGLE.id, [2, 1, 0]), item(MULTIPLE.id, [3, 2, 1, 0]), item(ORDERING.id, [1, 2, 3, 0])],
  answers: [answer(SINGLE.id)],
  usedHint: true,
  milliseconds: 100,
}
const OTHER = { ...TALK, id: 'talk-other' }
const TALKS = new Map([TALK, OTHER].map((one) => [one.id, one] as const))
const talked = { question: TALK.id, covered: [0], of: 3, text: 'symmetry', milliseconds: 5 }
const INTERVIEW: InterviewUnderWay = {
  kind: 'interview',
  run: 4,
  questions: [TALK.id, OTHER.id],
  answers: [talked],
  limit: 60,
  text: 'half a',
  isShown: true,
  covered: [1, 9],
  milliseconds: 70,
}

describe('a quiz so far', () => {
  test('has the items as they were shown, the answers and the open hint', () => {
    const soFar = quizSoFar(QUIZ, BY_ID)
    expect(soFar?.items.map(({ question, order }) => [question.id, order])).toEqual(
      QUIZ.items.map(({ question, order }) => [question, order]),
    )
    expect(soFar).toMatchObject({ answers: QUIZ.answers, usedHint: true })
  })

  test('leaves out questions that are gone, with their answers, and a hint of another question', () => {
    const answers = [answer(SINGLE.id), answer(MULTIPLE.id)]
    const known = new Map([...BY_ID].filter(([id]) => id !== MULTIPLE.id && id !== ORDERING.id))
    const items = [...QUIZ.items, item(MATCHING.id, [0, 1, 2])]
    const soFar = quizSoFar({ ...QUIZ, items, answers }, known)
    expect(soFar?.items.map(({ question }) => question.id)).toEqual([SINGLE.id, MATCHING.id])
    expect(soFar).toMatchObject({ answers: [answer(SINGLE.id)], usedHint: false })
  })

  test('leaves out an open question whose order does not fit what it asks now', () => {
    const items = [...QUIZ.items.slice(0, 2), item(ORDERING.id, [0, 0, 1, 2])]
    expect(quizSoFar({ ...QUIZ, items }, BY_ID)?.items).toHaveLength(2)
  })

  test('is nothing without an answer, or when answers and items do not belong together', () => {
    expect(quizSoFar({ ...QUIZ, answers: [] }, BY_ID)).toBeNull()
    expect(quizSoFar({ ...QUIZ, answers: [answer(MULTIPLE.id)] }, BY_ID)).toBeNull()
    expect(quizSoFar(QUIZ, new Map())).toBeNull()
  })
})

describe('an interview so far', () => {
  test('has the answers and what was typed and ticked', () => {
    expect(interviewSoFar(INTERVIEW, TALKS)).toEqual({
      questions: [TALK, OTHER],
      answers: [talked],
      text: 'half a',
      isShown: true,
      covered: [1],
      milliseconds: 70,
    })
  })

  test('what was typed goes with its question, and is enough without an answer', () => {
    expect(interviewSoFar(INTERVIEW, new Map([[TALK.id, TALK]]))).toMatchObject({
      questions: [TALK],
      text: '',
      isShown: false,
    })
    const typed = { ...INTERVIEW, answers: [], isShown: false }
    expect(interviewSoFar(typed, TALKS)).toMatchObject({ answers: [], text: 'half a' })
    expect(interviewSoFar({ ...typed, text: ' ' }, TALKS)).toBeNull()
    expect(interviewSoFar({ ...INTERVIEW, answers: [{ ...talked, question: OTHER.id }] }, TALKS)).toBeNull()
  })
})

test('a run is over when an event of its kind has its number, and the next one has another', () => {
  const recorded = (event: StudyEvent) => [{ id: 9, at: '', session: 1, event }]
  const quiz: StudyEvent = { kind: 'quiz', run: 4, answers: QUIZ.answers, milliseconds: 1 }
  expect(isOver(QUIZ, recorded(quiz))).toBe(true)
  expect(isOver(QUIZ, recorded({ ...quiz, run: 5 }))).toBe(false)
  expect(isOver(INTERVIEW, recorded(quiz))).toBe(false)
  expect(isOver(INTERVIEW, recorded({ kind: 'interview', run: 4, answers: [talked] }))).toBe(true)
  const none = { quiz: null, lesson: null, interview: null, prediction: null }
  expect([nextRun([], none), nextRun(recorded(quiz), none)]).toEqual([1, 10])
})

test('no two runs have the same number: of those that wait, and where a later event was taken back', () => {
  const none = { quiz: null, lesson: null, interview: null, prediction: null }
  const quiz: StudyEvent = { kind: 'quiz', run: 12, answers: QUIZ.answers, milliseconds: 1 }
  expect(nextRun([], { ...none, quiz: QUIZ })).toBe(5)
  expect(nextRun([], { ...none, interview: INTERVIEW })).toBe(5)
  expect(nextRun([{ id: 9, at: '', session: 1, event: quiz }], none)).toBe(13)
})
