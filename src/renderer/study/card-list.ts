import type { ListedCard } from '@shared/study/card-session'
import { plainStudyText } from '@shared/study/study-text'
import { TOPIC_TITLES } from '@shared/study/topics'
import { formatDate } from '../common/format'
import { cardWords } from './card-face'
import { STATE_WORDS } from './card-text'

export const LIST_STATES = [
  'all',
  'new',
  'learning',
  'review',
  'suspended',
  'buried',
  'own',
  'edited',
] as const
export type ListState = (typeof LIST_STATES)[number]

/** A card in the list of all. */
export interface CardRow {
  readonly listed: ListedCard
  /** What it asks, in plain words. */
  readonly words: string
  /** What a search looks through, in small letters. */
  readonly text: string
  readonly topics: string
  readonly state: string
  readonly due: string
  /** `Own`, `Edited`. */
  readonly mark: string | null
}

function isIn({ schedule, isSuspended, isBuried, isOwn, isEdited }: ListedCard, state: ListState): boolean {
  switch (state) {
    case 'all':
      return true
    case 'suspended':
      return isSuspended
    case 'buried':
      return isBuried && !isSuspended
    case 'own':
      return isOwn
    case 'edited':
      return isEdited
    case 'learning':
      return schedule.state === 'learning' || schedule.state === 'relearning'
    default:
      return schedule.state === state
  }
}

/** Made once for a deck; a search goes through them at every key. */
export function cardRows(cards: readonly ListedCard[]): readonly CardRow[] {
  return cards.map(rowOf)
}

/** The rows whose question, answer, id or topic holds every typed word, in the state asked for. */
export function findRows(rows: readonly CardRow[], search: string, state: ListState): readonly CardRow[] {
  const wanted = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return rows.filter(({ listed, text }) => isIn(listed, state) && wanted.every((word) => text.includes(word)))
}

function rowOf(listed: ListedCard): CardRow {
  const { card, schedule, isOwn, isEdited, isSuspended, isBuried } = listed
  const state = isSuspended ? 'Suspended' : isBuried ? 'Buried' : STATE_WORDS[schedule.state]
  const words = cardWords(card)
  const topics = card.topics.map((topic) => TOPIC_TITLES[topic]).join(', ')
  return {
    listed,
    words,
    text: `${words} ${plainStudyText(card.back ?? '')} ${topics} ${card.difficulty} ${card.id}`.toLowerCase(),
    topics,
    state,
    due: schedule.state === 'new' ? '–' : formatDate(schedule.due),
    mark: isOwn ? 'Own' : isEdited ? 'Edited' : null,
  }
}

const ROWS_A_PAGE = 20

export interface Page<Row> {
  readonly rows: readonly Row[]
  /** From 0; inside the pages that there are. */
  readonly page: number
  readonly pages: number
}

export function pageOf<Row>(rows: readonly Row[], page: number): Page<Row> {
  const pages = Math.max(1, Math.ceil(rows.length / ROWS_A_PAGE))
  const inside = Math.min(Math.max(0, page), pages - 1)
  return { rows: rows.slice(inside * ROWS_A_PAGE, (inside + 1) * ROWS_A_PAGE), page: inside, pages }
}
