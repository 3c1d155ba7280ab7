import type { CardStatistics, DayCount } from '@shared/study/card-session'
import type { RecordedEvent } from '@shared/study/study-event'
import type { Calendar } from '../clock'
import { scheduleOf } from './card-scheduler'
import type { DeckCard } from './deck'

const FORECAST_DAYS = 30
const DONE_DAYS = 365
const RETENTION_DAYS = 30

/** Counts of the deck and of what was done, by day. */
export function cardStatistics(
  deck: readonly DeckCard[],
  events: readonly RecordedEvent[],
  now: string,
  calendar: Calendar,
): CardStatistics {
  const today = calendar.dayOf(now)
  const active = deck.flatMap(({ memory, isSuspended }) =>
    memory === null || isSuspended ? [] : [scheduleOf(memory)],
  )
  const dueDays = active.map(({ due }) => {
    const day = calendar.dayOf(due)
    return day < today ? today : day
  })
  const reviews = events.filter(isOwnReview)
  const states = { new: 0, learning: 0, review: 0, relearning: 0, suspended: 0 }
  for (const { memory, isSuspended } of deck)
    states[isSuspended ? 'suspended' : memory === null ? 'new' : scheduleOf(memory).state] += 1
  return {
    due: countDays(dueDays, today, 0, FORECAST_DAYS, calendar),
    done: countDays(
      reviews.map(({ at }) => calendar.dayOf(at)),
      today,
      1 - DONE_DAYS,
      DONE_DAYS,
      calendar,
    ),
    retention: recallSince(events, calendar.addDays(today, 1 - RETENTION_DAYS), calendar),
    stabilities: active.filter(({ state }) => state === 'review').map(({ stability }) => stability),
    states,
  }
}

/** A quiz that asks for a card sooner has not shown it. */
function isOwnReview({ event }: RecordedEvent): boolean {
  return event.kind === 'review' && event.from !== 'quiz'
}

function countDays(
  days: readonly string[],
  today: string,
  first: number,
  count: number,
  calendar: Calendar,
): readonly DayCount[] {
  const found = new Map<string, number>()
  for (const day of days) found.set(day, (found.get(day) ?? 0) + 1)
  return Array.from({ length: count }, (_, place) => {
    const day = calendar.addDays(today, first + place)
    return { day, count: found.get(day) ?? 0 }
  })
}

/** A card is out of learning when its last review was on an earlier day; it was recalled when it was not graded "again". */
function recallSince(
  events: readonly RecordedEvent[],
  since: string,
  calendar: Calendar,
): CardStatistics['retention'] {
  const lastDay = new Map<string, string>()
  let recalled = 0
  let reviews = 0
  for (const recorded of events) {
    const { event, at } = recorded
    if (event.kind !== 'review') continue
    const day = calendar.dayOf(at)
    const before = lastDay.get(event.card)
    lastDay.set(event.card, day)
    if (!isOwnReview(recorded) || before === undefined || before === day || day < since) continue
    reviews += 1
    if (event.grade > 1) recalled += 1
  }
  return { recalled, reviews }
}
