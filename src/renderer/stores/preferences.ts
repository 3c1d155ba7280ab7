import type { Settings } from '@shared/ipc-contract'
import { useColorMode } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { callLab } from '../lab-client'
import { useNotices } from './notices'

export type Theme = Settings['theme']
const THEMES: readonly Theme[] = ['light', 'dark', 'system']

/** The theme, kept by the main process; the page's own copy only prevents a flash at the next start. */
export const usePreferences = defineStore('preferences', () => {
  const notices = useNotices()
  const { store: mode, state: shown } = useColorMode({ disableTransition: true })
  const theme = computed<Theme>(() => (mode.value === 'auto' ? 'system' : mode.value))
  const isDark = computed(() => shown.value === 'dark')

  async function load(): Promise<void> {
    const settings = await callLab('settings:read', {})
    if (settings.ok) mode.value = settings.value.theme === 'system' ? 'auto' : settings.value.theme
  }

  async function choose(next: Theme): Promise<void> {
    mode.value = next === 'system' ? 'auto' : next
    const written = await callLab('settings:write', { theme: next })
    if (!written.ok) notices.fail('The theme was not remembered', written.error)
  }

  async function chooseNext(): Promise<void> {
    const next = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length]
    if (next !== undefined) await choose(next)
  }

  return { theme, isDark, load, choose, chooseNext }
})
