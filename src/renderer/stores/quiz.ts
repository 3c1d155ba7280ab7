import { drawQuiz, fittingItems, missedQuestions, reviewsOfMisses } from '@shared/study/quiz'
import type { StudyFilter } from '@shared/study/quiz'
import type { Question } from '@shared/study/question'
import type { RecordedEvent, StudyEvent } from '@shared/study/study-event'
import { isOver, nextRun, quizSoFar } from '@shared/study/so-far'
import { quizTopicShares } from '@shared/study/topic-shares'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { useQuizRun } from '../composables/use-quiz-run'
import { useStopwatch } from '../composables/use-stopwatch'
import { callLab } from '../lab-client'
import { useNotices } from './notices'
import { useSchool } from './school'

export type QuizEvent = Extract<StudyEvent, { kind: 'quiz' }>
export interface KeptQuiz extends RecordedEvent {
  readonly event: QuizEvent
}

/** The quiz of the room: what is asked, where it stands, and what was kept of the earlier ones. It outlives a visit to another room. */
export const useQuiz = defineStore('quiz', () => {
  const [school, notices] = [useSchool(), useNotices()]
  const run = useQuizRun()
  const stopwatch = useStopwatch()
  /** The part of the room that is open. */
  const part = ref('quiz')
  const phase = ref<'build' | 'asking' | 'report'>('build')
  const filter = shallowRef<StudyFilter>({ topics: [], difficulties: [] })
  const length = ref(10)
  /** The seed that was typed; null takes the next one. */
  const typedSeed = ref<number | null>(null)
  /** The seed of the quiz that is asked or was asked last. */
  const drawnSeed = ref(0)
  /** Which run it is. */
  const runNumber = ref(1)
  /** The result that is shown, and whether it is on disk. */
  const report = shallowRef<QuizEvent | null>(null)
  const keeping = ref<'kept' | 'saving' | 'failed'>('kept')
  /** Cards that come back sooner because of the last quiz. */
  const recalled = ref(0)

  const questions = computed(() => school.content?.questions ?? [])
  const questionsById = computed(
    () => new Map(questions.value.map((one): [string, Question] => [one.id, one])),
  )
  const fitting = computed(() => fittingItems(questions.value, filter.value))
  /** Another one after every event, so that no two quizzes are alike unless that is wanted. */
  const seed = computed(() => typedSeed.value ?? (school.history.at(-1)?.id ?? 0) + 1)
  /** The newest first. */
  const kept = computed(() =>
    school.history
      .flatMap((one): KeptQuiz[] => (one.event.kind === 'quiz' ? [{ ...one, event: one.event }] : []))
      .reverse(),
  )
  const topicShares = computed(() =>
    quizTopicShares(
      kept.value.map(({ event }) => event),
      questionsById.value,
    ),
  )
  const missed = computed(() => missedQuestions(report.value?.answers ?? [], questionsById.value))

  /** A quiz that was begun and not ended, in an earlier start of the program or before its result could be written. */
  const waiting = computed(() => {
    const session = school.underWay.quiz
    if (phase.value === 'asking' || session === null || isOver(session, school.history)) return null
    const soFar = quizSoFar(session, questionsById.value)
    return soFar === null ? null : { ...session, ...soFar }
  })

  watch([run.answers, run.isHintOpen], () => {
    if (phase.value !== 'asking') return
    void school.keepUnderWay({
      kind: 'quiz',
      run: runNumber.value,
      seed: drawnSeed.value,
      items: run.items.value.map(({ question, order }) => ({ question: question.id, order: [...order] })),
      answers: [...run.answers.value],
      usedHint: run.isHintOpen.value,
      milliseconds: stopwatch.read(),
    })
  })

  function restore(): void {
    const session = waiting.value
    if (session === null) return
    runNumber.value = session.run
    drawnSeed.value = session.seed
    run.start(session.items, session.answers, session.usedHint)
    stopwatch.reset(session.milliseconds)
    report.value = null
    phase.value = 'asking'
  }

  /** Goes on with the quiz that waits. */
  async function resume(): Promise<void> {
    restore()
    if (run.item.value === null) await finish()
  }

  /** Ends the quiz that waits with what is answered. */
  async function leave(): Promise<void> {
    restore()
    await finish()
  }

  async function ask(asked: readonly Question[], most: number, drawn: number): Promise<void> {
    if (waiting.value !== null) {
      await leave()
      if (keeping.value === 'failed') return
    }
    runNumber.value = nextRun(school.history, school.underWay)
    drawnSeed.value = drawn
    run.start(drawQuiz(asked, most, drawn))
    stopwatch.reset()
    report.value = null
    phase.value = 'asking'
  }

  /** Takes a typed seed; what is no seed gives the next one back. */
  function typeSeed(text: string): void {
    const value = Number(text)
    typedSeed.value = text.trim() !== '' && Number.isSafeInteger(value) && value >= 0 ? value : null
  }

  async function start(): Promise<void> {
    if (fitting.value.length > 0) await ask(fitting.value, length.value, seed.value)
  }

  /** A quiz of what the shown result missed. */
  async function reviewMissed(): Promise<void> {
    const asked = missed.value
    if (asked.length > 0) await ask(asked, asked.length, drawnSeed.value + 1)
  }

  /** Ends the quiz with what is answered; without an answer it leaves nothing. */
  async function finish(): Promise<void> {
    stopwatch.hold()
    const answers = run.answers.value
    if (answers.length === 0) {
      build()
      return
    }
    report.value = {
      kind: 'quiz',
      run: runNumber.value,
      answers: [...answers],
      milliseconds: stopwatch.read(),
    }
    phase.value = 'report'
    await keep()
  }

  async function next(): Promise<void> {
    run.next()
    if (run.item.value === null) await finish()
  }

  /** Writes the result that is shown, with what it tells the scheduler, all or nothing. */
  async function keep(): Promise<void> {
    const event = report.value
    if (event === null || keeping.value === 'saving') return
    keeping.value = 'saving'
    const reviews = await reviewsOf(missed.value)
    const isKept = await school.record([event, ...reviews])
    recalled.value = isKept ? reviews.length : 0
    keeping.value = isKept ? 'kept' : 'failed'
  }

  async function reviewsOf(misses: readonly Question[]): Promise<readonly StudyEvent[]> {
    if (misses.length === 0) return []
    const cards = await callLab('cards:list', {})
    if (cards.ok) return reviewsOfMisses(misses, cards.value)
    notices.fail('The cards of what you missed keep their dates', cards.error)
    return []
  }

  function build(): void {
    phase.value = 'build'
    report.value = null
  }

  /** Shows a kept result again. */
  function open(one: KeptQuiz): void {
    report.value = one.event
    keeping.value = 'kept'
    recalled.value = 0
    drawnSeed.value = one.id
    phase.value = 'report'
  }

  return {
    run,
    stopwatch,
    part,
    phase,
    filter,
    length,
    drawnSeed,
    report,
    keeping,
    recalled,
    questions,
    questionsById,
    fitting,
    seed,
    kept,
    topicShares,
    missed,
    waiting,
    resume,
    leave,
    typeSeed,
    start,
    reviewMissed,
    finish,
    next,
    keep,
    build,
    open,
  }
})
