import type { Expansion } from '@shared/sweep'
import type { SweepDocument } from '@shared/sweep-spec'
import type { Forecast, ForecastData, NoForecast } from '@shared/theory/forecast-model'
import { forecastJacobian } from '@shared/theory/jacobian-forecast'
import { forecastLayers } from '@shared/theory/layer-forecast'
import type { TaskSettings, TrialSettings } from '@shared/trial-settings'
import { shallowReactive, watch } from 'vue'
import { callLab } from '../../lab-client'
import { useLaboratory } from '../../stores/laboratory'

type Facts = ForecastData | { readonly problem: string }

function keyOf(task: TaskSettings): string {
  return JSON.stringify(task)
}

export interface SweepForecasts {
  /** What theory says of the start of a configuration; null while its data are not known. */
  readonly forecastOf: (configuration: number) => Forecast | NoForecast | null
  /** The Jacobian's mean squared singular value at the start; null where theory does not say. */
  readonly jacobianOf: (configuration: number) => number | null
}

/**
 * Theory for the configurations of a sweep, from the facts of their data, which are asked for once a data set, and not before
 * somebody wants them.
 */
export function useForecasts(
  document: () => SweepDocument,
  expansion: () => Expansion,
  wanted: () => boolean = () => true,
): SweepForecasts {
  const laboratory = useLaboratory()
  const facts = shallowReactive(new Map<string, Facts>())
  let known = new WeakMap<TrialSettings, Forecast | NoForecast>()

  async function ask(text: string, { configurations }: Expansion): Promise<void> {
    for (const { index, settings } of configurations) {
      const key = keyOf(settings.task)
      if (facts.has(key)) continue
      const answer = await callLab('probe:data-facts', { document: text, configuration: index })
      facts.set(key, answer.ok ? answer.value : { problem: answer.error.message })
    }
  }

  watch(
    [document, expansion, wanted],
    ([spec, planned, isWanted]) => {
      known = new WeakMap()
      if (isWanted) void ask(JSON.stringify(spec), planned)
    },
    { immediate: true },
  )

  /** A batch holds no more samples than the training split. */
  function batchOf({ task, train }: TrialSettings): number {
    if (task.trainSize !== 'all') return Math.min(train.batchSize, task.trainSize)
    const described = laboratory.datasets.find(({ name }) => name === task.dataset)
    return task.labels === 'all' || task.labels === 'parity'
      ? Math.min(train.batchSize, described?.trainCount ?? Infinity)
      : train.batchSize
  }

  function forecastOf(configuration: number): Forecast | NoForecast | null {
    const settings = expansion().configurations[configuration]?.settings
    if (settings === undefined) return null
    const data = facts.get(keyOf(settings.task))
    if (data === undefined) return null
    if ('problem' in data)
      return { theory: null, reason: `What the data are like is not known here. ${data.problem}` }
    const held = known.get(settings)
    if (held !== undefined) return held
    const forecast = forecastLayers(settings, data, batchOf(settings))
    known.set(settings, forecast)
    return forecast
  }

  function jacobianOf(configuration: number): number | null {
    const settings = expansion().configurations[configuration]?.settings
    const data = settings === undefined ? undefined : facts.get(keyOf(settings.task))
    const forecast = forecastOf(configuration)
    if (settings === undefined || data === undefined || 'problem' in data) return null
    return forecast?.theory === 'exact' || forecast?.theory === 'mean-field'
      ? forecastJacobian(settings, data, forecast)
      : null
  }

  return { forecastOf, jacobianOf }
}
