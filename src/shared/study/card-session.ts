import { z } from 'zod'
import type { Card } from './card'
import { DIFFICULTIES, TOPICS } from './topics'

/** Which cards a session takes; null takes all. */
export const cardFilter = z.strictObject({
  topics: z.array(z.enum(TOPICS)).nullable(),
  difficulties: z.array(z.enum(DIFFICULTIES)).nullable(),
})
export type CardFilter = z.infer<typeof cardFilter>

export const schoolSettings = z.strictObject({
  /** Share of the cards that is to be known when they are due. */
  retention: z.number().min(0.7).max(0.97),
  newPerDay: z.int().min(0).max(9999),
  /** Whether Home counts the days in a row. */
  streak: z.boolean(),
})
export type SchoolSettings = z.infer<typeof schoolSettings>

export const DEFAULT_SCHOOL_SETTINGS: SchoolSettings = { retention: 0.9, newPerDay: 15, streak: false }

export const CARD_STATES = ['new', 'learning', 'review', 'relearning'] as const
export type CardState = (typeof CARD_STATES)[number]

/** What the scheduler knows of a card. */
export interface CardSchedule {
  readonly state: CardState
  /** ISO 8601; of a new card the moment it was asked. */
  readonly due: string
  /** Days after which the recall is 90 %. */
  readonly stability: number
  /** 1 to 10. */
  readonly difficulty: number
  readonly reviews: number
  readonly lapses: number
  readonly lastReview: string | null
}

/** Cards that wait now: in learning, for review, and new ones within the day's limit. */
export interface CardCounts {
  readonly learning: number
  readonly review: number
  readonly new: number
}

/** A moment of a session of cards. */
export interface CardTurn {
  /** The card to show; null when none is left. */
  readonly card: Card | null
  readonly schedule: CardSchedule | null
  /** What the numbers of a generated card are drawn from. */
  readonly seed: number
  /** Seconds until the card comes back, for each grade. */
  readonly intervals: readonly [number, number, number, number]
  readonly counts: CardCounts
  /** When the next card in learning is due, if none is now. */
  readonly nextDue: string | null
  readonly canUndo: boolean
}

/** A card in the list of all. */
export interface ListedCard {
  readonly card: Card
  readonly schedule: CardSchedule
  /** Probability that it is known now; 0 before the first review. */
  readonly recall: number
  readonly isOwn: boolean
  readonly isEdited: boolean
  readonly isSuspended: boolean
  readonly isBuried: boolean
}

/** Numbers a day: day as 2026-11-22. */
export interface DayCount {
  readonly day: string
  readonly count: number
}

export interface CardStatistics {
  /** Reviews that fall due on each of the next 30 days; what is overdue counts today. */
  readonly due: readonly DayCount[]
  /** Reviews done with cards on each of the last 365 days. */
  readonly done: readonly DayCount[]
  /** Of the last 30 days: reviews of cards out of learning, and how many were recalled. */
  readonly retention: { readonly recalled: number; readonly reviews: number }
  /** Stability in days of every card out of learning. */
  readonly stabilities: readonly number[]
  readonly states: Readonly<Record<CardState | 'suspended', number>>
}
