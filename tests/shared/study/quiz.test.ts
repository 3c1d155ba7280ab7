import { describe, expect, test } from 'vitest'
import {
  claimsOfQuestion,
  drawQuiz,
  fittingItems,
  missedQuestions,
  quizScore,
  reviewsOfMisses,
} from '../../../src/shared/study/quiz'
import { RandomStream } from '../../../src/shared/statistics/random-stream'
import { shuffled } from '../../../src/shared/study/shuffle'
import { MATCHING, MULTIPLE, NUMERIC, ORDERING, QUESTIONS, SINGLE, listedCard } from './study-fixtures'

describe('a filter', () => {
  test('empty lists take all', () => {
    expect(fittingItems(QUESTIONS, { topics: [], difficulties: [] })).toEqual(QUESTIONS)
  })

  test('asks for one of the topics and one of the difficulties', () => {
    const ids = (filter: Parameters<typeof fittingItems>[1]) =>
      fittingItems(QUESTIONS, filter).map(({ id }) => id)
    expect(ids({ topics: ['he'], difficulties: [] })).toEqual([SINGLE.id, MATCHING.id])
    expect(ids({ topics: ['he', 'fans'], difficulties: ['hard'] })).toEqual([NUMERIC.id])
    expect(ids({ topics: ['he'], difficulties: ['hard'] })).toEqual([])
  })
})

describe('a quiz', () => {
  test('is the same for the same seed and another for another', () => {
    const look = (seed: number) =>
      drawQuiz(QUESTIONS, 4, seed).map(({ question, order }) => [question.id, ...order])
    expect(look(7)).toEqual(look(7))
    expect(new Set(Array.from({ length: 20 }, (_, seed) => JSON.stringify(look(seed)))).size).toBeGreaterThan(
      15,
    )
  })

  test('asks each question once, each with all its places, and no more than there are', () => {
    const items = drawQuiz(QUESTIONS, 50, 3)
    expect(items.map(({ question }) => question.id).sort()).toEqual(QUESTIONS.map(({ id }) => id).sort())
    const order = new Map(items.map(({ question, order }) => [question.kind, [...order].sort()]))
    expect(order.get('multiple')).toEqual([0, 1, 2, 3])
    expect(order.get('matching')).toEqual([0, 1, 2])
    expect(order.get('numeric')).toEqual([])
  })

  test('never shows what is to be ordered in the right order', () => {
    for (let seed = 0; seed < 200; seed += 1)
      expect(drawQuiz([ORDERING], 1, seed)[0]?.order, `seed ${String(seed)}`).not.toEqual([0, 1, 2, 3])
  })

  test('a shuffle gives every order about as often', () => {
    const stream = RandomStream.ofSeed(5)
    const counts = new Map<string, number>()
    for (let draw = 0; draw < 6000; draw += 1) {
      const key = shuffled([0, 1, 2], stream).join('')
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    expect(counts.size).toBe(6)
    // 1000 expected, standard deviation 29.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(130)
  })
})

describe('what a quiz leaves', () => {
  const answer = (question: string, points: number) => ({ question, points, given: [], usedHint: false })
  const byId = new Map(QUESTIONS.map((one) => [one.id, one]))

  test('misses are answers that were not wholly right, of questions that still exist', () => {
    const answers = [
      answer(SINGLE.id, 1),
      answer(MULTIPLE.id, 0.75),
      answer('ask-gone', 0),
      answer(NUMERIC.id, 0),
    ]
    expect(missedQuestions(answers, byId)).toEqual([MULTIPLE, NUMERIC])
    expect(quizScore(answers)).toBe(0.4375)
    expect(quizScore([])).toBe(0)
  })

  test('the claims of a question are its own and those of its options, once', () => {
    expect(claimsOfQuestion(SINGLE)).toEqual(['C05', 'C06'])
    expect(claimsOfQuestion(NUMERIC)).toEqual([])
  })

  test('a miss asks again for two begun cards on its claims, those that share most first', () => {
    const cards = [
      listedCard('one', ['C05']),
      listedCard('new', ['C05', 'C06'], 'new'),
      { ...listedCard('suspended', ['C05', 'C06']), isSuspended: true },
      { ...listedCard('buried', ['C05', 'C06']), isBuried: true },
      listedCard('other', ['C01']),
      listedCard('two', ['C06', 'C05'], 'learning'),
      listedCard('three', ['C06']),
    ]
    expect(reviewsOfMisses([SINGLE], cards)).toEqual(
      ['two', 'one'].map((card) => ({ kind: 'review', card, grade: 1, milliseconds: 0, from: 'quiz' })),
    )
    expect(reviewsOfMisses([SINGLE, SINGLE], cards)).toHaveLength(2)
    expect(reviewsOfMisses([NUMERIC], cards)).toEqual([])
    expect(reviewsOfMisses([], cards)).toEqual([])
  })
})
