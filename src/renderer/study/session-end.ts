import type { CardFilter, ListedCard } from '@shared/study/card-session'
import { formatDate, formatDateAndTime, formatNoun } from '../common/format'

/** Whether a filter takes a card; null takes all. */
function fitsFilter(card: ListedCard['card'], { topics, difficulties }: CardFilter): boolean {
  return (
    (topics === null || card.topics.some((topic) => topics.includes(topic))) &&
    (difficulties === null || difficulties.includes(card.difficulty))
  )
}

/**
 * What comes after a session, each line a sentence: when the next card is due, new cards that the day's limit holds back, and cards
 * that are put away.
 * @param nextDue when a card in learning comes back today; null when none does
 */
export function afterSession(
  cards: readonly ListedCard[],
  filter: CardFilter,
  nextDue: string | null,
  newPerDay: number,
): readonly string[] {
  const fitting = cards.filter(({ card }) => fitsFilter(card, filter))
  if (fitting.length === 0) return ['No card fits the topics and difficulties that are chosen.']
  const active = fitting.filter(({ isSuspended, isBuried }) => !isSuspended && !isBuried)
  const fresh = active.filter(({ schedule }) => schedule.state === 'new').length
  const [soonest] = active.flatMap(({ schedule }) => (schedule.state === 'new' ? [] : [schedule.due])).sort()
  const lines: string[] = []
  if (nextDue !== null) lines.push(`The next card in learning is due at ${formatDateAndTime(nextDue)}.`)
  else if (soonest !== undefined) lines.push(`The next card is due on ${formatDate(soonest)}.`)
  if (fresh > 0)
    lines.push(
      `${formatNoun(fresh, 'new card waits', 'new cards wait')} for another day: the limit is ${String(newPerDay)} a day.`,
    )
  const buried = fitting.filter((one) => one.isBuried && !one.isSuspended).length
  if (buried > 0) lines.push(`${formatNoun(buried, 'buried card')} will be back tomorrow.`)
  const suspended = fitting.filter((one) => one.isSuspended).length
  if (suspended > 0)
    lines.push(
      `${formatNoun(suspended, 'card is suspended and stays', 'cards are suspended and stay')} away until you return ${suspended === 1 ? 'it' : 'them'}.`,
    )
  return lines
}
