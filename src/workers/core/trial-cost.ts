import { CURVE_COLUMNS, LAYER_COLUMNS } from '@shared/trial-result'
import type { TrialSettings } from '@shared/trial-settings'
import { stateArrays } from './optim/optimizer'
import type { ImageShape } from './training'

/** The sizes of a data set, all that a cost depends on. */
export interface TrainingSizes {
  readonly features: number
  /** Null when the features are no image. */
  readonly image: ImageShape | null
  readonly classes: number
  readonly trainSamples: number
  readonly testSamples: number
}

type Interface = Pick<TrainingSizes, 'features' | 'classes'>

const FLOAT32_BYTES = 4
const FLOAT64_BYTES = 8

/** Widths of every layer of units: inputs, hidden layers 1..L, outputs. */
export function layerWidths(settings: TrialSettings, { features, classes }: Interface): number[] {
  return [features, ...settings.model.widths, classes]
}

/** Number of weights: sum over weight layers of fanIn fanOut. */
function weightCount(widths: readonly number[]): number {
  return widths.slice(1).reduce((count, fanOut, index) => count + fanOut * widths[index], 0)
}

/** Units of all layers but the inputs. */
function unitCount(widths: readonly number[]): number {
  return widths.slice(1).reduce((count, width) => count + width, 0)
}

/** Number of weights and biases: sum over weight layers of fanOut (fanIn + 1). */
export function parameterCount(settings: TrialSettings, sizes: Interface): number {
  const widths = layerWidths(settings, sizes)
  return weightCount(widths) + unitCount(widths)
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
 * Bytes of the typed arrays that `train` allocates: parameters, gradients, optimizer state, z, h and delta of a batch,
 * the batch, the data order, curve, layer statistics, and the scratch of an orthogonal draw. Not the data set.
 */
export function estimateTrialBytes(settings: TrialSettings, sizes: TrainingSizes): number {
  const { model, train, record } = settings
  const widths = layerWidths(settings, sizes)
  const samples = samplesPerBatch(settings, sizes.trainSamples)
  const points = recordedPoints(plannedSteps(settings, sizes.trainSamples), record.every)
  const parameters = parameterCount(settings, sizes) * (2 + stateArrays(train.optimizer))
  const activations = samples * (3 * unitCount(widths) - sizes.classes)
  const batch = samples * (sizes.features + 1) + sizes.trainSamples
  const targets = train.loss === 'mse' ? samples * sizes.classes : 0
  const recorded =
    points * (CURVE_COLUMNS.length + (record.layers ? (widths.length - 1) * LAYER_COLUMNS.length : 0))
  const scratch = model.init.scheme === 'orthogonal' ? weightCount(widths) : 0
  return FLOAT32_BYTES * (parameters + activations + batch + targets + recorded) + FLOAT64_BYTES * scratch
}

/**
 * Floating-point operations of the dense products of a trial: 6 B sum(fanIn fanOut) - 2 B features width1 for an update
 * (forward, weight gradient, input gradient, the last not needed by layer 1), and 2 n sum(fanIn fanOut) for the final
 * evaluation of both splits.
 */
export function estimateTrialFlops(settings: TrialSettings, sizes: TrainingSizes): number {
  const widths = layerWidths(settings, sizes)
  const samples = samplesPerBatch(settings, sizes.trainSamples)
  const weights = weightCount(widths)
  const update = 6 * samples * weights - 2 * samples * widths[0] * widths[1]
  const evaluation = 2 * (sizes.trainSamples + sizes.testSamples) * weights
  return plannedSteps(settings, sizes.trainSamples) * update + evaluation
}
