import { describe, expect, test } from 'vitest'
import {
  brierScore,
  calibrationBins,
  chanceBrier,
  logScore,
  madePredictions,
  runningMeans,
  winnerPredictions,
  winnerVerdict,
} from '../../../src/shared/study/prediction-scores'
import type { RecordedEvent, StudyEvent } from '../../../src/shared/study/study-event'

type Prediction = Extract<StudyEvent, { kind: 'prediction' }>

function prediction(lesson: string, outcome: Prediction['outcome']): Prediction {
  return { kind: 'prediction', lesson, place: [0, 1], claims: [], outcome }
}

function recorded(events: readonly StudyEvent[]): readonly RecordedEvent[] {
  return events.map((event, id) => ({ id, at: `2026-11-22T08:0${id}:00.000Z`, session: 1, event }))
}

const said = (confidence: number, isRight: boolean): { confidence: number; isRight: boolean } => ({
  confidence,
  isRight,
})

describe('scores of one prediction', () => {
  test('Brier is the squared distance to what happened', () => {
    expect(brierScore(said(0.7, true))).toBeCloseTo(0.09, 12)
    expect(brierScore(said(0.7, false))).toBeCloseTo(0.49, 12)
  })

  test('the log score is minus the logarithm of the probability of what happened', () => {
    expect(logScore(said(0.5, true))).toBeCloseTo(Math.LN2, 12)
    expect(logScore(said(0.9, false))).toBeCloseTo(Math.log(10), 12)
    expect(logScore(said(1, false))).toBe(Infinity)
  })

  test('chance has the mean Brier score of naming one of k and saying 1 / k', () => {
    for (const k of [2, 3, 5]) {
      const right = brierScore(said(1 / k, true))
      const wrong = brierScore(said(1 / k, false))
      expect(chanceBrier(k)).toBeCloseTo(right / k + (wrong * (k - 1)) / k, 12)
    }
  })
})

test('only the first prediction of a place counts, and curves are no winners', () => {
  const winner = { kind: 'winner', choices: 3, ...said(0.6, true) } as const
  const { firsts, repeats } = madePredictions(
    recorded([
      prediction('lesson-a', winner),
      { kind: 'lesson', lesson: 'lesson-a', section: 1, isDone: false },
      prediction('lesson-a', { ...winner, confidence: 0.99 }),
      prediction('lesson-b', { kind: 'curve', distance: 0.3, isWithin: false }),
    ]),
  )
  expect(firsts.map(({ subject }) => subject)).toMatchObject([{ lesson: 'lesson-a' }, { lesson: 'lesson-b' }])
  expect(repeats).toBe(1)
  expect(winnerPredictions(firsts).map(({ outcome }) => outcome.confidence)).toEqual([0.6])
})

test('what was said of a claim names one of three, once a claim', () => {
  const { firsts, repeats } = madePredictions(
    recorded([
      { kind: 'claim-prediction', claim: 'C05', said: 'refuted', ...said(0.7, false) },
      { kind: 'experiment', claim: 'C05' },
      { kind: 'claim-prediction', claim: 'C05', said: 'holds', ...said(0.99, true) },
      { kind: 'claim-prediction', claim: 'C06', said: 'holds', ...said(0.5, true) },
    ]),
  )
  expect(repeats).toBe(1)
  expect(winnerPredictions(firsts)).toMatchObject([
    { subject: { kind: 'claim', claim: 'C05' }, outcome: { choices: 3, confidence: 0.7, isRight: false } },
    { subject: { kind: 'claim', claim: 'C06' }, outcome: { choices: 3, confidence: 0.5, isRight: true } },
  ])
})

describe('calibration', () => {
  test('bins hold what was stated in them, with n and an interval around the share', () => {
    const bins = calibrationBins([said(0.5, true), said(0.55, false), said(0.8, true), said(0.99, true)])
    expect(bins.map(({ low, n, right }) => [low, n, right])).toEqual([
      [0.4, 2, 1],
      [0.8, 2, 2],
    ])
    expect(bins[0]?.stated).toBeCloseTo(0.525, 12)
    expect(bins[0]?.interval.low).toBeLessThan(0.5)
    expect(bins[1]?.interval).toMatchObject({ high: 1 })
    expect(bins[1]?.interval.low).toBeGreaterThan(0.2)
  })

  test('the running mean ends at the mean', () => {
    expect(runningMeans([1, 0, 0.5])).toEqual([1, 0.5, 0.5])
    expect(runningMeans([])).toEqual([])
  })
})

describe('the winner', () => {
  const seeds = (values: readonly number[]): readonly { seed: number; value: number }[] =>
    values.map((value, seed) => ({ seed, value }))

  test('has the lowest median loss, even where another wins single seeds', () => {
    const verdict = winnerVerdict([seeds([0.1, 0.9, 0.9]), seeds([0.2, 0.2, 0.2])], true)
    expect(verdict).toEqual({ best: [1], wins: [1, 2], seeds: 3 })
  })

  test('has the highest median accuracy', () => {
    expect(winnerVerdict([seeds([0.7, 0.8]), seeds([0.9, 0.6])], false)).toMatchObject({
      best: [0, 1],
      wins: [1, 1],
    })
    expect(winnerVerdict([seeds([0.7, 0.9]), seeds([0.6, 0.7])], false).best).toEqual([0])
  })

  test('a diverged seed is the worst value, and where all diverged nobody wins the seed', () => {
    const verdict = winnerVerdict([seeds([Infinity, Infinity, 0.1]), seeds([2, Infinity, 2])], true)
    expect(verdict.best).toEqual([1])
    expect(verdict.wins).toEqual([1, 1])
  })

  test('is nobody where every median diverged', () => {
    expect(winnerVerdict([seeds([Infinity, Infinity]), seeds([Infinity, Infinity])], true).best).toEqual([])
    expect(winnerVerdict([seeds([-Infinity]), seeds([-Infinity])], false).best).toEqual([])
  })
})
