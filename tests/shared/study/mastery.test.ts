import { describe, expect, test } from 'vitest'
import { card as cardSchema } from '@shared/study/card'
import type { CardState, ListedCard } from '@shared/study/card-session'
import { streakDays, topicMastery } from '@shared/study/mastery'
import type { TopicMastery } from '@shared/study/mastery'
import type { StudyContent } from '@shared/study/study-content'
import { studyDocument } from '@shared/study/study-document'
import type { RecordedEvent, StudyEvent } from '@shared/study/study-event'

const CARDS = [
  {
    id: 'card-a',
    kind: 'reveal',
    front: 'a',
    back: 'b',
    topics: ['he'],
    difficulty: 'easy',
    claims: ['C05', 'C10'],
  },
  { id: 'card-b', kind: 'reveal', front: 'a', back: 'b', topics: ['he', 'xavier'], difficulty: 'easy' },
]
const LESSON = {
  id: 'lesson-he',
  topics: ['he'],
  difficulty: 'easy',
  order: 1,
  title: 'He',
  minutes: 5,
  goal: 'Know it',
  sections: [{ title: 'One', blocks: [{ kind: 'text', text: 'He' }] }],
  quiz: ['ask-he'],
}

function contentOf(): StudyContent {
  return studyDocument.parse({ format: 'initlab-study/1', cards: CARDS, lessons: [LESSON] })
}

function listed(place: number, recall: number, isSuspended = false, state: CardState = 'review'): ListedCard {
  const schedule = { due: '', stability: 0, difficulty: 0, reviews: 0, lapses: 0, lastReview: null }
  return {
    card: cardSchema.parse(CARDS[place]),
    schedule: { state, ...schedule },
    recall,
    isOwn: false,
    isEdited: false,
    isSuspended,
    isBuried: false,
  }
}

function eventsOf(...events: StudyEvent[]): readonly RecordedEvent[] {
  return events.map((event, index) => ({ id: index + 1, at: '2026-11-22T08:00:00.000Z', session: 1, event }))
}

function winner(confidence: number, isRight: boolean, choices = 2, claims: string[] = []): StudyEvent {
  return {
    kind: 'prediction',
    lesson: 'lesson-he',
    place: [0, 0],
    claims,
    outcome: { kind: 'winner', confidence, isRight, choices },
  }
}

function he(cards: readonly ListedCard[], history: readonly RecordedEvent[] = []): TopicMastery {
  const found = topicMastery(contentOf(), cards, history).find(({ topic }) => topic === 'he')
  if (found === undefined) throw new Error('He is missing')
  return found
}

describe('mastery of a topic', () => {
  test('recall is the mean over its cards without the suspended ones', () => {
    expect(he([listed(0, 1), listed(1, 0.5)])).toMatchObject({
      recall: 0.75,
      prediction: null,
      experiments: 0,
    })
    expect(he([listed(0, 1), listed(1, 0.5, true)]).recall).toBe(1)
  })

  test.each(['new', 'learning', 'relearning'] as const)('a card that is %s is not known yet', (state) => {
    expect(he([listed(0, 0.9), listed(1, 1, false, state)]).recall).toBe(0.45)
  })

  test('experiments are the share of its claims that were opened, each once', () => {
    const opened: StudyEvent = { kind: 'experiment', claim: 'C05' }
    expect(he([listed(0, 0)], eventsOf(opened, opened)).experiments).toBe(0.5)
  })

  test('the experiment that a prediction of a lesson ran is one of them, right or wrong', () => {
    expect(he([listed(0, 0)], eventsOf(winner(1, false, 2, ['C10']))).experiments).toBe(0.5)
  })

  test.each([
    [winner(1, true), 1],
    [winner(0.5, true), 0],
    [winner(0.75, true), 0.75],
    [winner(1, false), 0],
    [winner(0.25, true, 4), 0],
    [winner(1, true, 4), 1],
  ])('a prediction counts by how much it beats guessing', (event, skill) => {
    expect(he([], eventsOf(event)).prediction).toBeCloseTo(skill, 12)
  })

  test('what was said of a claim counts for the topics that rest on it, the first time', () => {
    const saidOf = (claim: string, confidence: number): StudyEvent => ({
      kind: 'claim-prediction',
      claim,
      said: 'holds',
      confidence,
      isRight: true,
    })
    expect(he([], eventsOf(saidOf('C05', 1), saidOf('C05', 0.4))).prediction).toBeCloseTo(1, 12)
    expect(he([], eventsOf(saidOf('C05', 1), saidOf('C10', 1 / 3))).prediction).toBeCloseTo(0.5, 12)
    expect(he([], eventsOf(saidOf('C02', 1))).prediction).toBeNull()
    const xavier = topicMastery(contentOf(), [], eventsOf(saidOf('C05', 1))).find(
      ({ topic }) => topic === 'xavier',
    )
    expect(xavier?.prediction).toBeNull()
  })

  test('is the mean of the parts that are there, and 0 without any', () => {
    expect(he([listed(0, 1)], eventsOf(winner(1, true))).mastery).toBeCloseTo(2 / 3, 12)
    expect(topicMastery(contentOf(), [], []).find(({ topic }) => topic === 'seeds')?.mastery).toBe(0)
  })
})

test.each([
  [[], 0],
  [[0, 0], 0],
  [[1, 1], 2],
  [[3, 0, 1, 2, 0], 2],
  [[1, 0, 0], 0],
  [[1, 0, 5], 1],
])('days in a row of %j: %i', (counts, days) => {
  expect(streakDays(counts.map((count, index) => ({ day: String(index), count })))).toBe(days)
})
