import type { ProbeAnswer } from '@shared/probe'
import type { Configuration, Expansion } from '@shared/sweep'
import type { SweepDocument } from '@shared/sweep-spec'
import { forecastLayers } from '@shared/theory/layer-forecast'
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { startData, type StartData } from '../charts/start-data'
import { callLab } from '../lab-client'

interface Probed {
  readonly configuration: Configuration
  readonly answer: ProbeAnswer
}

export interface StartProbe {
  /** Null before the first answer, and when the configuration cannot be probed. */
  readonly data: ComputedRef<StartData | null>
  /** Why the last question had no answer; null when it had. */
  readonly problem: Readonly<Ref<string | null>>
  readonly probed: Readonly<Ref<Probed | null>>
}

/** Asks for the start of one configuration of the draft after every edit; an answer that comes late is dropped. */
export function useStartProbe(
  document: () => SweepDocument,
  expansion: () => Expansion | null,
  place: () => number,
): StartProbe {
  const probed = shallowRef<Probed | null>(null)
  const problem = shallowRef<string | null>(null)
  let question = 0

  async function ask(): Promise<void> {
    question += 1
    const mine = question
    const index = place()
    const configuration = expansion()?.configurations[index]
    if (configuration === undefined) return
    const answer = await callLab('probe:run', { document: JSON.stringify(document()), configuration: index })
    if (mine !== question) return
    if (!answer.ok) {
      // A later question is on its way.
      if (answer.error.code !== 'busy') problem.value = answer.error.message
      return
    }
    const isSeen = answer.value.seeds.length > 0
    problem.value = isSeen
      ? null
      : 'This network is too large to be probed in a moment. The sweep itself can still run.'
    probed.value = isSeen ? { configuration, answer: answer.value } : null
  }

  // At once: while one question is answered the engine keeps the last of those that follow.
  watch([expansion, place], () => void ask(), { immediate: true })
  onScopeDispose(() => {
    question += 1
  })

  const data = computed(() => {
    if (probed.value === null) return null
    const { configuration, answer } = probed.value
    const forecast = forecastLayers(configuration.settings, answer.data, answer.samples)
    return startData(configuration.label, answer, forecast)
  })
  return { data, problem, probed }
}
