import type { TrialRecord } from '../sweep'
import { finalValue, isResult, METRICS, trialsByConfiguration, WORST_VALUE, type Metric } from './metrics'
import { quartiles, type Quartiles } from './quantiles'

/** Median and quartiles over seeds; infinite where the trials that diverged decide it. */
export interface Distribution extends Quartiles {
  readonly n: number
}

export interface ConfigurationSummary {
  readonly configuration: number
  /** Trials with a result: done + stalled + diverged. The denominator of every figure. */
  readonly n: number
  readonly done: number
  readonly stalled: number
  readonly diverged: number
  readonly cancelled: number
  readonly error: number
  /** Final metrics over the full splits; a diverged trial counts as the worst value. */
  readonly final: Readonly<Record<Metric, Distribution>>
}

/**
 * Type 7 quartiles over the values of one metric. A diverged trial is in the denominator with the worst value;
 * accuracies are mirrored, so that between a finite and a worst value the worst one wins there too.
 */
export function distributionOf(values: ArrayLike<number>, metric: Metric): Distribution {
  if (WORST_VALUE[metric] > 0) return { n: values.length, ...quartiles(values) }
  const mirrored = quartiles(Float64Array.from(values, (value) => -value))
  return { n: values.length, q25: -mirrored.q75, median: -mirrored.median, q75: -mirrored.q25 }
}

/** Summary of the ended trials of one configuration. */
export function configurationSummary(
  configuration: number,
  trials: readonly TrialRecord[],
): ConfigurationSummary {
  const count = { done: 0, stalled: 0, diverged: 0, cancelled: 0, error: 0 }
  for (const trial of trials) count[trial.status]++
  const results = trials.filter(isResult)
  const distribution = (metric: Metric): Distribution =>
    distributionOf(
      Float64Array.from(results, (trial) => finalValue(trial, metric)),
      metric,
    )
  const [trainLoss, trainAccuracy, testLoss, testAccuracy] = METRICS
  return {
    configuration,
    n: results.length,
    ...count,
    final: {
      trainLoss: distribution(trainLoss),
      trainAccuracy: distribution(trainAccuracy),
      testLoss: distribution(testLoss),
      testAccuracy: distribution(testAccuracy),
    },
  }
}

export function configurationSummaries(
  configurationCount: number,
  trials: Iterable<TrialRecord>,
): readonly ConfigurationSummary[] {
  return trialsByConfiguration(configurationCount, trials).map((group, index) =>
    configurationSummary(index, group),
  )
}
