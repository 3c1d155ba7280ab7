import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { configurationSettings } from '@shared/expand-sweep'
import { PROBED_SEEDS } from '@shared/probe'
import type { ProbeAnswer } from '@shared/probe'
import type { SweepSpec } from '@shared/sweep-spec'
import type { ForecastData } from '@shared/theory/forecast-model'
import type { TaskSettings, TrialSettings } from '@shared/trial-settings'
import type { ProbeTask } from '@workers/trial-task'
import { dataFacts } from '../datasets/data-facts'
import type { LoadedTrialData } from '../datasets/dataset-catalogue'
import type { EngineLimits } from '../sweep/engine-limits'
import { readProbe } from '../sweep/worker-reply'
import { workerPool } from '../sweep/worker-pool'

/** The thread is kept so long after the last question. */
const IDLE_MILLISECONDS = 60_000

export interface InstantProbe {
  /**
   * The start of a configuration, seen through one batch of its data and the first seeds of the sweep. One question is
   * answered at a time and one waits: a third takes the place of the one that waits, which is answered as `busy`.
   */
  readonly ask: (spec: SweepSpec, configuration: number) => Promise<Result<ProbeAnswer>>
  /** What a theory needs to know of the data that a configuration reads. */
  readonly facts: (spec: SweepSpec, configuration: number) => Promise<Result<ForecastData>>
  readonly close: () => Promise<void>
}

interface InstantProbeOptions {
  readonly workerPath: string
  readonly limits: EngineLimits
  readonly loadTrialData: (task: TaskSettings) => Promise<Result<LoadedTrialData>>
}

interface Question {
  readonly settings: TrialSettings
  readonly seeds: readonly number[]
  readonly answer: (result: Result<ProbeAnswer>) => void
}

function noConfiguration(index: number): Result<never> {
  return failure('not-found', `The sweep has no configuration ${index}.`)
}

/** A thread of its own: a sweep that holds every worker does not keep the builder waiting. */
export function openProbe({ workerPath, limits, loadTrialData }: InstantProbeOptions): InstantProbe {
  const pool = workerPool({
    workerPath,
    size: 1,
    heapMegabytes: limits.heapMegabytes,
    idleMilliseconds: IDLE_MILLISECONDS,
  })
  let waiting: Question | null = null
  let isBusy = false

  async function probe({ settings, seeds }: Question): Promise<Result<ProbeAnswer>> {
    const loaded = await loadTrialData(settings.task)
    if (!loaded.ok) return loaded
    const { data } = loaded.value.target
    const task: ProbeTask = { kind: 'probe', settings, seeds, data, mostBytes: limits.trialBytes }
    try {
      const [reading, facts] = await Promise.all([pool.run(task).then(readProbe), dataFacts(data)])
      if (reading !== null) return success({ ...reading, data: facts })
    } catch {
      // Said below.
    }
    return failure('worker-fault', 'The start of this configuration could not be probed.')
  }

  async function work(first: Question): Promise<void> {
    isBusy = true
    for (let question: Question | null = first; question !== null;) {
      question.answer(await probe(question))
      question = waiting
      waiting = null
    }
    isBusy = false
  }

  return {
    ask: (spec, index) =>
      new Promise((answer) => {
        const settings = configurationSettings(spec, index)
        if (settings === null) {
          answer(noConfiguration(index))
          return
        }
        const question = { settings, seeds: spec.seeds.slice(0, PROBED_SEEDS), answer }
        if (isBusy) {
          waiting?.answer(failure('busy', 'A later question took the place of this one.'))
          waiting = question
        } else void work(question)
      }),
    facts: async (spec, index) => {
      const settings = configurationSettings(spec, index)
      if (settings === null) return noConfiguration(index)
      const loaded = await loadTrialData(settings.task)
      return loaded.ok ? success(await dataFacts(loaded.value.target.data)) : loaded
    },
    close: async () => {
      waiting?.answer(failure('busy', 'The laboratory is closing.'))
      waiting = null
      await pool.close()
    },
  }
}
