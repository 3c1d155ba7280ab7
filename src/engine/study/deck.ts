import { canonicalJson } from '@shared/canonical-json'
import type { Card } from '@shared/study/card'
import type { RecordedEvent } from '@shared/study/study-event'
import type { CardMemory, CardScheduler } from './card-scheduler'

/** A card with all that its events say of it. */
export interface DeckCard {
  readonly card: Card
  readonly isOwn: boolean
  readonly isEdited: boolean
  readonly isSuspended: boolean
  /** The day on which it was put away until the next; null when it was not. */
  readonly buriedOn: string | null
  /** Null before the first review. */
  readonly memory: CardMemory | null
  /** When it was first reviewed; null before. */
  readonly firstReview: string | null
}

/** What the events say of one card, in order. */
export function foldCard(
  shipped: Card | null,
  events: readonly RecordedEvent[],
  scheduler: CardScheduler,
  dayOf: (timestamp: string) => string,
): DeckCard | null {
  let written: Card | null = null
  let isRemoved = false
  let isSuspended = false
  let buriedOn: string | null = null
  let memory: CardMemory | null = null
  let firstReview: string | null = null
  for (const { event, at } of events) {
    switch (event.kind) {
      case 'card':
        written = event.card
        isRemoved = false
        break
      case 'remove-card':
        isRemoved = true
        break
      case 'suspend':
        isSuspended = true
        break
      case 'bury':
        buriedOn = dayOf(at)
        break
      case 'return':
        isSuspended = false
        buriedOn = null
        break
      case 'review':
        firstReview ??= at
        memory = scheduler.review(memory ?? scheduler.fresh(at), event.grade, at)
        break
      default:
        break
    }
  }
  const card = written ?? shipped
  if (card === null || isRemoved) return null
  return {
    card,
    isOwn: shipped === null,
    isEdited: shipped !== null && written !== null && !isSameCard(shipped, written),
    isSuspended,
    buriedOn,
    memory,
    firstReview,
  }
}

/** Whether two cards have the same words and settings. */
export function isSameCard(one: Card, other: Card): boolean {
  return canonicalJson(one) === canonicalJson(other)
}

/** The card that an event is about; null when it is about none. */
export function cardOfEvent({ event }: RecordedEvent): string | null {
  if (event.kind === 'card') return event.card.id
  return 'card' in event && typeof event.card === 'string' ? event.card : null
}
