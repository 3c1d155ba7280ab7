import type { AppInfo, DatasetDescription, PresetDescription } from '@shared/ipc-contract'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { callLab } from '../lab-client'
import { useNotices } from './notices'

/** What the laboratory offers and does not change while the window is open: versions, data sets, presets. */
export const useLaboratory = defineStore('laboratory', () => {
  const notices = useNotices()
  const info = shallowRef<AppInfo | null>(null)
  const datasets = shallowRef<readonly DatasetDescription[]>([])
  const presets = shallowRef<readonly PresetDescription[]>([])
  const loaded = ref(false)

  async function load(): Promise<void> {
    const [, known, offered] = await Promise.all([
      loadInfo(),
      callLab('datasets:list', {}),
      callLab('presets:list', {}),
    ])
    if (known.ok) datasets.value = known.value
    else notices.fail('The data sets were not listed', known.error)
    if (offered.ok) presets.value = offered.value
    else notices.fail('The presets were not read', offered.error)
    loaded.value = true
  }

  async function loadInfo(): Promise<void> {
    const about = await callLab('app:info', {})
    if (about.ok) info.value = about.value
  }

  /** Whether V8's revectorizer may be used; in force from the next start. */
  async function wantRevectorizer(wanted: boolean): Promise<void> {
    const written = await callLab('settings:write', { revectorizer: wanted })
    if (!written.ok) notices.fail('The choice was not remembered', written.error)
    await loadInfo()
  }

  /** Lets the person choose a CSV file; the value for `task.dataset`, or null. */
  async function chooseCsv(): Promise<string | null> {
    const chosen = await callLab('datasets:choose-csv', {})
    if (chosen.ok) return chosen.value
    notices.fail('The file was not taken', chosen.error)
    return null
  }

  return { info, datasets, presets, loaded, load, loadInfo, wantRevectorizer, chooseCsv }
})
