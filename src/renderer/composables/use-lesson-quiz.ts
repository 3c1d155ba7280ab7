import type { Question } from '@shared/study/question'
import { drawQuiz, missedQuestions, quizScore, reviewsOfMisses } from '@shared/study/quiz'
import type { StudyEvent } from '@shared/study/study-event'
import { computed, onScopeDispose, ref, type ComputedRef, type Ref } from 'vue'
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
  readonly start: () => void
  readonly next: () => Promise<void>
  /** Writes the result once more. */
  readonly keep: () => Promise<void>
}

/** The questions at the end of a lesson: asked one by one, kept as any quiz. */
export function useLessonQuiz(ids: () => readonly string[]): LessonQuiz {
  const school = useSchool()
  const run = useQuizRun()
  const stopwatch = useStopwatch()
  const phase = ref<'idle' | 'asking' | 'ended'>('idle')
  const isLost = ref(false)
  const byId = computed(
    () => new Map((school.content?.questions ?? []).map((one): [string, Question] => [one.id, one])),
  )
  const questions = computed(() =>
    ids().flatMap((id) => {
      const question = byId.value.get(id)
      return question === undefined ? [] : [question]
    }),
  )

  function start(): void {
    // Another order after every event.
    const seed = (school.history.at(-1)?.id ?? 0) + 1
    run.start(drawQuiz(questions.value, questions.value.length, seed))
    stopwatch.reset()
    stopwatch.run()
    phase.value = 'asking'
  }

  async function next(): Promise<void> {
    run.next()
    if (run.item.value !== null) return
    stopwatch.hold()
    phase.value = 'ended'
    await keep()
  }

  async function keep(): Promise<void> {
    const answers = [...run.answers.value]
    const cards = await callLab('cards:list', {})
    const missed = missedQuestions(answers, byId.value)
    const reviews: readonly StudyEvent[] = cards.ok ? reviewsOfMisses(missed, cards.value) : []
    const kept = await school.record([{ kind: 'quiz', answers, milliseconds: stopwatch.read() }, ...reviews])
    isLost.value = !kept
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
    start,
    next,
    keep,
  }
}
