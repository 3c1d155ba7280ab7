import { datasetFacts } from '@shared/built-in-datasets'
import { startLayers } from '@shared/theory/start-layers'
import { isResult } from '@shared/statistics/metrics'
import type { Configuration, TrialRecord } from '@shared/sweep'

export const STEP_SCALES = ['steps', 'samples', 'time', 'operations'] as const
/** What a recorded step is worth on the axis below a curve. */
export type StepScale = (typeof STEP_SCALES)[number]

interface ScaleDescription {
  readonly label: string
  /** On the axis, and on one with little room. */
  readonly title: string
  readonly short: string
  /** What the tooltip of the choice says. */
  readonly note: string
}

export const STEP_SCALE_TEXTS: Readonly<Record<StepScale, ScaleDescription>> = {
  steps: { label: 'Steps', title: 'step', short: 'step', note: 'Updates of the weights' },
  samples: {
    label: 'Samples',
    title: 'samples seen',
    short: 'samples seen',
    note: 'Steps times the batch size',
  },
  time: {
    label: 'Time',
    title: 'time, s (each trial’s own, shared out evenly over its steps)',
    short: 'time, s',
    note: 'A trial records its whole time only: each step gets the same share of it, on the machine that ran it',
  },
  operations: {
    label: 'Operations',
    title: 'multiply-adds of the updates',
    short: 'multiply-adds',
    note: 'From the shapes: forward, weight gradient and input gradient of every sample of the batch',
  },
}

/** Samples of one update; of a file with all its rows the batch size. */
function samplesPerStep({ settings: { task, train } }: Configuration): number {
  const whole = datasetFacts(task.dataset)?.trainCount ?? Infinity
  return Math.min(train.batchSize, task.trainSize === 'all' ? whole : task.trainSize)
}

/** Seconds of one update: those of all trials over all their steps. NaN before one has ended. */
function secondsPerStep(trials: readonly TrialRecord[]): number {
  const results = trials.filter(isResult)
  const steps = results.reduce((sum, trial) => sum + trial.steps, 0)
  const milliseconds = results.reduce((sum, trial) => sum + trial.milliseconds, 0)
  return steps === 0 ? NaN : milliseconds / steps / 1000
}

/**
 * Multiplications (each with an addition) of one update: weights times positions, three times a sample - forward, weight
 * gradient, input gradient -, twice in layer 1, which needs no input gradient. NaN for a data set whose shape is not known here.
 */
function operationsPerStep(configuration: Configuration): number {
  const { model, task } = configuration.settings
  const facts = datasetFacts(task.dataset)
  if (facts === null) return NaN
  const { labels } = task
  const classes = labels === 'all' ? facts.classes : labels === 'parity' ? 2 : labels.length
  const { features, image } = facts
  const layers = startLayers(model, { features, classes, image, meanSquare: NaN, featureVariance: null })
  const products = layers.map(({ fanIn, units, positions }) => fanIn * units * positions)
  const all = products.reduce((sum, count) => sum + count, 0)
  return samplesPerStep(configuration) * (3 * all - (products[0] ?? 0))
}

/** What one step of a configuration is worth; NaN where that is not known. */
export function perStep(
  configuration: Configuration,
  trials: readonly TrialRecord[],
  scale: StepScale,
): number {
  switch (scale) {
    case 'steps':
      return 1
    case 'samples':
      return samplesPerStep(configuration)
    case 'time':
      return secondsPerStep(trials)
    case 'operations':
      return operationsPerStep(configuration)
  }
}

/** Whether the scale can be told of the configuration: time is once a trial has ended. */
export function isKnownScale(configuration: Configuration, scale: StepScale): boolean {
  return scale === 'time' || Number.isFinite(perStep(configuration, [], scale))
}

/** The scales that cannot be told of every one of these configurations. */
export function unknownScales(configurations: readonly Configuration[]): readonly StepScale[] {
  return STEP_SCALES.filter((scale) => configurations.some((own) => !isKnownScale(own, scale)))
}
