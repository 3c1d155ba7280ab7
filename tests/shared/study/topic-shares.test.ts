import { expect, test } from 'vitest'
import { interviewTopicShares, quizTopicShares, weakTopics } from '../../../src/shared/study/topic-shares'
import { MATCHING, MULTIPLE, QUESTIONS, SINGLE, TALK } from './study-fixtures'

const byId = new Map(QUESTIONS.map((one) => [one.id, one]))
const answer = (question: string, points: number) => ({ question, points, given: [], usedHint: false })

test('shares of points over all quizzes, the lowest first, with their number', () => {
  const shares = quizTopicShares(
    [
      {
        kind: 'quiz',
        answers: [answer(SINGLE.id, 1), answer(MULTIPLE.id, 0.25), answer('ask-gone', 0)],
        milliseconds: 1,
      },
      { kind: 'experiment', claim: 'C05' },
      { kind: 'quiz', answers: [answer(SINGLE.id, 0), answer(MATCHING.id, 1)], milliseconds: 1 },
    ],
    byId,
  )
  expect(shares).toEqual([
    { topic: 'symmetry', share: 0.25, n: 1 },
    { topic: 'biases', share: 0.25, n: 1 },
    { topic: 'he', share: 2 / 3, n: 3 },
    { topic: 'activations', share: 1, n: 1 },
  ])
  expect(weakTopics(shares).map(({ topic }) => topic)).toEqual(['symmetry', 'biases', 'he'])
})

test('of equal shares the one with more answers comes first', () => {
  const events = [
    { kind: 'quiz' as const, answers: [answer(MATCHING.id, 0), answer(SINGLE.id, 0)], milliseconds: 1 },
  ]
  expect(quizTopicShares(events, byId).map(({ topic }) => topic)).toEqual(['he', 'activations'])
})

test('shares of covered concepts over interviews', () => {
  const spoken = { question: TALK.id, of: 3, text: '', milliseconds: 1 }
  const answers = [
    { ...spoken, covered: [0, 2] },
    { ...spoken, covered: [] },
  ]
  expect(interviewTopicShares([{ kind: 'interview', answers }], new Map([[TALK.id, TALK]]))).toEqual([
    { topic: 'symmetry', share: 1 / 3, n: 2 },
  ])
})
