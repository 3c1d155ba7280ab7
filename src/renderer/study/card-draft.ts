import { canonicalJson } from '@shared/canonical-json'
import { card as cardSchema, type Card } from '@shared/study/card'
import type { RecordedEvent } from '@shared/study/study-event'
import { parseNumber } from '@shared/study/number-answer'
import { studyTextProblem } from '@shared/study/study-text'

/** A card while it is written: every field as it was typed. */
export interface CardDraft {
  readonly id: string
  readonly kind: Card['kind']
  /** The question, or the text with blanks. */
  readonly front: string
  readonly back: string
  readonly answer: string
  /** Per cent of the answer. */
  readonly tolerance: string
  readonly unit: string
  readonly topics: Card['topics']
  readonly difficulty: Card['difficulty']
  /** What the editor does not show and keeps. */
  readonly origin: Card | null
}

export type DraftField = 'front' | 'back' | 'answer' | 'tolerance' | 'topics' | 'unit'
export type DraftProblems = Partial<Readonly<Record<DraftField, string>>>

export function emptyDraft(id: string): CardDraft {
  return {
    id,
    kind: 'reveal',
    front: '',
    back: '',
    answer: '',
    tolerance: '1',
    unit: '',
    topics: ['basics'],
    difficulty: 'medium',
    origin: null,
  }
}

export function draftOf(card: Card): CardDraft {
  const isNumeric = card.kind === 'number' || card.kind === 'generated'
  return {
    ...emptyDraft(card.id),
    kind: card.kind,
    front: card.kind === 'cloze' ? card.text : card.kind === 'generated' ? '' : card.front,
    back: card.back ?? '',
    answer: card.kind === 'number' ? String(card.answer) : '',
    tolerance: isNumeric ? String(Number((card.tolerance * 100).toPrecision(12))) : '1',
    unit: card.kind === 'number' ? (card.unit ?? '') : '',
    topics: card.topics,
    difficulty: card.difficulty,
    origin: card,
  }
}

/** Whether nothing was typed between the two. */
export function isSameDraft(one: CardDraft, other: CardDraft): boolean {
  return canonicalJson(one) === canonicalJson(other)
}

/** Whether the draft says what the card says. */
export function isDraftOf(draft: CardDraft, card: Card): boolean {
  return isSameDraft(draft, { ...draftOf(card), origin: draft.origin })
}

/** The card that the draft makes, or null; and what is wrong, by field. */
export function readDraft(draft: CardDraft): {
  readonly card: Card | null
  readonly problems: DraftProblems
} {
  const problems: Partial<Record<DraftField, string>> = {}
  const answer = parseNumber(draft.answer)
  const tolerance = parseNumber(draft.tolerance)
  const needsBack = draft.kind !== 'cloze'
  if (draft.kind !== 'generated') note('front', textProblem(draft.front, true))
  note('back', textProblem(draft.back, needsBack))
  if (draft.topics.length === 0) note('topics', 'Choose at least one topic.')
  if (draft.kind === 'cloze' && !/\[\[.+?\]\]/.test(draft.front))
    note('front', 'A cloze needs a blank: put [[ and ]] around what is to be known.')
  if (draft.kind === 'number' && answer === null) note('answer', 'Give a number, such as 0.125 or 1/8.')
  if (isNumeric(draft) && (tolerance === null || tolerance <= 0 || tolerance > 50))
    note('tolerance', 'Give per cent between 0 and 50, such as 1.')
  if (Object.keys(problems).length > 0) return { card: null, problems }
  const parsed = cardSchema.safeParse(documentOf(draft, answer ?? 0, (tolerance ?? 1) / 100))
  if (parsed.success) return { card: parsed.data, problems }
  return { card: null, problems: { front: parsed.error.issues[0]?.message ?? 'This is no card.' } }

  function note(field: DraftField, problem: string | null): void {
    if (problem !== null) problems[field] ??= problem
  }
}

function isNumeric({ kind }: CardDraft): boolean {
  return kind === 'number' || kind === 'generated'
}

function textProblem(text: string, isNeeded: boolean): string | null {
  if (text.trim() === '') return isNeeded ? 'Something must stand here.' : null
  if (text.length > 20_000) return 'At most 20,000 letters.'
  const problem = studyTextProblem(text)
  return problem === null ? null : `${problem.charAt(0).toUpperCase()}${problem.slice(1)}`
}

function documentOf(draft: CardDraft, answer: number, tolerance: number): Readonly<Record<string, unknown>> {
  const { id, kind, front, back, unit, topics, difficulty, origin } = draft
  const { covers = [], claims = [], corrects = [] } = origin ?? {}
  const common = { id, kind, topics, difficulty, covers, claims, corrects }
  const optionalBack = back.trim() === '' ? {} : { back }
  switch (kind) {
    case 'reveal':
      return { ...common, front, back }
    case 'cloze':
      return { ...common, text: front, ...optionalBack }
    case 'number':
      return { ...common, front, back, answer, tolerance, ...(unit.trim() === '' ? {} : { unit }) }
    case 'generated':
      return {
        ...common,
        back,
        tolerance,
        generator: origin?.kind === 'generated' ? origin.generator : undefined,
      }
  }
}

/** An id for a new card that none ever had: one that was removed keeps its reviews in the history. */
export function freshCardId(history: readonly RecordedEvent[], ids: readonly string[]): string {
  const used = [...ids, ...history.flatMap(({ event }) => (event.kind === 'card' ? [event.card.id] : []))]
  const numbers = used.map((id) => Number(/^own-card-(\d{1,9})$/.exec(id)?.[1] ?? 0))
  return `own-card-${String(Math.max(0, ...numbers) + 1)}`
}
