import { expandSweep } from '@shared/expand-sweep'
import type { Expansion } from '@shared/sweep'
import { parseSweepDocument, type SpecProblem, type SweepDocument } from '@shared/sweep-spec'

export interface DraftCheck {
  readonly problems: readonly SpecProblem[]
  /** Null while there are problems. */
  readonly expansion: Expansion | null
}

/** What a draft would be as a sweep: every problem with its key, or the whole grid. */
export function checkDraft(document: SweepDocument): DraftCheck {
  const checked = parseSweepDocument(document)
  if (!checked.ok) return { problems: checked.problems, expansion: null }
  return { problems: [], expansion: expandSweep(checked.value) }
}
