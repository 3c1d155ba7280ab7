import { createEmptyCard, fsrs, Rating, State } from 'ts-fsrs'
import type { Card as FsrsCard } from 'ts-fsrs'
import { GRADES } from '@shared/study/study-event'
import type { Grade } from '@shared/study/study-event'
import type { CardSchedule, CardState } from '@shared/study/card-session'

/** What ts-fsrs keeps of a card. */
export type CardMemory = FsrsCard

/** FSRS with the published weights, learning steps of 1 and 10 minutes, no random intervals: the same reviews give the same days. */
export interface CardScheduler {
  readonly fresh: (at: string) => CardMemory
  /** @param at ISO 8601, not before the last review */
  readonly review: (memory: CardMemory, grade: Grade, at: string) => CardMemory
  /** Probability of recall at a moment, 0 to 1. */
  readonly recall: (memory: CardMemory, at: string) => number
  /** Seconds until the card is due again, for each grade. */
  readonly intervals: (memory: CardMemory, at: string) => readonly [number, number, number, number]
}

const RATINGS = { 1: Rating.Again, 2: Rating.Hard, 3: Rating.Good, 4: Rating.Easy } as const

/** @param retention share of the cards that is to be known when they are due, 0.7 to 0.97 */
export function cardScheduler(retention: number): CardScheduler {
  const scheduler = fsrs({ request_retention: retention, enable_fuzz: false, enable_short_term: true })
  const review = (memory: CardMemory, grade: Grade, at: string): CardMemory =>
    scheduler.next(memory, at, RATINGS[grade]).card
  return {
    fresh: (at) => createEmptyCard(at),
    review,
    recall: (memory, at) => scheduler.get_retrievability(memory, at, false),
    intervals: (memory, at) => {
      const [again, hard, good, easy] = GRADES.map((grade) => {
        const { due, last_review: reviewed } = review(memory, grade, at)
        return Math.round((due.getTime() - (reviewed ?? due).getTime()) / 1000)
      })
      return [again ?? 0, hard ?? 0, good ?? 0, easy ?? 0]
    },
  }
}

const STATES: Readonly<Record<State, CardState>> = {
  [State.New]: 'new',
  [State.Learning]: 'learning',
  [State.Review]: 'review',
  [State.Relearning]: 'relearning',
}

export function scheduleOf(memory: CardMemory): CardSchedule {
  return {
    state: STATES[memory.state],
    due: memory.due.toISOString(),
    stability: memory.stability,
    difficulty: memory.difficulty,
    reviews: memory.reps,
    lapses: memory.lapses,
    lastReview: memory.last_review?.toISOString() ?? null,
  }
}
