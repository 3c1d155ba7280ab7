import { RandomStream } from '@shared/statistics/random-stream'
import { foundConcepts } from '@shared/study/concepts'
import type { InterviewQuestion } from '@shared/study/interview'
import type { InterviewAnswer, InterviewEvent } from '@shared/study/interview-report'
import { fittingItems } from '@shared/study/quiz'
import type { StudyFilter } from '@shared/study/quiz'
import { shuffled } from '@shared/study/shuffle'
import type { RecordedEvent } from '@shared/study/study-event'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useStopwatch } from '../composables/use-stopwatch'
import { useSchool } from './school'

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
  /** Lines of the quick review that are ticked in this session of the program. */
  const ticked = shallowRef<ReadonlySet<string>>(new Set())

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

  function show(row: number): void {
    place.value = row
    text.value = ''
    isShown.value = false
    covered.value = []
    stopwatch.reset()
    stopwatch.run()
  }

  function start(): void {
    if (fitting.value.length === 0) return
    const stream = RandomStream.ofSeed((school.history.at(-1)?.id ?? 0) + 1)
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
      build()
      return
    }
    report.value = { kind: 'interview', answers: [...answers.value] }
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

  function tickLine(id: string): void {
    const lines = new Set(ticked.value)
    if (!lines.delete(id)) lines.add(id)
    ticked.value = lines
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
