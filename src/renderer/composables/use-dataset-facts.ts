import type { DatasetDescription } from '@shared/ipc-contract'
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { callLab } from '../lab-client'
import { useLaboratory } from '../stores/laboratory'

/** What is known of the data sets that a draft names; files are read once each. */
export function useDatasetFacts(names: () => readonly string[]): {
  facts: ComputedRef<readonly DatasetDescription[]>
  message: Ref<string | null>
  reading: Ref<boolean>
} {
  const laboratory = useLaboratory()
  const inspected = shallowRef<ReadonlyMap<string, DatasetDescription>>(new Map())
  const message = ref<string | null>(null)
  const reading = ref(false)

  const known = (name: string): DatasetDescription | undefined =>
    laboratory.datasets.find((dataset) => dataset.name === name) ?? inspected.value.get(name)
  const facts = computed(() =>
    names()
      .map(known)
      .filter((dataset) => dataset !== undefined),
  )

  watch(
    () =>
      names()
        .filter((name) => name.startsWith('csv:') && known(name) === undefined)
        .join('\n'),
    async (missing) => {
      message.value = null
      if (missing === '') return
      reading.value = true
      for (const dataset of missing.split('\n')) {
        const found = await callLab('datasets:inspect', { dataset })
        if (found.ok) inspected.value = new Map([...inspected.value, [dataset, found.value]])
        else
          message.value =
            found.error.place === undefined
              ? found.error.message
              : `${found.error.message} See ${found.error.place}.`
      }
      reading.value = false
    },
    { immediate: true },
  )

  return { facts, message, reading }
}
