import type { TrialSettings } from '@shared/trial-settings'

/** The sizes of a data set, all that a cost depends on. */
export interface TrainingSizes {
  readonly features: number
  readonly classes: number
  readonly trainSamples: number
  readonly testSamples: number
}

/** Widths of every layer of units: inputs, hidden layers 1..L, outputs. */
export function layerWidths(settings: TrialSettings, sizes: Pick<TrainingSizes, 'features' | 'classes'>): number[] {
  return [sizes.features, ...settings.model.widths, sizes.classes]
}

/** Number of weights and biases: sum over layers of out (in + 1). */
export function parameterCount(settings: TrialSettings, sizes: Pick<TrainingSizes, 'features' | 'classes'>): number {
  const widths = layerWidths(settings, sizes)
  let count = 0
  for (const [index, fanOut] of widths.slice(1).entries()) count += fanOut * ((widths[index] ?? 0) + 1)
  return count
}

/** Samples of one batch: the whole split when batchSize is larger than it. */
export function samplesPerBatch(settings: TrialSettings, trainSamples: number): number {
  return Math.min(settings.train.batchSize, trainSamples)
}

/** Updates of one pass over the training split; the last, partial batch is dropped. */
export function updatesPerEpoch(settings: TrialSettings, trainSamples: number): number {
  return Math.floor(trainSamples / samplesPerBatch(settings, trainSamples))
}

/** Updates of the whole trial. */
export function plannedSteps(settings: TrialSettings, trainSamples: number): number {
  const { duration } = settings.train
  return 'steps' in duration ? duration.steps : duration.epochs * updatesPerEpoch(settings, trainSamples)
}

/** Steps that get a point of the curve: 0, every, 2 every, ... and always the last, ascending. */
export function recordedSteps(steps: number, every: number): number[] {
  const recorded: number[] = []
  for (let step = 0; step < steps; step += every) recorded.push(step)
  recorded.push(steps)
  return recorded
}
