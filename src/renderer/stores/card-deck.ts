import { DEFAULT_SCHOOL_SETTINGS, type ListedCard, type SchoolSettings } from '@shared/study/card-session'
import type { CardStatistics } from '@shared/study/card-session'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { formatNoun } from '../common/format'
import { importedText } from '../study/card-text'
import { callLab } from '../lab-client'
import { useCardSession } from './card-session'
import { useNotices } from './notices'
import { useSchool } from './school'

/** All cards with their schedules, the statistics, the settings, and the files that cards come from and go to. */
export const useCardDeck = defineStore('card-deck', () => {
  const [notices, school, session] = [useNotices(), useSchool(), useCardSession()]
  const cards = shallowRef<readonly ListedCard[]>([])
  const settings = shallowRef<SchoolSettings>(DEFAULT_SCHOOL_SETTINGS)
  const statistics = shallowRef<CardStatistics | null>(null)
  /** Why the cards are not there. */
  const lack = ref<string | null>(null)
  const isLoaded = ref(false)
  /** What is wrong with the file that was refused, a line each. */
  const refused = shallowRef<readonly string[]>([])

  async function load(): Promise<void> {
    const [listed, kept] = await Promise.all([callLab('cards:list', {}), callLab('cards:settings', {})])
    lack.value = listed.ok ? null : listed.error.message
    if (listed.ok) cards.value = listed.value
    if (kept.ok) settings.value = kept.value
    isLoaded.value = true
  }

  async function loadStatistics(): Promise<void> {
    const [counted, kept] = await Promise.all([
      callLab('cards:statistics', {}),
      callLab('cards:settings', {}),
    ])
    lack.value = counted.ok ? null : counted.error.message
    if (counted.ok) statistics.value = counted.value
    if (kept.ok) settings.value = kept.value
  }

  async function changeSettings(next: SchoolSettings): Promise<void> {
    const before = settings.value
    settings.value = next
    const written = await callLab('cards:change-settings', { settings: next })
    if (written.ok) {
      await session.refresh()
      return
    }
    settings.value = before
    notices.fail('The setting was not kept', written.error)
  }

  async function importCards(): Promise<void> {
    refused.value = []
    const read = await callLab('cards:import-dialog', {})
    if (!read.ok) {
      refused.value = read.error.message.split('\n')
      return
    }
    if (read.value === null) return
    const { added, changed } = read.value
    // The list of all cards reads itself again.
    session.changes += 1
    const undo = session.undoOfLast()
    const action = added + changed === 0 ? {} : { action: { label: 'Undo', run: () => void undo() } }
    notices.tell(importedText(added, changed), action)
    await Promise.all([school.readHistory(), session.refresh()])
  }

  async function exportCards(): Promise<void> {
    const written = await callLab('cards:export-dialog', {})
    if (!written.ok) notices.fail('The cards were not exported', written.error)
    else if (written.value !== null)
      notices.tell(`${formatNoun(cards.value.length, 'card')} exported`, { description: written.value })
  }

  return {
    cards,
    settings,
    statistics,
    lack,
    isLoaded,
    refused,
    load,
    loadStatistics,
    changeSettings,
    importCards,
    exportCards,
  }
})
