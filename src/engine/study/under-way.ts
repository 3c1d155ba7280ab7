import { underWay } from '@shared/study/under-way'
import type { UnderWay, UnderWayByKind, UnderWayKind } from '@shared/study/under-way'
import type { Result } from '@shared/errors'
import type { Store } from '../store/store'

const keyOf = (kind: UnderWayKind): string => `school-under-way-${kind}`

/** Reads what is kept of each kind; what cannot be read, or is of another kind than its key says, is left out. */
export function readUnderWay(store: Store): UnderWayByKind {
  const [quiz, lesson, interview] = [read(store, 'quiz'), read(store, 'lesson'), read(store, 'interview')]
  const prediction = read(store, 'prediction')
  return {
    quiz: quiz?.kind === 'quiz' ? quiz : null,
    lesson: lesson?.kind === 'lesson' ? lesson : null,
    interview: interview?.kind === 'interview' ? interview : null,
    prediction: prediction?.kind === 'prediction' ? prediction : null,
  }
}

export function writeUnderWay(store: Store, session: UnderWay): Result<null> {
  return store.settings.set(keyOf(session.kind), JSON.stringify(session))
}

function read(store: Store, kind: UnderWayKind): UnderWay | null {
  const stored = store.settings.get(keyOf(kind))
  if (!stored.ok || stored.value === null) return null
  try {
    const parsed = underWay.safeParse(JSON.parse(stored.value))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
