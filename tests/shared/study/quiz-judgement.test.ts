import { describe, expect, test } from 'vitest'
import { isAnswered, judgeAnswer } from '../../../src/shared/study/quiz-judgement'
import { MATCHING, MULTIPLE, NUMERIC, ORDERING, SINGLE } from './study-fixtures'

describe('an answer', () => {
  test('a single choice is right or not', () => {
    expect(judgeAnswer(SINGLE, [1])).toMatchObject({ points: 1, isRight: true })
    expect(judgeAnswer(SINGLE, [0])).toMatchObject({ points: 0, isRight: false, parts: [false, false, true] })
  })

  test('of several options each has its point, chosen or left', () => {
    expect(judgeAnswer(MULTIPLE, [2, 0])).toMatchObject({ points: 1, isRight: true })
    expect(judgeAnswer(MULTIPLE, [0])).toMatchObject({ points: 0.75, isRight: false })
    expect(judgeAnswer(MULTIPLE, [0, 1, 2, 3]).points).toBe(0.5)
    expect(judgeAnswer(MULTIPLE, [1, 3]).points).toBe(0)
  })

  test('each item in its place counts', () => {
    expect(judgeAnswer(ORDERING, [0, 1, 2, 3])).toMatchObject({ points: 1, isRight: true })
    expect(judgeAnswer(ORDERING, [0, 1, 3, 2])).toMatchObject({
      points: 0.5,
      parts: [true, true, false, false],
    })
  })

  test('each pair counts, and equal right sides are alike', () => {
    expect(judgeAnswer(MATCHING, [2, 1, 0])).toMatchObject({ points: 1, isRight: true })
    expect(judgeAnswer(MATCHING, [1, 0, 2]).points).toBeCloseTo(1 / 3, 12)
    expect(judgeAnswer(MATCHING, []).points).toBe(0)
  })

  test('a number is right within its tolerance, both ends with it', () => {
    for (const given of [0.02, 0.0202, 0.0198]) expect(judgeAnswer(NUMERIC, [given]).isRight).toBe(true)
    for (const given of [0.02021, 0.01979, -0.02, NaN])
      expect(judgeAnswer(NUMERIC, [given]).isRight).toBe(false)
  })

  test('a likely wrong number says what led to it, the closest one', () => {
    expect(judgeAnswer(NUMERIC, [0.01]).slip).toBe('Half is missing.')
    expect(judgeAnswer(NUMERIC, [0.010002]).slip).toBe('Nearly half is missing.')
    expect(judgeAnswer(NUMERIC, [0.5]).slip).toBeNull()
    expect(judgeAnswer(NUMERIC, [0.0201]).slip).toBeNull()
  })

  test('is there once every part of it is', () => {
    expect(isAnswered(SINGLE, [])).toBe(false)
    expect(isAnswered(SINGLE, [0])).toBe(true)
    expect(isAnswered(MATCHING, [1, -1, 2])).toBe(false)
    expect(isAnswered(MATCHING, [1, 0])).toBe(false)
    expect(isAnswered(MATCHING, [1, 0, 2])).toBe(true)
    expect(isAnswered(NUMERIC, [NaN])).toBe(false)
  })
})
