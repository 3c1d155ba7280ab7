import type { PresetDescription } from '@shared/ipc-contract'
import type { Expansion, Forecast } from '@shared/sweep'
import { computed, shallowRef, toValue, watch, type ComputedRef, type MaybeRefOrGetter } from 'vue'
import { presetQuestion } from '../lab/preset-text'
import { checkDraft } from '../lab/spec-check'
import { callLab } from '../lab-client'
import { useLaboratory } from '../stores/laboratory'

export interface PresetOffer {
  readonly preset: PresetDescription
  readonly question: string
  readonly expansion: Expansion | null
  readonly forecast: Forecast | null
}

/** The first presets with their grid and the time they take on this machine. */
export function usePresetOffers(count: MaybeRefOrGetter<number>): ComputedRef<readonly PresetOffer[]> {
  const laboratory = useLaboratory()
  const forecasts = shallowRef<ReadonlyMap<string, Forecast>>(new Map())
  const shown = computed(() => laboratory.presets.slice(0, toValue(count)))

  watch(
    shown,
    async (presets) => {
      for (const preset of presets) {
        if (forecasts.value.has(preset.name)) continue
        const answer = await callLab('sweep:forecast', { document: JSON.stringify(preset.document) })
        if (answer.ok) forecasts.value = new Map([...forecasts.value, [preset.name, answer.value]])
      }
    },
    { immediate: true },
  )

  return computed(() =>
    shown.value.map((preset) => ({
      preset,
      question: presetQuestion(preset.document),
      expansion: checkDraft(preset.document).expansion,
      forecast: forecasts.value.get(preset.name) ?? null,
    })),
  )
}
