import type { InterviewQuestion } from './interview'
import type { InterviewAnswer } from './interview-report'
import type { Question } from './question'
import { placesOf } from './quiz'
import type { QuizAnswer, QuizItem } from './quiz'
import type { RecordedEvent } from './study-event'
import type { InterviewUnderWay, QuizUnderWay, UnderWayByKind } from './under-way'

/** The number of the next run: greater than that of every run in the history and of those that have not ended. */
export function nextRun(history: readonly RecordedEvent[], underWay: UnderWayByKind): number {
  const ended = history.map(({ event }) => ('run' in event ? (event.run ?? 0) : 0))
  const begun = [underWay.quiz, underWay.lesson, underWay.interview].map((session) => session?.run ?? 0)
  return [history.at(-1)?.id ?? 0, ...ended, ...begun].reduce((most, one) => Math.max(most, one), 0) + 1
}

/** Whether the end of this run was recorded: then it must not count again. */
export function isOver(
  { kind, run }: QuizUnderWay | InterviewUnderWay,
  history: readonly RecordedEvent[],
): boolean {
  const ending = kind === 'interview' ? 'interview' : 'quiz'
  return history.some(({ event }) => event.kind === ending && event.run === run)
}

export interface QuizSoFar {
  readonly items: readonly QuizItem[]
  readonly answers: readonly QuizAnswer[]
  readonly usedHint: boolean
}

/**
 * Where a quiz stands: the answered items first. Questions that are no longer there are left out with their answers; null when
 * nothing that is left was answered, or when answers and items do not belong together.
 */
export function quizSoFar(session: QuizUnderWay, questions: ReadonlyMap<string, Question>): QuizSoFar | null {
  const { answers } = session
  if (answers.some(({ question }, row) => session.items[row]?.question !== question)) return null
  const items = session.items.flatMap(({ question: id, order }, row): QuizItem[] => {
    const question = questions.get(id)
    if (question === undefined) return []
    return row < answers.length || isOrderOf(order, question) ? [{ question, order }] : []
  })
  const known = answers.filter(({ question }) => questions.has(question))
  const next = session.items[answers.length]?.question
  const isSame = items[known.length]?.question.id === next
  return known.length === 0 ? null : { items, answers: known, usedHint: session.usedHint && isSame }
}

function isOrderOf(order: readonly number[], question: Question): boolean {
  const places = placesOf(question)
  return order.length === places.length && places.every((one) => order.includes(one))
}

export interface InterviewSoFar {
  readonly questions: readonly InterviewQuestion[]
  readonly answers: readonly InterviewAnswer[]
  readonly text: string
  readonly isShown: boolean
  readonly covered: readonly number[]
  readonly milliseconds: number
}

/** Where an interview stands, by the rules of `quizSoFar`; an answer that was only typed counts as well. */
export function interviewSoFar(
  session: InterviewUnderWay,
  questions: ReadonlyMap<string, InterviewQuestion>,
): InterviewSoFar | null {
  const { answers, text, isShown, covered, milliseconds: spent } = session
  if (answers.some(({ question }, row) => session.questions[row] !== question)) return null
  const asked = session.questions.flatMap((id) => questions.get(id) ?? [])
  const known = answers.filter(({ question }) => questions.has(question))
  const open = questions.get(session.questions[answers.length] ?? '')
  const soFar = { questions: asked, answers: known }
  if (open === undefined || (text.trim() === '' && !isShown)) {
    const untouched = { text: '', isShown: false, covered: [], milliseconds: open === undefined ? 0 : spent }
    return known.length === 0 ? null : { ...soFar, ...untouched }
  }
  const ticked = covered.filter((concept) => concept < open.concepts.length)
  return { ...soFar, text, isShown, covered: ticked, milliseconds: spent }
}
