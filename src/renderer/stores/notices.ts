import { errorText, type LabError } from '@shared/errors'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

export interface NoticeAction {
  readonly label: string
  readonly run: () => void
}

/** Something to tell the person once, from any room. */
export interface Notice {
  readonly id: number
  readonly kind: 'failure' | 'success' | 'info'
  readonly title: string
  readonly description: string | null
  readonly error: LabError | null
  readonly action: NoticeAction | null
}

/** The one surface of failures and news: the shell shows each notice as a toast and a failure's details on demand. */
export const useNotices = defineStore('notices', () => {
  let lastId = 0
  const latest = shallowRef<Notice | null>(null)
  const detailed = shallowRef<LabError | null>(null)
  const failureCount = ref(0)

  function tell(
    title: string,
    options: { description?: string; action?: NoticeAction; kind?: 'success' | 'info' } = {},
  ): void {
    lastId += 1
    latest.value = {
      id: lastId,
      kind: options.kind ?? 'success',
      title,
      description: options.description ?? null,
      error: null,
      action: options.action ?? null,
    }
  }

  /** `what` is the deed that failed: `The report was not opened`. */
  function fail(what: string, error: LabError): void {
    lastId += 1
    failureCount.value += 1
    latest.value = {
      id: lastId,
      kind: 'failure',
      title: what,
      description: errorText(error),
      error,
      action: null,
    }
  }

  function showDetails(error: LabError): void {
    detailed.value = error
  }

  function closeDetails(): void {
    detailed.value = null
  }

  return { latest, detailed, failureCount, tell, fail, showDetails, closeDetails }
})
