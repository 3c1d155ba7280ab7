import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { Card } from '@shared/study/card'
import { DEFAULT_SCHOOL_SETTINGS, schoolSettings } from '@shared/study/card-session'
import type {
  CardFilter,
  CardStatistics,
  CardTurn,
  ListedCard,
  SchoolSettings,
} from '@shared/study/card-session'
import { isHistory } from '@shared/study/study-event'
import type { Grade, RecordedEvent, StudyEvent } from '@shared/study/study-event'
import type { UnderWay, UnderWayByKind } from '@shared/study/under-way'
import type { Calendar, Clock } from '../clock'
import type { Store } from '../store/store'
import { cardScheduler, scheduleOf } from './card-scheduler'
import type { CardScheduler } from './card-scheduler'
import { cardStatistics } from './card-statistics'
import { cardTurn } from './card-turn'
import { cardOfEvent, foldCard, isSameCard } from './deck'
import type { DeckCard } from './deck'
import { readUnderWay, writeUnderWay } from './under-way'

const SETTINGS = 'school'

/** Everything that the school remembers: a list of events in the store, and what follows from it. */
export interface School {
  readonly settings: () => SchoolSettings
  readonly changeSettings: (settings: SchoolSettings) => Result<null>
  /** The card whose turn it is. */
  readonly turn: (filter: CardFilter) => Result<CardTurn>
  /** The same with this card first, as after an undo, if it waits at all. */
  readonly turnOf: (card: string, filter: CardFilter) => Result<CardTurn>
  /** Grades a card; a failure changes nothing. */
  readonly answer: (card: string, grade: Grade, milliseconds: number) => Result<unknown>
  /**
   * Takes back the last grade, suspension, burial, edit, imported deck or quiz that asked for cards sooner, since the program began:
   * the cards that it was about, none when there is nothing to take back.
   */
  readonly undo: () => Result<readonly string[]>
  readonly cards: () => Result<readonly ListedCard[]>
  /** Writes cards, all or none; those that are there with the same words stay as they are. */
  readonly addCards: (cards: readonly Card[]) => Result<{ readonly added: number; readonly changed: number }>
  readonly statistics: () => Result<CardStatistics>
  /** Writes events that the window reports; a review moves its card on. */
  readonly record: (events: readonly StudyEvent[]) => Result<readonly RecordedEvent[]>
  /** All events that are no reviews. */
  readonly history: () => Result<readonly RecordedEvent[]>
  /** What was begun last of each kind, ended or not; one that cannot be read is left out. */
  readonly underWay: () => Result<UnderWayByKind>
  /** Puts it in the place of the last one of its kind. */
  readonly keepUnderWay: (session: UnderWay) => Result<null>
}

export interface SchoolParts {
  readonly store: Store
  readonly clock: Clock
  readonly calendar: Calendar
  /** The cards that the lab brings along. */
  readonly shipped: readonly Card[]
}

/** What one press of undo takes back. */
const UNDONE: ReadonlySet<StudyEvent['kind']> = new Set([
  'review',
  'suspend',
  'bury',
  'return',
  'card',
  'remove-card',
])

export function openSchool(parts: SchoolParts): Result<School> {
  const events = parts.store.studyEvents.all()
  return events.ok ? success(schoolOn(parts, [...events.value])) : events
}

class Memory {
  readonly #parts: SchoolParts
  #events: RecordedEvent[]
  readonly #shipped: ReadonlyMap<string, Card>
  #byCard = new Map<string, RecordedEvent[]>()
  /** Null for a card that is gone: an undo brings it back to its place. */
  #deck = new Map<string, DeckCard | null>()
  scheduler: CardScheduler

  constructor(parts: SchoolParts, events: RecordedEvent[], retention: number) {
    this.#parts = parts
    this.#events = events
    this.#shipped = new Map(parts.shipped.map((card) => [card.id, card]))
    this.scheduler = cardScheduler(retention)
    for (const event of events) this.#file(event)
    this.replay()
  }

  get events(): readonly RecordedEvent[] {
    return this.#events
  }

  /** In the order of the lab's own cards, then one's own. */
  deck(): readonly DeckCard[] {
    return [...this.#deck.values()].filter((card) => card !== null)
  }

  card(id: string): DeckCard | undefined {
    return this.#deck.get(id) ?? undefined
  }

  replay(): void {
    this.#deck = new Map()
    for (const id of new Set([...this.#shipped.keys(), ...this.#byCard.keys()])) this.#fold(id)
  }

  add(events: readonly StudyEvent[]): Result<readonly RecordedEvent[]> {
    const { store, clock } = this.#parts
    const last = this.#events.at(-1)?.at ?? ''
    const now = clock.timestamp()
    // A clock that was set back must not put a review before the one it follows.
    const written = store.studyEvents.add(now > last ? now : last, store.session, events)
    if (!written.ok) return written
    for (const event of written.value) {
      this.#events.push(event)
      const card = this.#file(event)
      if (card !== null) this.#fold(card)
    }
    return written
  }

  /** Takes events away. @returns the cards that they were about */
  remove(events: readonly RecordedEvent[]): Result<readonly string[]> {
    const ids = new Set(events.map(({ id }) => id))
    const removed = this.#parts.store.studyEvents.remove([...ids])
    if (!removed.ok) return removed
    this.#events = this.#events.filter(({ id }) => !ids.has(id))
    const cards = events.flatMap((event) => cardOfEvent(event) ?? [])
    for (const card of cards) {
      const left = this.#byCard.get(card)?.filter(({ id }) => !ids.has(id)) ?? []
      this.#byCard.set(card, left)
      this.#fold(card)
    }
    return success(cards)
  }

  #file(event: RecordedEvent): string | null {
    const card = cardOfEvent(event)
    if (card === null) return null
    const own = this.#byCard.get(card)
    if (own === undefined) this.#byCard.set(card, [event])
    else own.push(event)
    return card
  }

  #fold(id: string): void {
    const { calendar } = this.#parts
    const folded = foldCard(
      this.#shipped.get(id) ?? null,
      this.#byCard.get(id) ?? [],
      this.scheduler,
      calendar.dayOf,
    )
    this.#deck.set(id, folded)
  }
}

function readSettings(store: Store): SchoolSettings {
  const stored = store.settings.get(SETTINGS)
  if (!stored.ok || stored.value === null) return DEFAULT_SCHOOL_SETTINGS
  try {
    const parsed = schoolSettings.safeParse(JSON.parse(stored.value))
    return parsed.success ? parsed.data : DEFAULT_SCHOOL_SETTINGS
  } catch {
    return DEFAULT_SCHOOL_SETTINGS
  }
}

function schoolOn(parts: SchoolParts, events: RecordedEvent[]): School {
  const { store, clock, calendar } = parts
  let settings = readSettings(store)
  const memory = new Memory(parts, events, settings.retention)
  const lastUndoable = (): RecordedEvent | undefined =>
    memory.events.findLast(({ session, event }) => session === store.session && UNDONE.has(event.kind))
  const lastStep = (): readonly RecordedEvent[] => {
    const last = lastUndoable()
    if (last === undefined) return []
    const deck = deckOf(last)
    if (deck !== null) return memory.events.filter((event) => deckOf(event) === deck)
    return isOfQuiz(last) ? memory.events.filter((event) => isOfQuiz(event) && event.at === last.at) : [last]
  }
  const missing = (id: string): Result<never> =>
    failure('not-found', `There is no card ${JSON.stringify(id)}; it may have been removed.`, id)
  const checked = (event: StudyEvent): Result<null> => {
    if (event.kind === 'card') return success(null)
    const card = 'card' in event ? event.card : null
    return card === null || memory.card(card) !== undefined ? success(null) : missing(card)
  }
  const record = (added: readonly StudyEvent[]): Result<readonly RecordedEvent[]> => {
    for (const event of added) {
      const known = checked(event)
      if (!known.ok) return known
    }
    return memory.add(added)
  }
  /** Not before the last event: a clock that was set back must not bring back a day. */
  const now = (): string => latest(clock.timestamp(), memory.events.at(-1)?.at)
  const turn = (filter: CardFilter, first: string | null): CardTurn =>
    cardTurn({
      deck: memory.deck(),
      now: now(),
      calendar,
      filter,
      first,
      newPerDay: settings.newPerDay,
      scheduler: memory.scheduler,
      canUndo: lastUndoable() !== undefined,
    })
  return {
    settings: () => settings,
    changeSettings: (wanted) => {
      const written = store.settings.set(SETTINGS, JSON.stringify(wanted))
      if (!written.ok) return written
      const isNew = wanted.retention !== settings.retention
      settings = wanted
      if (isNew) {
        memory.scheduler = cardScheduler(wanted.retention)
        memory.replay()
      }
      return success(null)
    },
    turn: (filter) => success(turn(filter, null)),
    turnOf: (card, filter) => success(turn(filter, card)),
    answer: (card, grade, milliseconds) =>
      record([{ kind: 'review', card, grade, milliseconds, from: 'cards' }]),
    undo: () => {
      const step = lastStep()
      return step.length === 0 ? success([]) : memory.remove(step)
    },
    cards: () => {
      const at = now()
      const today = calendar.dayOf(at)
      return success(
        memory.deck().map((deckCard) => ({
          card: deckCard.card,
          schedule: scheduleOf(deckCard.memory ?? memory.scheduler.fresh(at)),
          recall: deckCard.memory === null ? 0 : memory.scheduler.recall(deckCard.memory, at),
          isOwn: deckCard.isOwn,
          isEdited: deckCard.isEdited,
          isSuspended: deckCard.isSuspended,
          isBuried: deckCard.buriedOn === today,
        })),
      )
    },
    addCards: (cards) => {
      const changed = cards.filter(({ id }) => memory.card(id) !== undefined)
      const different = cards.filter((card) => {
        const held = memory.card(card.id)
        return held === undefined || !isSameCard(held.card, card)
      })
      const deck = (memory.events.at(-1)?.id ?? 0) + 1
      const written =
        different.length === 0
          ? success(null)
          : record(different.map((card): StudyEvent => ({ kind: 'card', card, deck })))
      if (!written.ok) return written
      return success({
        added: cards.length - changed.length,
        changed: different.length - (cards.length - changed.length),
      })
    },
    statistics: () => success(cardStatistics(memory.deck(), memory.events, now(), calendar)),
    record,
    history: () => success(memory.events.filter(isHistory)),
    underWay: () => success(readUnderWay(store)),
    keepUnderWay: (session) => writeUnderWay(store, session),
  }
}

/** What the cards of an import have in common; null for an event that stands alone. */
function deckOf({ event }: RecordedEvent): number | null {
  return event.kind === 'card' ? (event.deck ?? null) : null
}

/** What the misses of a quiz tell the scheduler is written at one moment. */
function isOfQuiz({ event }: RecordedEvent): boolean {
  return event.kind === 'review' && event.from === 'quiz'
}

function latest(now: string, other: string | undefined): string {
  return other !== undefined && other > now ? other : now
}
