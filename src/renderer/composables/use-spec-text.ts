import type { SpecProblem } from '@shared/sweep-spec'
import { useDebounceFn } from '@vueuse/core'
import { computed, ref, shallowRef, watch, type Ref, type WritableComputedRef } from 'vue'
import { sameValue } from '../lab/document-path'
import { readDraftText, writeDraftText } from '../lab/spec-text'
import { useDraft } from '../stores/draft'

const READ_MILLISECONDS = 200

/** The draft as text, both ways: a change of the form rewrites the text, a readable text becomes the draft. */
export function useSpecText(): {
  text: WritableComputedRef<string>
  problems: Ref<readonly SpecProblem[]>
  /** Reads what was typed now instead of soon, as before a start. */
  settle: () => void
  discard: () => void
} {
  const draft = useDraft()
  const held = ref(draft.brokenText ?? writeDraftText(draft.document))
  const problems = shallowRef<readonly SpecProblem[]>(readDraftText(held.value).problems)

  /** Whether the text was typed in and not read since. */
  let isUnread = false

  function read(): void {
    if (!isUnread) return
    isUnread = false
    const reading = readDraftText(held.value)
    problems.value = reading.problems
    if (reading.document === null) {
      draft.setBrokenText(held.value)
      return
    }
    draft.replaceByText(reading.document)
  }

  const readSoon = useDebounceFn(read, READ_MILLISECONDS)

  watch(
    () => [draft.document, draft.brokenText] as const,
    ([document, broken]) => {
      if (broken !== null) {
        if (broken === held.value) return
        held.value = broken
      } else {
        const reading = readDraftText(held.value)
        if (reading.document !== null && sameValue(reading.document, document)) return
        held.value = writeDraftText(document)
      }
      problems.value = readDraftText(held.value).problems
    },
  )

  const text = computed({
    get: () => held.value,
    set: (next) => {
      held.value = next
      isUnread = true
      void readSoon()
    },
  })
  /** Drops a text that cannot be read; the form's spec takes its place. */
  function discard(): void {
    draft.setBrokenText(null)
    held.value = writeDraftText(draft.document)
    problems.value = []
  }

  return { text, problems, settle: read, discard }
}
