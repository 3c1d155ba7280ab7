import type { Result } from '@shared/errors'
import type { SweepResults, SweepSummary } from '@shared/sweep'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { fileName } from '../common/format'
import { callLab, onLabEvent } from '../lab-client'
import { useNotices } from './notices'

/** Every sweep run here and every report opened, newest first, and the one report in view. */
export const useLibrary = defineStore('library', () => {
  const notices = useNotices()
  const summaries = shallowRef<readonly SweepSummary[]>([])
  const loaded = ref(false)
  const loadFailed = ref(false)
  const opened = shallowRef<SweepResults | null>(null)
  const opening = ref(false)

  async function load(): Promise<void> {
    const listed = await callLab('library:list', {})
    loadFailed.value = !listed.ok
    if (listed.ok)
      summaries.value = listed.value.toSorted((one, other) => other.createdAt.localeCompare(one.createdAt))
    else notices.fail('The library was not read', listed.error)
    loaded.value = true
  }

  function summaryOf(sweepId: number): SweepSummary | null {
    return summaries.value.find((summary) => summary.id === sweepId) ?? null
  }

  async function open(sweepId: number): Promise<boolean> {
    if (opened.value?.summary.id !== sweepId) opened.value = null
    opening.value = true
    const read = await callLab('library:results', { sweepId })
    opening.value = false
    if (read.ok) opened.value = read.value
    else notices.fail('The report was not opened', read.error)
    return read.ok
  }

  function close(): void {
    opened.value = null
  }

  async function openFromDialog(): Promise<SweepSummary | null> {
    return added(await callLab('report:open-dialog', {}))
  }

  async function openFromPath(path: string): Promise<SweepSummary | null> {
    return added(await callLab('report:open-path', { path }))
  }

  async function added(result: Result<SweepSummary | null>): Promise<SweepSummary | null> {
    if (!result.ok) {
      notices.fail('The report was not opened', result.error)
      return null
    }
    if (result.value !== null) await load()
    return result.value
  }

  async function rename(sweepId: number, name: string): Promise<boolean> {
    const renamed = await callLab('library:rename', { sweepId, name })
    if (!renamed.ok) {
      notices.fail('The report was not renamed', renamed.error)
      return false
    }
    replace(renamed.value)
    return true
  }

  function replace(summary: SweepSummary): void {
    summaries.value = summaries.value.map((held) => (held.id === summary.id ? summary : held))
    if (opened.value?.summary.id === summary.id) opened.value = { ...opened.value, summary }
  }

  async function annotate(sweepId: number, notes: string): Promise<boolean> {
    const written = await callLab('library:annotate', { sweepId, notes })
    if (!written.ok) {
      notices.fail('The notes were not saved', written.error)
      return false
    }
    if (opened.value?.summary.id === sweepId) opened.value = { ...opened.value, notes }
    return true
  }

  /** Deletes at once; the toast brings it back. */
  async function remove(sweepId: number): Promise<boolean> {
    const name = summaryOf(sweepId)?.name ?? 'The report'
    const removed = await callLab('library:delete', { sweepId })
    if (!removed.ok) {
      notices.fail('The report was not deleted', removed.error)
      return false
    }
    summaries.value = summaries.value.filter((summary) => summary.id !== sweepId)
    if (opened.value?.summary.id === sweepId) opened.value = null
    notices.tell(`Deleted “${name}”`, {
      kind: 'info',
      description: 'The saved file, if there is one, is not touched.',
      action: { label: 'Undo', run: () => void restore(sweepId) },
    })
    return true
  }

  async function restore(sweepId: number): Promise<void> {
    const restored = await callLab('library:restore', { sweepId })
    if (!restored.ok) notices.fail('The report was not brought back', restored.error)
    await load()
  }

  async function saveReport(sweepId: number): Promise<void> {
    const saved = await callLab('report:save-dialog', { sweepId })
    if (!saved.ok) {
      notices.fail('The report was not saved', saved.error)
      return
    }
    if (saved.value === null) return
    notices.tell(`Saved ${fileName(saved.value)}`, {
      description: saved.value,
      action: { label: 'Show file', run: () => void revealFile(sweepId) },
    })
    await load()
    const summary = summaryOf(sweepId)
    if (summary !== null) replace(summary)
  }

  async function revealFile(sweepId: number): Promise<void> {
    const shown = await callLab('app:reveal-file', { sweepId })
    if (!shown.ok) notices.fail('The file was not shown', shown.error)
  }

  /** @returns a function that ends the subscription. */
  function follow(): () => void {
    return onLabEvent('library:changed', () => void load())
  }

  return {
    summaries, loaded, loadFailed, opened, opening,
    load, summaryOf, open, close, openFromDialog, openFromPath, rename, annotate, remove, restore, saveReport, revealFile, follow,
  } // prettier-ignore
})
