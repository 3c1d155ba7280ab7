import type { CardState, CardTurn } from '@shared/study/card-session'
import type { Grade } from '@shared/study/study-event'
import { formatCount, formatNoun } from '../common/format'

/** The four grades with the words on their buttons. */
export const GRADE_WORDS: Readonly<Record<Grade, string>> = { 1: 'Again', 2: 'Hard', 3: 'Good', 4: 'Easy' }

export const STATE_WORDS: Readonly<Record<CardState, string>> = {
  new: 'New',
  learning: 'Learning',
  review: 'Review',
  relearning: 'Learning again',
}

const [MINUTE, HOUR, DAY, MONTH, YEAR] = [60, 3600, 86_400, 2_629_800, 31_557_600]

/** The time until a card comes back, short: `10 min`, `2 h`, `8 d`, `2.5 mo`, `1.2 y`. */
export function shortInterval(seconds: number): string {
  if (seconds < MINUTE) return '< 1 min'
  if (seconds < HOUR) return `${String(Math.round(seconds / MINUTE))} min`
  if (seconds < DAY) return `${String(Math.round(seconds / HOUR))} h`
  if (seconds < 2 * MONTH) return `${String(Math.round(seconds / DAY))} d`
  if (seconds < YEAR) return `${tenths(seconds / MONTH)} mo`
  return `${tenths(seconds / YEAR)} y`
}

/** The same for a screen reader: `in 8 days`. */
export function spokenInterval(seconds: number): string {
  if (seconds < MINUTE) return 'in less than a minute'
  if (seconds < HOUR) return `in ${formatNoun(Math.round(seconds / MINUTE), 'minute')}`
  if (seconds < DAY) return `in ${formatNoun(Math.round(seconds / HOUR), 'hour')}`
  if (seconds < 2 * MONTH) return `in ${formatNoun(Math.round(seconds / DAY), 'day')}`
  if (seconds < YEAR) return `in ${tenths(seconds / MONTH)} months`
  return `in ${tenths(seconds / YEAR)} years`
}

function tenths(value: number): string {
  return String(Math.round(value * 10) / 10)
}

/** A step of a session that can be undone. */
export type SessionStep =
  | { readonly kind: 'grade'; readonly card: string; readonly grade: Grade }
  | { readonly kind: 'suspend' | 'bury' | 'change'; readonly card: string }

/** Of a session: how far it is, from 0 to 1. A card that comes back counts again on both sides. */
export function sessionShare(steps: readonly SessionStep[], turn: CardTurn | null): number {
  const done = steps.filter(({ kind }) => kind === 'grade').length
  const left = turn === null ? 0 : turn.counts.learning + turn.counts.review + turn.counts.new
  return done + left === 0 ? 0 : done / (done + left)
}

/** What was done since the room was opened: `12 answers on 10 cards: 2 again, 1 hard, 8 good, 1 easy.` */
export function sessionSummary(steps: readonly SessionStep[]): string {
  const grades = steps.flatMap((step) => (step.kind === 'grade' ? [step.grade] : []))
  const cards = new Set(steps.flatMap((step) => (step.kind === 'grade' ? [step.card] : []))).size
  const away = steps.filter(({ kind }) => kind === 'suspend' || kind === 'bury').length
  const aside = away === 0 ? '' : ` ${formatNoun(away, 'card')} put away.`
  if (grades.length === 0) return `No card was answered in this session.${aside}`
  const counts = ([1, 2, 3, 4] as const)
    .map((grade) => ({ grade, count: grades.filter((given) => given === grade).length }))
    .filter(({ count }) => count > 0)
    .map(({ grade, count }) => `${String(count)} ${GRADE_WORDS[grade].toLowerCase()}`)
  return `${formatNoun(grades.length, 'answer')} on ${formatNoun(cards, 'card')}: ${counts.join(', ')}.${aside}`
}

/** What an import did: `2 cards added, 1 changed`. */
export function importedText(added: number, changed: number): string {
  if (added === 0)
    return changed === 0 ? 'All these cards are here already' : `${formatNoun(changed, 'card')} changed`
  return `${formatNoun(added, 'card')} added${changed === 0 ? '' : `, ${formatCount(changed)} changed`}`
}

/** What an undo did, for who does not see it. @param shown the card that lies open now */
export function undoneText(cards: readonly string[], shown: string | null): string {
  const [card] = cards
  if (card === undefined) return 'There was nothing to undo.'
  if (cards.length > 1) return `Taken back: ${formatNoun(cards.length, 'card')} as before.`
  return card === shown ? 'Taken back. The card is here again.' : 'Taken back.'
}
