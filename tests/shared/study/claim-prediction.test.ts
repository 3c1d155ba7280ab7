import { describe, expect, test } from 'vitest'
import { isOpenToPrediction, judgePrediction, predictionOfClaim } from '@shared/study/claim-prediction'
import type { StoredVerdict } from '@shared/study/shown-claim'
import { studyEvent, type RecordedEvent, type StudyEvent } from '@shared/study/study-event'

function claimOf(outcome: StoredVerdict['outcome'] | null): { id: string; stored: StoredVerdict | null } {
  return {
    id: 'C05',
    stored: outcome === null ? null : { outcome, sentence: 'So.', firstSeed: 0, checks: [] },
  }
}

function recorded(...events: readonly StudyEvent[]): readonly RecordedEvent[] {
  return events.map((event, id) => ({ id, at: '2026-11-22T08:00:00.000Z', session: 1, event }))
}

const WINNER = { kind: 'winner', confidence: 0.6, isRight: true, choices: 2 } as const

describe('a claim is asked', () => {
  test('while its outcome is new', () => {
    expect(isOpenToPrediction(claimOf('holds'), [])).toBe(true)
    expect(isOpenToPrediction(claimOf('refuted'), recorded({ kind: 'experiment', claim: 'C06' }))).toBe(true)
  })

  test.each<[string, StudyEvent]>([
    ['was shown', { kind: 'experiment', claim: 'C05' }],
    ['was predicted', judgePrediction(claimOf('holds'), 'holds', 0.5)],
    [
      'came out in a lesson',
      { kind: 'prediction', lesson: 'he', place: [0, 0], claims: ['C05'], outcome: WINNER },
    ],
  ])('not after it %s', (_, event) => {
    expect(isOpenToPrediction(claimOf('holds'), recorded(event))).toBe(false)
  })

  test('not where no experiment decides it', () => {
    expect(isOpenToPrediction(claimOf(null), [])).toBe(false)
    expect(isOpenToPrediction(claimOf('inconclusive'), [])).toBe(false)
  })
})

test('what is said is judged by the outcome, and is an event that the store takes', () => {
  const right = judgePrediction(claimOf('holds-if'), 'holds-if', 0.7)
  expect(studyEvent.parse(right)).toEqual({
    kind: 'claim-prediction',
    claim: 'C05',
    said: 'holds-if',
    confidence: 0.7,
    isRight: true,
  })
  expect(judgePrediction(claimOf('holds-if'), 'holds', 0.7).isRight).toBe(false)
  expect(studyEvent.safeParse({ ...right, said: 'inconclusive' }).success).toBe(false)
})

test('the first thing said of a claim is what was said', () => {
  const [first, second] = [
    judgePrediction(claimOf('holds'), 'refuted', 0.7),
    judgePrediction(claimOf('holds'), 'holds', 0.9),
  ]
  expect(predictionOfClaim('C05', recorded({ kind: 'experiment', claim: 'C05' }, first, second))).toEqual(
    first,
  )
  expect(predictionOfClaim('C06', recorded(first))).toBeNull()
})
