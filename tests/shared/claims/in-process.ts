import path from 'node:path'
import { openMachine } from '@core/kernels/machine'
import { train } from '@core/train'
import { loadTrialData } from '@engine/datasets/dataset-catalogue'
import type { Experiment, ExperimentResults } from '@shared/claims/experiment'
import { expandSweep } from '@shared/expand-sweep'
import type { TrialRecord } from '@shared/sweep'
import { parseSweepDocument } from '@shared/sweep-spec'
import { repository } from '../../../scripts/paths.mjs'

/** Runs an experiment in this thread, on seeds from `first`: for small ones. */
export async function runHere({ spec: own }: Experiment, first: number): Promise<ExperimentResults> {
  const spec = parseSweepDocument({ ...own.document, seeds: { first, count: own.seeds.length } })
  if (!spec.ok) throw new Error(spec.error.message)
  const expansion = expandSweep(spec.value)
  const machine = openMachine('simd')
  const trials: TrialRecord[] = []
  for (const { index, settings } of expansion.configurations) {
    const data = await loadTrialData(
      settings.task,
      settings.pretrain,
      path.join(repository, 'resources/datasets'),
    )
    if (!data.ok) throw new Error(data.error.message)
    const { target, source } = data.value
    const given = { target: target.data, source: source?.data ?? null }
    for (const seed of expansion.seeds) {
      const training = train(settings, given, seed, { proceed: () => true }, machine)
      trials.push({
        ...training,
        milliseconds: 0,
        weightsHash: null,
        message: null,
        configuration: index,
        seed,
      })
    }
  }
  return { expansion, trials }
}
