import type { SweepDocument } from '@shared/sweep-spec'
import { defineStore } from 'pinia'
import { fileName } from '../common/format'
import { callLab } from '../lab-client'
import { useNotices } from './notices'

/** Spec files, opened and saved by dialog. */
export const useSpecFiles = defineStore('spec-files', () => {
  const notices = useNotices()

  async function open(): Promise<SweepDocument | null> {
    const opened = await callLab('spec:open-dialog', {})
    if (opened.ok) return opened.value
    notices.fail('The spec was not opened', opened.error)
    return null
  }

  async function save(document: SweepDocument): Promise<void> {
    const saved = await callLab('spec:save-dialog', { document: JSON.stringify(document) })
    if (!saved.ok) notices.fail('The spec was not saved', saved.error)
    else if (saved.value !== null)
      notices.tell(`Saved ${fileName(saved.value)}`, { description: saved.value })
  }

  return { open, save }
})
