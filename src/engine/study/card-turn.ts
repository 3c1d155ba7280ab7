import type { Card } from '@shared/study/card'
import type { CardCounts, CardFilter, CardTurn } from '@shared/study/card-session'
import { DIFFICULTIES, TOPICS } from '@shared/study/topics'
import type { Calendar } from '../clock'
import { scheduleOf } from './card-scheduler'
import type { CardScheduler } from './card-scheduler'
import type { DeckCard } from './deck'

export interface TurnQuestion {
  readonly deck: readonly DeckCard[]
  readonly now: string
  readonly calendar: Calendar
  readonly filter: CardFilter
  /** The card that comes before all others that wait, if it waits itself; null for none. */
  readonly first: string | null
  readonly newPerDay: number
  readonly scheduler: CardScheduler
  readonly canUndo: boolean
}

type Waiting = 'learning' | 'review' | 'new' | 'later' | 'not today'

/** Whether and how a card waits: one in learning by the minute, one for review by the day. */
function waitingOf(
  { memory, isSuspended, buriedOn }: DeckCard,
  now: string,
  today: string,
  calendar: Calendar,
): Waiting {
  if (isSuspended || buriedOn === today) return 'not today'
  if (memory === null) return 'new'
  const { state, due } = scheduleOf(memory)
  if (state === 'review') return calendar.dayOf(due) <= today ? 'review' : 'not today'
  if (due <= now) return 'learning'
  return calendar.dayOf(due) <= today ? 'later' : 'not today'
}

function fits({ card }: DeckCard, { topics, difficulties }: CardFilter): boolean {
  const isOfTopic = topics === null || card.topics.some((topic) => topics.includes(topic))
  return isOfTopic && (difficulties === null || difficulties.includes(card.difficulty))
}

function dueOf({ memory }: DeckCard): number {
  return memory?.due.getTime() ?? Infinity
}

/**
 * The card whose turn it is: of those in learning the one that is due longest, then of those for review the one that is due
 * longest, then the next new one while the day's limit lasts, then one in learning that is due within 20 minutes.
 */
export function cardTurn(question: TurnQuestion): CardTurn {
  const { deck, now, calendar, filter, first, newPerDay, scheduler, canUndo } = question
  const today = calendar.dayOf(now)
  const begun = deck.filter(
    ({ firstReview }) => firstReview !== null && calendar.dayOf(firstReview) === today,
  )
  const groups: Record<Waiting, DeckCard[]> = {
    learning: [],
    review: [],
    new: [],
    later: [],
    'not today': [],
  }
  for (const one of deck) if (fits(one, filter)) groups[waitingOf(one, now, today, calendar)].push(one)
  const byDue = (cards: readonly DeckCard[]): readonly DeckCard[] =>
    [...cards].sort((a, b) => dueOf(a) - dueOf(b))
  const learning = byDue(groups.learning)
  const review = byDue(groups.review)
  const fresh = groups.new.toSorted(byPath).slice(0, Math.max(0, newPerDay - begun.length))
  const later = byDue(groups.later)
  const counts: CardCounts = {
    learning: learning.length + later.length,
    review: review.length,
    new: fresh.length,
  }
  const soon = later.find((one) => dueOf(one) <= Date.parse(now) + 20 * 60_000)
  const named = deck.find(({ card }) => card.id === first)
  const isHere = named !== undefined && waitingOf(named, now, today, calendar) !== 'not today'
  const chosen = (isHere ? named : undefined) ?? learning[0] ?? review[0] ?? fresh[0] ?? soon
  if (chosen === undefined) {
    const nextDue = later[0]?.memory?.due.toISOString() ?? null
    return { card: null, schedule: null, seed: 0, intervals: [0, 0, 0, 0], counts, nextDue, canUndo }
  }
  const memory = chosen.memory ?? scheduler.fresh(now)
  return {
    card: chosen.card,
    schedule: scheduleOf(memory),
    seed: seedOf(chosen.card.id, memory.reps),
    intervals: scheduler.intervals(memory, now),
    counts,
    nextDue: null,
    canUndo,
  }
}

/** A beginner's path: by topic, then from easy to hard; else in the order of the deck. */
function byPath({ card: one }: DeckCard, { card: other }: DeckCard): number {
  return (
    topicPlace(one) - topicPlace(other) ||
    DIFFICULTIES.indexOf(one.difficulty) - DIFFICULTIES.indexOf(other.difficulty)
  )
}

/** A card of several topics comes with the last of them: it needs all. */
function topicPlace({ topics }: Card): number {
  return Math.max(...topics.map((topic) => TOPICS.indexOf(topic)))
}

/** FNV-1a of the id, and the number of reviews: a generated card has other numbers every time, and the same after an undo. */
function seedOf(id: string, reviews: number): number {
  let hash = 0x811c9dc5
  for (const letter of `${id}/${reviews}`) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}
