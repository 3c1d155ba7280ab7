import { useEventListener } from '@vueuse/core'
import { ref, type Ref } from 'vue'
import { useRouter } from 'vue-router'
import { dropKind, isLessonText } from '../lab/dropped-file'
import { settingOf } from '../lab/setting-catalogue'
import { readDraftText } from '../lab/spec-text'
import { pathOfFile } from '../lab-client'
import { useDraft } from '../stores/draft'
import { useLessonFiles } from '../stores/lesson-files'
import { useLibrary } from '../stores/library'
import { useNotices } from '../stores/notices'
import { useSurfaces } from '../stores/surfaces'
import { useSweepRun } from '../stores/sweep-run'

/** Takes a file dropped anywhere on the window: a report, a spec, a lesson file or a data set. */
export function useFileDrop(): { isOver: Ref<boolean> } {
  const isOver = ref(false)
  const router = useRouter()
  const [draft, library, notices, run, surfaces] = [
    useDraft(),
    useLibrary(),
    useNotices(),
    useSweepRun(),
    useSurfaces(),
  ]
  const lessons = useLessonFiles()
  let depth = 0

  const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true

  useEventListener(window, 'dragenter', (event: DragEvent) => {
    if (!carriesFiles(event)) return
    depth += 1
    isOver.value = true
  })
  useEventListener(window, 'dragleave', (event: DragEvent) => {
    if (!carriesFiles(event)) return
    depth = Math.max(0, depth - 1)
    isOver.value = depth > 0
  })
  useEventListener(window, 'dragover', (event: DragEvent) => {
    event.preventDefault()
  })
  useEventListener(window, 'drop', (event: DragEvent) => {
    event.preventDefault()
    depth = 0
    isOver.value = false
    const file = event.dataTransfer?.files[0]
    if (file !== undefined) void take(file)
  })

  async function take(file: File): Promise<void> {
    const kind = dropKind(file.name)
    if (kind === 'report') return takeReport(file)
    if (kind === 'spec') return takeSpec(file)
    if (kind === 'csv') return takeCsv(file)
    notices.fail('The file was not taken', {
      code: 'report-unreadable',
      message: `${file.name} is none of .initlab, .yaml, .yml, .json or .csv.`,
    })
  }

  async function takeReport(file: File): Promise<void> {
    const summary = await library.openFromPath(pathOfFile(file))
    if (summary !== null) await router.push(`/reports/${summary.id}`)
  }

  async function takeSpec(file: File): Promise<void> {
    let text: string
    try {
      text = await file.text()
    } catch {
      // Also a folder may have such a name.
      notices.fail('The file was not taken', {
        code: 'not-found',
        message: `${file.name} cannot be read: it is a folder, gone, or closed to you.`,
      })
      return
    }
    if (isLessonText(text)) {
      await router.push('/learn')
      await lessons.openFromPath(pathOfFile(file))
      return
    }
    const read = readDraftText(text)
    run.showBuilder()
    if (read.document !== null) draft.replace(read.document)
    else {
      draft.setBrokenText(text)
      surfaces.showLabPanel('spec')
    }
    await router.push('/lab')
  }

  async function takeCsv(file: File): Promise<void> {
    const setting = settingOf('task.dataset')
    if (setting === null) return
    run.showBuilder()
    draft.setValues(setting, [`csv:${pathOfFile(file)}`])
    await router.push('/lab')
  }

  return { isOver }
}
