import { RandomStream } from '@shared/statistics/random-stream'
import { foundConcepts } from '@shared/study/concepts'
import type { InterviewQuestion } from '@shared/study/interview'
import type { InterviewAnswer, InterviewEvent } from '@shared/study/interview-report'
import { fittingItems } from '@shared/study/quiz'
import type { StudyFilter } from '@shared/study/quiz'
import { interviewSoFar, isOver, nextRun } from '@shared/study/so-far'
import { shuffled } from '@shared/study/shuffle'
import type { RecordedEvent } from '@shared/study/study-event'
import { useDebounceFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { useStopwatch } from '../composables/use-stopwatch'
import { useSchool } from './school'

/** Short, as for the draft of a sweep: a close or a crash may come between two letters. */
const [TYPING_REST, TYPING_AT_MOST] = [300, 1000]

export interface KeptInterview extends RecordedEvent {
  readonly event: InterviewEvent
}

/** Interview practice: what is asked, what was typed so far, and the sessions that were kept. It outlives a visit to another room. */
export const useInterview = defineStore('interview', () => {
  const school = useSchool()
  const stopwatch = useStopwatch()
  const phase = ref<'build' | 'asking' | 'report'>('build')
  const filter = shallowRef<StudyFilter>({ topics: [], difficulties: [] })
  const length = ref(5)
  /** Seconds for a question; 0 without a timer. */
  const limit = ref(0)

  /** Which run it is. */
  const runNumber = ref(1)
  const asked = shallowRef<readonly InterviewQuestion[]>([])
  const place = ref(0)
  const text = ref('')
  const isShown = ref(false)
  /** Places of the concepts that are ticked. */
  const covered = shallowRef<readonly number[]>([])
  const answers = shallowRef<readonly InterviewAnswer[]>([])
  const spent = ref(0)
  const report = shallowRef<InterviewEvent | null>(null)
  const keeping = ref<'kept' | 'saving' | 'failed'>('kept')
  /** When the shown session was kept. */
  const keptAt = ref<string | null>(null)

  const questions = computed(() => school.content?.interview ?? [])
  const questionsById = computed(
    () => new Map(questions.value.map((one): [string, InterviewQuestion] => [one.id, one])),
  )
  const fitting = computed(() => fittingItems(questions.value, filter.value))
  const question = computed(() => asked.value[place.value] ?? null)
  /** The newest first. */
  const kept = computed(() =>
    school.history
      .flatMap((one): KeptInterview[] =>
        one.event.kind === 'interview' ? [{ ...one, event: one.event }] : [],
      )
      .reverse(),
  )
  /** Lines of the quick review that are ticked. */
  const ticked = computed(() => {
    const lines = new Set<string>()
    for (const { event } of school.history) {
      if (event.kind !== 'checklist') continue
      if (event.isTicked) lines.add(event.line)
      else lines.delete(event.line)
    }
    return lines
  })

  /** An interview that was begun and not ended, in an earlier start of the program or before its report could be written. */
  const waiting = computed(() => {
    const session = school.underWay.interview
    if (phase.value === 'asking' || session === null || isOver(session, school.history)) return null
    const soFar = interviewSoFar(session, questionsById.value)
    return soFar === null ? null : { ...session, ...soFar }
  })

  function keepUnderWay(): void {
    if (phase.value !== 'asking') return
    void school.keepUnderWay({
      kind: 'interview',
      run: runNumber.value,
      questions: asked.value.map(({ id }) => id),
      answers: [...answers.value],
      limit: limit.value,
      text: text.value,
      isShown: isShown.value,
      covered: [...covered.value],
      milliseconds: isShown.value ? spent.value : stopwatch.read(),
    })
  }
  const keepTyped = useDebounceFn(keepUnderWay, TYPING_REST, { maxWait: TYPING_AT_MOST })
  watch([answers, isShown, covered], keepUnderWay)
  watch(text, () => void keepTyped())

  function restore(): void {
    const session = waiting.value
    if (session === null) return
    runNumber.value = session.run
    asked.value = session.questions
    answers.value = session.answers
    limit.value = session.limit
    report.value = null
    phase.value = 'asking'
    show(session.answers.length, session.milliseconds)
    text.value = session.text
    isShown.value = session.isShown
    covered.value = session.covered
    spent.value = session.milliseconds
    if (session.isShown) stopwatch.hold()
  }

  /** Goes on with the interview that waits. */
  async function resume(): Promise<void> {
    restore()
    if (question.value === null) await end()
  }

  /** Ends the interview that waits with what was answered. */
  async function leave(): Promise<void> {
    restore()
    await finish()
  }

  function show(row: number, already = 0): void {
    place.value = row
    text.value = ''
    isShown.value = false
    covered.value = []
    stopwatch.reset(already)
    stopwatch.run()
  }

  async function start(): Promise<void> {
    if (fitting.value.length === 0) return
    if (waiting.value !== null) {
      await leave()
      if (keeping.value === 'failed') return
    }
    runNumber.value = nextRun(school.history, school.underWay)
    const stream = RandomStream.ofSeed(runNumber.value)
    asked.value = shuffled(fitting.value, stream).slice(0, length.value)
    answers.value = []
    report.value = null
    phase.value = 'asking'
    show(0)
  }

  /** Shows the model answer; the concepts that the typed words name are ticked. */
  function reveal(): void {
    if (question.value === null || isShown.value) return
    stopwatch.hold()
    spent.value = stopwatch.read()
    covered.value = foundConcepts(text.value, question.value.concepts)
    isShown.value = true
  }

  function tick(concept: number): void {
    covered.value = covered.value.includes(concept)
      ? covered.value.filter((one) => one !== concept)
      : [...covered.value, concept].sort((a, b) => a - b)
  }

  function settle(): void {
    if (question.value === null || !isShown.value) return
    const answer: InterviewAnswer = {
      question: question.value.id,
      covered: [...covered.value],
      of: question.value.concepts.length,
      text: text.value,
      milliseconds: spent.value,
    }
    answers.value = [...answers.value, answer]
  }

  async function next(): Promise<void> {
    if (!isShown.value) return
    settle()
    show(place.value + 1)
    if (question.value === null) await end()
  }

  /** Ends the session with what was answered, a shown or typed answer among it; without any it leaves nothing. */
  async function finish(): Promise<void> {
    if (text.value.trim() !== '') reveal()
    settle()
    isShown.value = false
    await end()
  }

  async function end(): Promise<void> {
    stopwatch.hold()
    if (answers.value.length === 0) {
      // What was typed and deleted again must not be offered.
      keepUnderWay()
      build()
      return
    }
    report.value = { kind: 'interview', run: runNumber.value, answers: [...answers.value] }
    keptAt.value = null
    phase.value = 'report'
    await keep()
  }

  async function keep(): Promise<void> {
    if (report.value === null || keeping.value === 'saving') return
    keeping.value = 'saving'
    const isKept = await school.record([report.value])
    if (isKept) keptAt.value = kept.value[0]?.at ?? null
    keeping.value = isKept ? 'kept' : 'failed'
  }

  function build(): void {
    phase.value = 'build'
    report.value = null
  }

  function open(one: KeptInterview): void {
    report.value = one.event
    keptAt.value = one.at
    keeping.value = 'kept'
    phase.value = 'report'
  }

  async function tickLine(line: string, isTicked: boolean): Promise<void> {
    await school.record([{ kind: 'checklist', line, isTicked }])
  }

  return {
    stopwatch,
    phase,
    filter,
    length,
    limit,
    asked,
    place,
    text,
    isShown,
    covered,
    answers,
    spent,
    report,
    keeping,
    keptAt,
    ticked,
    questions,
    questionsById,
    fitting,
    question,
    kept,
    waiting,
    resume,
    leave,
    start,
    reveal,
    tick,
    next,
    finish,
    keep,
    build,
    open,
    tickLine,
  }
})
