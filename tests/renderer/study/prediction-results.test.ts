import { expect, test } from 'vitest'
import {
  comparisonOf,
  curveOutcome,
  guessOf,
  layerCurves,
  lossCurves,
  saidOf,
  winnerOf,
  winnerOutcome,
} from '../../../src/renderer/study/prediction-results'
import { madeText, scoreText } from '../../../src/renderer/study/prediction-text'
import { studyEvent } from '@shared/study/study-event'
import { trialWith } from '../../shared/statistics/synthetic-trials'
import { expansionOf, resultsOf, trialsOf } from '../results/result-fixtures'

test('the winner of a sweep is told from its trials', () => {
  const verdict = winnerOf(resultsOf(trialsOf(expansionOf())), 'trainLoss')
  expect(verdict).toEqual({ best: [0], wins: [3, 0, 0, 0], seeds: 3 })
  const guess = { kind: 'winner', confidence: 0.7 } as const
  expect(winnerOutcome({ ...guess, configuration: 0 }, verdict)).toEqual({
    kind: 'winner',
    confidence: 0.7,
    isRight: true,
    choices: 4,
  })
  expect(winnerOutcome({ ...guess, configuration: 3 }, verdict)).toMatchObject({ isRight: false })
})

test('the loss of every seed stands on common steps; a seed that stopped has none from there', () => {
  const curves = lossCurves([
    trialWith({ seed: 1, losses: [2, 1, 0.5] }),
    trialWith({ seed: 0, losses: [2], status: 'diverged' }),
    trialWith({ seed: 2, losses: [2], status: 'cancelled' }),
  ])
  expect(curves).toEqual({
    xs: [0, 10, 20],
    seeds: [
      { seed: 0, ys: [2, NaN, NaN] },
      { seed: 1, ys: [2, 1, 0.5] },
    ],
  })
})

test('layers are the hidden ones at the start, signals as measured and gradients as a multiple of the last', () => {
  const row = {
    configuration: 0,
    seed: 3,
    steps: Float32Array.of(0, 10),
    layers: 4,
    values: Float32Array.of(8, 4, 2, 99, 1, 1, 1, 1),
  }
  expect(layerCurves([row], false)).toEqual({ xs: [1, 2, 3], seeds: [{ seed: 3, ys: [8, 4, 2] }] })
  expect(layerCurves([row], true).seeds[0]?.ys).toEqual([4, 2, 1])
  const none = { ...row, values: row.values.map(() => 0) }
  expect(layerCurves([none], true).seeds[0]?.ys).toEqual([0, 0, 0])
  expect(layerCurves([], true)).toEqual({ xs: [], seeds: [] })
})

test('a drawn curve is measured against the median on the scale of its quantity', () => {
  const measured = { xs: [1, 2], seeds: [{ seed: 0, ys: [1, 0.01] }] }
  const comparison = comparisonOf({ xs: [1, 2], ys: [1, 1] }, measured, 'signal-by-layer')
  expect(curveOutcome(comparison)).toEqual({ kind: 'curve', distance: 1, isWithin: false })
})

test('the scores are told with what chance has', () => {
  const outcome = { kind: 'winner', confidence: 0.7, isRight: true, choices: 3 } as const
  expect(scoreText(outcome)).toBe(
    'Brier score 0.090 (0 is best; naming one of 3 at random has 0.22), log score 0.36.',
  )
  expect(scoreText({ ...outcome, confidence: 1, isRight: false })).toContain('log score infinite')
  const made = {
    kind: 'prediction',
    lesson: 'lesson-a',
    place: [0, 0] as [number, number],
    claims: [],
  } as const
  expect(madeText({ ...made, claims: [], outcome })).toContain('You were 70 % sure, and you were right.')
  expect(madeText({ ...made, claims: [], outcome: { kind: 'curve', distance: 2, isWithin: false } })).toBe(
    'Your curve was off.',
  )
})

test.each([
  { kind: 'winner', configuration: 2, confidence: 0.7 } as const,
  { kind: 'curve', curve: { xs: [0, 50, 100], ys: [2.3, 1e-9, 1e6] } } as const,
])('a guess comes back from the event that was written: $kind', (guess) => {
  const outcome =
    guess.kind === 'winner'
      ? ({ kind: 'winner', confidence: guess.confidence, isRight: false, choices: 3 } as const)
      : ({ kind: 'curve', distance: 1, isWithin: false } as const)
  const made = { kind: 'prediction', lesson: 'lesson-a', place: [0, 1], claims: [], outcome } as const
  const written = studyEvent.parse({ ...made, said: saidOf(guess), sweep: 4 })
  if (written.kind !== 'prediction') throw new Error('read as another kind')
  expect(guessOf(written)).toEqual(guess)
  expect(guessOf({ ...made, place: [0, 1], claims: [] })).toBeNull()
})
