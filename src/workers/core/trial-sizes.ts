import type { TrialSettings } from '@shared/trial-settings'
import type { ImageShape, TrainingData } from './training'

/** The sizes of a data set, all that a cost depends on. */
export interface TrainingSizes {
  readonly features: number
  /** Null when the features are no image. */
  readonly image: ImageShape | null
  readonly classes: number
  readonly trainSamples: number
  readonly testSamples: number
}

export function sizesOf({ features, image, classes, trainY, testY }: TrainingData): TrainingSizes {
  return { features, image, classes, trainSamples: trainY.length, testSamples: testY.length }
}

/** Samples of one batch: the whole split when batchSize is larger than it. */
export function samplesPerBatch(settings: TrialSettings, trainSamples: number): number {
  return Math.min(settings.train.batchSize, trainSamples)
}

/** Updates of one pass over the training split; the last, partial batch is dropped. */
function updatesPerEpoch(settings: TrialSettings, trainSamples: number): number {
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

/** Number of points of the whole curve: the length of `recordedSteps`, without building it. */
export function recordedPoints(steps: number, every: number): number {
  return Math.ceil(steps / every) + 1
}

/**
 * The training that comes before a trial, as a trial of its own that records nothing; null without one, and for transfer
 * `scratch`, which ignores the source.
 */
export function sourceSettings(settings: TrialSettings): TrialSettings | null {
  const { pretrain } = settings
  if (pretrain === null || pretrain.transfer === 'scratch') return null
  return {
    ...settings,
    task: pretrain.task,
    train: pretrain.train,
    record: { every: Number.MAX_SAFE_INTEGER, layers: false, histograms: [] },
    pretrain: null,
  }
}
