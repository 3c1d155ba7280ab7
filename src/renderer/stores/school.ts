import type { Correction } from '@shared/study/study-item'
import type { RecordedEvent, StudyEvent } from '@shared/study/study-event'
import type { ShownClaim } from '@shared/study/shown-claim'
import type { StudyContent } from '@shared/study/study-content'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { callLab } from '../lab-client'
import { useNotices } from './notices'

/** The content of the school, the ledger of claims, and what happened; read at the first room that asks. */
export const useSchool = defineStore('school', () => {
  const notices = useNotices()
  const content = shallowRef<StudyContent | null>(null)
  const claims = shallowRef<readonly ShownClaim[]>([])
  /** Everything but reviews, in order. */
  const history = shallowRef<readonly RecordedEvent[]>([])
  /** Why the content is not there. */
  const lack = ref<string | null>(null)
  /** The claim whose evidence is open, if any. */
  const shownClaim = ref<string | null>(null)
  let loading: Promise<void> | null = null

  const corrections = computed(
    () => new Map((content.value?.corrections ?? []).map((one): [string, Correction] => [one.id, one])),
  )
  const claimsById = computed(() => new Map(claims.value.map((one): [string, ShownClaim] => [one.id, one])))

  /** Reads all once; after a failure the next call tries again. */
  async function load(): Promise<void> {
    loading ??= read()
    await loading
    if (content.value === null) loading = null
  }

  async function read(): Promise<void> {
    const [text, ledger] = await Promise.all([
      callLab('study:content', {}),
      callLab('claims:list', {}),
      readHistory(),
    ])
    if (text.ok) content.value = text.value
    lack.value = text.ok ? null : text.error.message
    if (ledger.ok) claims.value = ledger.value
    else notices.fail('The ledger of claims was not read', ledger.error)
  }

  async function readHistory(): Promise<void> {
    const answer = await callLab('study:history', {})
    if (answer.ok) history.value = answer.value
    else notices.fail('What you learned so far was not read', answer.error)
  }

  /** Writes what happened. @returns whether it is on disk */
  async function record(events: readonly StudyEvent[]): Promise<boolean> {
    const written = await callLab('study:record', { events: [...events] })
    if (!written.ok) {
      notices.fail('This was not remembered', written.error)
      return false
    }
    await readHistory()
    return true
  }

  /** Opens the evidence of a claim over whatever is shown. */
  function showClaim(id: string): void {
    shownClaim.value = id
    void record([{ kind: 'experiment', claim: id }])
  }

  return {
    content,
    claims,
    claimsById,
    corrections,
    history,
    lack,
    shownClaim,
    load,
    readHistory,
    record,
    showClaim,
  }
})
