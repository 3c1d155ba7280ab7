import type { FinalMetrics, FirstCause } from '@shared/trial-result'

export interface ImageShape {
  readonly channels: number
  readonly height: number
  readonly width: number
}

/** A data set in memory: x row-major (n, features), y the class of each row; may sit on a SharedArrayBuffer. */
export interface TrainingData {
  readonly features: number
  /** Features of a row are (channels, height, width), width fastest; null when they are no image. */
  readonly image: ImageShape | null
  readonly classes: number
  readonly trainX: Float32Array
  readonly trainY: Int32Array
  readonly testX: Float32Array
  readonly testY: Int32Array
}

/** What one trial trains on; `source` is what it trains on before, null without pretraining. */
export interface TrialData {
  readonly target: TrainingData
  readonly source: TrainingData | null
}

export interface TrainingHooks {
  /**
   * Asked before each update, with all updates done before each batch of the final evaluation, and now and then while the
   * weights are drawn or measured; with `isInPass` also within an update or a pass through the network that takes long.
   * False stops the trial as cancelled, with what it recorded and the weights as the updates left them that were done.
   */
  readonly proceed: (step: number, isInPass?: boolean) => boolean
  /** After each recorded point: the whole curve so far, (points, CURVE_COLUMNS.length), as a view of a growing array. */
  readonly onPoint?: (curve: Float32Array, points: number) => void
}

/** Weights (fanOut, fanIn) row-major and bias (fanOut) of one layer; further learned numbers of the layer in `others`. */
export interface LayerParameters {
  readonly weights: Float32Array
  readonly bias: Float32Array
  /** Gamma and beta of a normalization, the slope of prelu, the multiplier of a residual branch, in this order. */
  readonly others: readonly Float32Array[]
}

export interface Training {
  readonly status: 'done' | 'stalled' | 'diverged' | 'cancelled'
  /** Null only when the trial was cancelled. */
  readonly final: FinalMetrics | null
  /** Updates done. */
  readonly steps: number
  /** Null unless diverged or stalled. */
  readonly firstCause: FirstCause | null
  readonly curve: Float32Array
  /** Empty when `record.layers` is false; else one row for each point of the curve, except the last of a cancelled trial. */
  readonly layers: Float32Array
  readonly spectrum: Float32Array
  readonly histograms: Float32Array
  readonly jacobian: number | null
  /** Empty when the trial was cancelled before they stood. */
  readonly parameters: readonly LayerParameters[]
}

/**
 * @throws when the arrays do not fit each other: lengths, an image of other size, a class outside [0, classes), or an empty
 * training split.
 */
export function checkTrainingData(data: TrainingData): void {
  const { features, image, classes, trainX, trainY, testX, testY } = data
  if (trainY.length === 0) throw new Error('The training split has no samples')
  if (image !== null && image.channels * image.height * image.width !== features) {
    const { channels, height, width } = image
    throw new Error(`${features} features are no image of ${channels} x ${height} x ${width}`)
  }
  checkSplit('train', trainX, trainY, features, classes)
  checkSplit('test', testX, testY, features, classes)
}

function checkSplit(split: string, x: Float32Array, y: Int32Array, features: number, classes: number): void {
  if (x.length !== y.length * features) {
    throw new Error(`${split}: ${x.length} numbers are not ${y.length} samples of ${features} features`)
  }
  for (const label of y) {
    if (label < 0 || label >= classes) throw new Error(`${split}: class ${label} is not in [0, ${classes})`)
  }
}
