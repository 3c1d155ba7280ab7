import type { Channel, ChannelInput, ChannelOutputs } from '@shared/ipc-contract'
import { success } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { Card } from '@shared/study/card'
import { DEFAULT_SCHOOL_SETTINGS } from '@shared/study/card-session'
import type { CardSchedule, CardTurn, SchoolSettings } from '@shared/study/card-session'
import type { LessonFile } from '@shared/study/lesson-file'
import type { StudyContent } from '@shared/study/study-content'
import { isHistory } from '@shared/study/study-event'
import type { RecordedEvent, StudyEvent } from '@shared/study/study-event'
import type { UnderWayByKind } from '@shared/study/under-way'
import type { ShownClaim } from '@shared/study/shown-claim'

type SchoolChannel = Extract<Channel, `study:${string}` | `cards:${string}` | `claims:${string}`>
type SchoolAnswers = {
  readonly [Name in SchoolChannel]: (input: ChannelInput<Name>) => Result<ChannelOutputs[Name]>
}

const NOW = '2026-11-22T08:00:00.000Z'
const FRESH: CardSchedule = {
  state: 'new',
  due: NOW,
  stability: 0,
  difficulty: 0,
  reviews: 0,
  lapses: 0,
  lastReview: null,
}

const EMPTY_STUDY: StudyContent = {
  corrections: [],
  cards: [],
  questions: [],
  interview: [],
  checklist: [],
  lessons: [],
}

/** A school without a scheduler: every card waits once, whatever its grade. */
export class FakeSchool {
  content: StudyContent = EMPTY_STUDY
  claims: readonly ShownClaim[] = []
  lessonFiles: readonly LessonFile[] = []
  settings: SchoolSettings = DEFAULT_SCHOOL_SETTINGS
  readonly events: StudyEvent[] = []
  underWay: UnderWayByKind = { quiz: null, lesson: null, interview: null, prediction: null }

  private waiting(): readonly Card[] {
    const done = this.events.flatMap((event) => (event.kind === 'review' ? [event.card] : []))
    return this.content.cards.filter(({ id }) => !done.includes(id))
  }

  private turn(): CardTurn {
    const waiting = this.waiting()
    const card = waiting[0] ?? null
    return {
      card,
      schedule: card === null ? null : FRESH,
      seed: 1,
      intervals: [60, 330, 600, 8 * 86_400],
      counts: { learning: 0, review: 0, new: waiting.length },
      nextDue: null,
      canUndo: this.events.some(({ kind }) => kind === 'review'),
    }
  }

  private takeIn(name: string): LessonFile {
    const file: LessonFile = { name, lessons: this.content.lessons.map(({ id }) => id), problem: null }
    this.lessonFiles = [...this.lessonFiles, file]
    return file
  }

  private history(first = 0): readonly RecordedEvent[] {
    return this.events
      .map((event, place) => ({ id: place + 1, at: NOW, session: 1, event }))
      .slice(first)
      .filter(isHistory)
  }

  readonly answers: SchoolAnswers = {
    'study:content': () => success(this.content),
    'study:lesson-files': () => success(this.lessonFiles),
    'study:open-lessons-dialog': () => success(this.takeIn('own.yaml')),
    'study:open-lessons-path': () => success(this.takeIn('dropped.yaml')),
    'study:remove-lessons': ({ name }) => {
      this.lessonFiles = this.lessonFiles.filter((file) => file.name !== name)
      return success(null)
    },
    'study:restore-lessons': ({ name }) => {
      this.takeIn(name)
      return success(null)
    },
    'study:record': ({ events }) => {
      const first = this.events.length
      this.events.push(...events)
      return success(this.history(first))
    },
    'study:history': () => success(this.history()),
    'study:under-way': () => success(this.underWay),
    'study:keep-under-way': ({ session }) => {
      this.underWay = { ...this.underWay, [session.kind]: session }
      return success(null)
    },
    'cards:turn': () => success(this.turn()),
    'cards:answer': ({ card, grade, milliseconds }) => {
      this.events.push({ kind: 'review', card, grade, milliseconds, from: 'cards' })
      return success(this.turn())
    },
    'cards:undo': () => {
      const place = this.events.findLastIndex(({ kind }) => kind === 'review')
      const [undone] = place < 0 ? [] : this.events.splice(place, 1)
      return success({ cards: undone?.kind === 'review' ? [undone.card] : [], turn: this.turn() })
    },
    'cards:list': () =>
      success(
        this.content.cards.map((card) => ({
          card,
          schedule: FRESH,
          recall: 0,
          isOwn: false,
          isEdited: false,
          isSuspended: false,
          isBuried: false,
        })),
      ),
    'cards:statistics': () =>
      success({
        due: [],
        done: [],
        retention: { recalled: 0, reviews: 0 },
        stabilities: [],
        states: { new: this.content.cards.length, learning: 0, review: 0, relearning: 0, suspended: 0 },
      }),
    'cards:settings': () => success(this.settings),
    'cards:change-settings': ({ settings }) => {
      this.settings = settings
      return success(null)
    },
    'cards:import-dialog': () => success({ added: 2, changed: 0 }),
    'cards:export-dialog': () => success('/home/ada/cards.csv'),
    'claims:list': () => success(this.claims),
    'claims:run': ({ firstSeed }) =>
      success({ outcome: 'holds', sentence: 'He ended lower in 10 of 10 seeds.', firstSeed, checks: [] }),
  }
}
