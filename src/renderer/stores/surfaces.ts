import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { ResultView } from '../components/results/result-views'

export type LabPanel = 'preview' | 'spec'

/** What is open above the rooms, and which side panel the Lab shows. */
export const useSurfaces = defineStore('surfaces', () => {
  const palette = ref(false)
  const help = ref(false)
  const about = ref(false)
  /** Asks before a running sweep is cancelled. */
  const cancelQuestion = ref(false)
  const labPanel = ref<LabPanel>('preview')
  /** How often a panel of the Lab was asked for: each time it comes into view. */
  const labPanelAsked = ref(0)
  /** Kept from one report to the next. */
  const resultView = ref<ResultView>('overview')

  function showLabPanel(panel: LabPanel): void {
    labPanel.value = panel
    labPanelAsked.value += 1
  }

  return { palette, help, about, cancelQuestion, labPanel, labPanelAsked, resultView, showLabPanel }
})
