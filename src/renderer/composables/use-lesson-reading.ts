import type { Lesson } from '@shared/study/lesson'
import { useIntersectionObserver, useTimeoutFn } from '@vueuse/core'
import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue'
import { useSchool } from '../stores/school'
import { lessonProgress, type LessonProgress } from '../study/lesson-path'

/** What scrolls past within this time is written down in one go. */
const WRITE_MILLISECONDS = 700
/** A section is read once its first line stands above the lower third of the room, and in view in the upper part. */
const READ_MARGIN = '0px 0px -33% 0px'
const VIEW_MARGIN = '0px 0px -65% 0px'

export interface LessonReading {
  readonly progress: ComputedRef<LessonProgress>
  /** The section in view. */
  readonly current: Readonly<Ref<number>>
  /** Ends the lesson. @returns whether it is on disk */
  readonly finish: () => Promise<boolean>
}

/** Follows how far a lesson is read, and remembers it. */
export function useLessonReading(
  lesson: () => Lesson,
  /** In their order, and what follows them. */
  sections: () => readonly HTMLElement[],
): LessonReading {
  const school = useSchool()
  const progress = computed(() => lessonProgress(lesson().id, school.history))
  const current = ref(0)
  const furthest = ref(-1)
  const inView = new Set<number>()

  async function write(): Promise<void> {
    // What follows the sections, the questions, is none.
    const section = Math.min(furthest.value, lesson().sections.length - 1)
    if (section < progress.value.seen) return
    await school.record([{ kind: 'lesson', lesson: lesson().id, section, isDone: false }])
  }

  const { start, stop } = useTimeoutFn(() => void write(), WRITE_MILLISECONDS, { immediate: false })

  const targets = computed(() => [...sections()])

  function placeOf(target: Element): number {
    return sections().findIndex((section) => section === target)
  }

  useIntersectionObserver(
    targets,
    (entries) => {
      for (const { target, isIntersecting } of entries)
        if (isIntersecting) furthest.value = Math.max(furthest.value, placeOf(target))
    },
    { rootMargin: READ_MARGIN },
  )
  useIntersectionObserver(
    targets,
    (entries) => {
      for (const { target, isIntersecting } of entries)
        if (isIntersecting) inView.add(placeOf(target))
        else inView.delete(placeOf(target))
      if (inView.size > 0) current.value = Math.max(...inView)
    },
    { rootMargin: VIEW_MARGIN },
  )

  watch(furthest, start)
  onScopeDispose(() => {
    stop()
    void write()
  })

  async function finish(): Promise<boolean> {
    stop()
    const { id, sections: all } = lesson()
    return school.record([{ kind: 'lesson', lesson: id, section: all.length - 1, isDone: true }])
  }

  return { progress, current, finish }
}
