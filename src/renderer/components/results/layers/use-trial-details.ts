import { layerColumn, MOST_DETAILS, type LayerRow } from '@shared/layer-rows'
import { curvePoints, curveStep } from '@shared/statistics/convergence-bands'
import { isResult } from '@shared/statistics/metrics'
import type { TrialRecord } from '@shared/sweep'
import type { LayerColumn } from '@shared/trial-result'
import { useThrottleFn } from '@vueuse/core'
import { computed, readonly, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import type { SpectrumTrial } from '../../../charts/spectrum-data'
import type { ShownSweep } from '../../../charts/shown-sweep'
import { callLab } from '../../../lab-client'

/** Milliseconds between two readings while trials end; the last one is always done. */
const READ_INTERVAL = 1000

/** What the layers' cards need of a whole record. */
export interface TrialDetail extends SpectrumTrial {
  readonly seed: number
  readonly histograms: Float32Array
  /** The columns `distinct` and `distinctNear`. */
  readonly distinct: LayerRow
  readonly near: LayerRow
}

function rowOf({ configuration, seed, curve, layers }: TrialRecord, column: LayerColumn): LayerRow {
  const points = curvePoints(curve)
  const values = layerColumn(layers, column)
  return {
    configuration,
    seed,
    steps: Float32Array.from({ length: points }, (_, point) => curveStep(curve, point)),
    layers: points === 0 ? 0 : values.length / points,
    values,
  }
}

function detailOf(trial: TrialRecord): TrialDetail {
  const { seed, steps, spectrum, histograms, jacobian } = trial
  const units = { distinct: rowOf(trial, 'distinct'), near: rowOf(trial, 'distinctNear') }
  return { seed, steps, spectrum, histograms, jacobian, ...units }
}

export interface ConfigurationDetails {
  /** Those of the configuration asked for, in the order of their seeds; empty before they were read. */
  readonly trials: ComputedRef<readonly TrialDetail[]>
  /** What is missing, in words. */
  readonly problem: Readonly<Ref<string | null>>
  readonly reading: Readonly<Ref<boolean>>
  readonly retry: () => void
}

/** The whole records of one configuration's trials, at most MOST_DETAILS of them, read again when more have ended. */
export function useTrialDetails(sweep: () => ShownSweep, configuration: () => number): ConfigurationDetails {
  const held = shallowRef<{ readonly key: string; readonly trials: readonly TrialDetail[] } | null>(null)
  const problem = ref<string | null>(null)
  const reading = ref(false)
  const key = computed(() => `${sweep().id}:${configuration()}`)
  const seeds = computed(() =>
    (sweep().byConfiguration[configuration()]?.trials ?? [])
      .filter((trial) => isResult(trial) || trial.status === 'cancelled')
      .map(({ seed }) => seed)
      .sort((a, b) => a - b)
      .slice(0, MOST_DETAILS),
  )
  let latest = 0

  async function read(): Promise<void> {
    const wanted = key.value
    const turn = ++latest
    if (seeds.value.length === 0) return
    reading.value = true
    const answer = await callLab('library:trial-details', {
      sweepId: sweep().id,
      configuration: configuration(),
      seeds: [...seeds.value],
    })
    // A later question was asked meanwhile, about another configuration or more trials.
    if (turn !== latest) return
    reading.value = false
    if (!answer.ok) {
      problem.value = answer.error.message
      return
    }
    const { trials, damaged } = answer.value
    problem.value = damaged.length === 0 ? null : damaged.join(' ')
    held.value = { key: wanted, trials: trials.map(detailOf) }
  }

  const follow = useThrottleFn(() => void read(), READ_INTERVAL, true)
  watch(key, () => void read(), { immediate: true })
  watch(
    () => seeds.value.join(),
    () => void follow(),
  )
  const trials = computed(() => (held.value?.key === key.value ? held.value.trials : []))
  return { trials, problem: readonly(problem), reading: readonly(reading), retry: () => void read() }
}
