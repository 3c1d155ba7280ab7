import type { Question } from '@shared/study/question'
import { drawQuiz, missedQuestions, quizScore, reviewsOfMisses } from '@shared/study/quiz'
import type { QuizAnswer } from '@shared/study/quiz'
import type { StudyEvent } from '@shared/study/study-event'
import { isOver, nextRun, quizSoFar } from '@shared/study/so-far'
import type { QuizSoFar } from '@shared/study/so-far'
import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue'
import { callLab } from '../lab-client'
import { useSchool } from '../stores/school'
import { useQuizRun, type QuizRun } from './use-quiz-run'
import { useStopwatch } from './use-stopwatch'

export interface LessonQuiz {
  readonly run: QuizRun
  readonly questions: ComputedRef<readonly Question[]>
  readonly phase: Readonly<Ref<'idle' | 'asking' | 'ended'>>
  /** Mean share of the points of the quiz that has ended. */
  readonly score: ComputedRef<number>
  /** The result is not on disk. */
  readonly isLost: Readonly<Ref<boolean>>
  /** How far this lesson's questions came when they were left, if they were. */
  readonly waiting: ComputedRef<QuizSoFar | null>
  readonly start: () => Promise<void>
  /** Goes on with what waits. */
  readonly resume: () => Promise<void>
  readonly next: () => Promise<void>
  /** Writes the result once more. */
  readonly keep: () => Promise<void>
}

/** The questions at the end of a lesson: asked one by one, kept as any quiz. */
export function useLessonQuiz(lesson: () => string, ids: () => readonly string[]): LessonQuiz {
  const school = useSchool()
  const run = useQuizRun()
  const stopwatch = useStopwatch()
  const phase = ref<'idle' | 'asking' | 'ended'>('idle')
  const isLost = ref(false)
  const [runNumber, seed, asked] = [ref(1), ref(0), ref('')]
  const byId = computed(
    () => new Map((school.content?.questions ?? []).map((one): [string, Question] => [one.id, one])),
  )
  const questions = computed(() =>
    ids().flatMap((id) => {
      const question = byId.value.get(id)
      return question === undefined ? [] : [question]
    }),
  )

  /** The questions that wait, of whatever lesson. */
  const left = computed(() => {
    const session = school.underWay.lesson
    if (phase.value === 'asking' || session === null || isOver(session, school.history)) return null
    const soFar = quizSoFar(session, byId.value)
    return soFar === null ? null : { ...session, ...soFar }
  })
  const waiting = computed(() => (school.underWay.lesson?.lesson === lesson() ? left.value : null))

  watch([run.answers, run.isHintOpen], () => {
    if (phase.value !== 'asking') return
    void school.keepUnderWay({
      kind: 'lesson',
      lesson: asked.value,
      run: runNumber.value,
      seed: seed.value,
      items: run.items.value.map(({ question, order }) => ({ question: question.id, order: [...order] })),
      answers: [...run.answers.value],
      usedHint: run.isHintOpen.value,
      milliseconds: stopwatch.read(),
    })
  })

  function begin(number: number, drawn: number, from: number): void {
    runNumber.value = number
    seed.value = drawn
    asked.value = lesson()
    stopwatch.reset(from)
    stopwatch.run()
    phase.value = 'asking'
  }

  async function start(): Promise<void> {
    await writing
    const earlier = left.value
    if (earlier !== null && !(await write(earlier.run, earlier.answers, earlier.milliseconds))) return
    // Another order after every event.
    const number = nextRun(school.history, school.underWay)
    run.start(drawQuiz(questions.value, questions.value.length, number))
    begin(number, number, 0)
  }

  async function resume(): Promise<void> {
    const session = waiting.value
    if (session === null) return
    begin(session.run, session.seed, session.milliseconds)
    run.start(session.items, session.answers, session.usedHint)
    if (run.item.value === null) await end()
  }

  async function next(): Promise<void> {
    run.next()
    if (run.item.value === null) await end()
  }

  async function end(): Promise<void> {
    stopwatch.hold()
    phase.value = 'ended'
    await keep()
  }

  async function keep(): Promise<void> {
    isLost.value = !(await write(runNumber.value, run.answers.value, stopwatch.read()))
  }

  /** A second call joins the one under way: pressed twice, a result must not count twice. */
  let writing: Promise<boolean> | null = null
  function write(...result: Parameters<typeof record>): Promise<boolean> {
    writing ??= record(...result).finally(() => {
      writing = null
    })
    return writing
  }

  async function record(
    number: number,
    answers: readonly QuizAnswer[],
    milliseconds: number,
  ): Promise<boolean> {
    const cards = await callLab('cards:list', {})
    const missed = missedQuestions(answers, byId.value)
    const reviews: readonly StudyEvent[] = cards.ok ? reviewsOfMisses(missed, cards.value) : []
    return school.record([{ kind: 'quiz', run: number, answers: [...answers], milliseconds }, ...reviews])
  }

  onScopeDispose(() => {
    stopwatch.hold()
  })

  return {
    run,
    questions,
    phase,
    score: computed(() => quizScore(run.answers.value)),
    isLost,
    waiting,
    start,
    resume,
    next,
    keep,
  }
}
