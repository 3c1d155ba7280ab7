import type { Lesson } from '@shared/study/lesson'
import type { RecordedEvent } from '@shared/study/study-event'
import { topicTitle } from './topic-title'

/** How far a lesson was read. */
export interface LessonProgress {
  /** Sections seen, from the first on. */
  readonly seen: number
  readonly isDone: boolean
}

export interface PathStep extends LessonProgress {
  readonly lesson: Lesson
  readonly state: 'done' | 'begun' | 'new'
  /** The first one that is not done. */
  readonly isNext: boolean
  /** `Variance · Fan-in and fan-out`. */
  readonly topics: string
}

export function lessonProgress(lesson: string, history: readonly RecordedEvent[]): LessonProgress {
  let [seen, isDone] = [0, false]
  for (const { event } of history) {
    if (event.kind !== 'lesson' || event.lesson !== lesson) continue
    seen = Math.max(seen, event.section + 1)
    isDone ||= event.isDone
  }
  return { seen, isDone }
}

/** The lessons in their order, with what was read of each. */
export function lessonPath(
  lessons: readonly Lesson[],
  history: readonly RecordedEvent[],
): readonly PathStep[] {
  const steps = lessons.map((lesson) => ({ lesson, ...lessonProgress(lesson.id, history) }))
  const next = steps.find(({ isDone }) => !isDone)
  return steps.map((step) => ({
    ...step,
    state: step.isDone ? ('done' as const) : step.seen > 0 ? ('begun' as const) : ('new' as const),
    isNext: step === next,
    topics: step.lesson.topics.map(topicTitle).join(' · '),
  }))
}
