import type { Result } from '@shared/errors'
import type { LessonFile } from '@shared/study/lesson-file'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { formatNoun } from '../common/format'
import { callLab } from '../lab-client'
import { useNotices } from './notices'
import { useSchool } from './school'

/** The files that other people's lessons come from. */
export const useLessonFiles = defineStore('lesson-files', () => {
  const [notices, school] = [useNotices(), useSchool()]
  const files = shallowRef<readonly LessonFile[]>([])
  /** What is wrong with the file that was refused last, a line each. */
  const refused = shallowRef<readonly string[]>([])

  /** Grows with each file that was opened, taken or refused. */
  const opened = ref(0)

  async function load(): Promise<void> {
    const listed = await callLab('study:lesson-files', {})
    if (listed.ok) files.value = listed.value
    else notices.fail('The lesson files were not read', listed.error)
  }

  async function reload(): Promise<void> {
    await Promise.all([load(), school.reload()])
  }

  /** Tells what became of a file; null for none. */
  async function take(answer: Result<LessonFile | null>): Promise<void> {
    refused.value = answer.ok ? [] : answer.error.message.split('\n')
    if (answer.ok && answer.value !== null) {
      const { name, lessons } = answer.value
      notices.tell(`${formatNoun(lessons.length, 'lesson')} added`, { description: name })
      await reload()
    }
    if (!answer.ok || answer.value !== null) opened.value += 1
  }

  const openFromDialog = async (): Promise<void> => take(await callLab('study:open-lessons-dialog', {}))
  const openFromPath = async (path: string): Promise<void> =>
    take(await callLab('study:open-lessons-path', { path }))

  async function remove(name: string): Promise<void> {
    const removed = await callLab('study:remove-lessons', { name })
    if (!removed.ok) {
      notices.fail('The lesson file was not removed', removed.error)
      return
    }
    const action = { label: 'Undo', run: () => void restore(name) }
    notices.tell('The lesson file is removed', { description: name, action })
    await reload()
  }

  async function restore(name: string): Promise<void> {
    const restored = await callLab('study:restore-lessons', { name })
    if (restored.ok) await reload()
    else notices.fail('The lesson file did not come back', restored.error)
  }

  return { files, refused, opened, load, openFromDialog, openFromPath, remove }
})
