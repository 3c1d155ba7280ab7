import { isResult } from '../statistics/metrics'
import type { TrialRecord } from '../sweep'
import type { ExperimentResults } from './experiment'
import { experimentName, selectedConfiguration } from './experiment'
import type { Quantity } from './trial-quantity'
import { trialQuantity } from './trial-quantity'
import type { Selection } from './verdict-rule'

/** The trials with a result of one configuration, by ascending seed. */
export interface Sample {
  readonly trials: readonly TrialRecord[]
  /** L + 1 weight layers. */
  readonly layerCount: number
  /** Trials of the configuration that failed, were cancelled or did not run. */
  readonly missing: number
}

/**
 * The trials that a selection means.
 * @param results by the names of the experiments that the rule may use
 * @throws when the selection means no single configuration: a ledger that was read has none such
 */
export function sampleOf(chosen: Selection, results: ReadonlyMap<string, ExperimentResults>): Sample {
  const name = experimentName(chosen, [...results.keys()])
  if (!name.ok) throw new Error(name.message)
  const experiment = results.get(name.value)
  if (experiment === undefined) throw new Error(`The experiment ${name.value} has no results`)
  const { expansion, trials } = experiment
  const configuration = selectedConfiguration(chosen, expansion)
  if (!configuration.ok) throw new Error(`${name.value}: ${configuration.message}`)
  const { index, settings } = configuration.value
  const kept = trials
    .filter((trial) => trial.configuration === index && isResult(trial))
    .sort((left, right) => left.seed - right.seed)
  return {
    trials: kept,
    layerCount: settings.model.widths.length + 1,
    missing: expansion.seeds.length - kept.length,
  }
}

export function valuesOf({ trials, layerCount }: Sample, quantity: Quantity): readonly number[] {
  return trials.map((trial) => trialQuantity(trial, layerCount, quantity))
}

/** The trials of both samples that share a seed. */
export function paired(a: Sample, b: Sample): readonly [Sample, Sample] {
  const seeds = new Set(a.trials.map(({ seed }) => seed))
  const shared = new Set(b.trials.map(({ seed }) => seed).filter((seed) => seeds.has(seed)))
  const keep = (sample: Sample): Sample => ({
    ...sample,
    trials: sample.trials.filter(({ seed }) => shared.has(seed)),
  })
  return [keep(a), keep(b)]
}

export function divergedCount({ trials }: Sample): number {
  return trials.filter(({ status }) => status === 'diverged').length
}
