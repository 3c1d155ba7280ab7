import { CURVE_COLUMNS, LAYER_COLUMNS } from '@shared/trial-result'
import type { Run } from '../run'
import type { Training, TrainingHooks } from '../training'
import type { RecordedLayers } from './band-exit'
import { createDeadLook } from './dead-look'
import { PROBE_SPACING } from './probe-rows'

/**
 * Collects what a trial records: the points of its curve and, with `record.layers`, the layer statistics beside them, the
 * spectra and the Jacobian at step 0; with `record.histograms` the histograms. The stages of a step are called in the
 * order in which they stand here; those that nothing is recorded at cost nothing.
 */
export interface Recorder {
  /** Before the forward pass of a step: the dead share over the probe batch, which overwrites z and h of all layers. */
  readonly beforeStep: (step: number, isLast: boolean) => void
  /** Writes a point with these values and starts the next mean. */
  readonly writePoint: (step: number, loss: number, accuracy: number) => void
  /** Writes a point with the means since the previous one. */
  readonly writeMean: (step: number) => void
  /** Adds a measured batch to the mean of the next point. */
  readonly add: (loss: number, accuracy: number) => void
  /** After the forward pass: the Jacobian at step 0, which overwrites all gradients but the one at the outputs. */
  readonly beforeBackward: (step: number, samples: number) => void
  /** Whether the gradients of all layers are looked at after the backward pass of a step. */
  readonly wantsBackward: (step: number) => boolean
  /** After the backward pass: the row of the last point when the step has one, and its histograms when it was chosen. */
  readonly afterBackward: (step: number, samples: number, isLast: boolean) => void
  /** After the update of a step: how much it changed the weights. */
  readonly afterUpdate: (step: number) => void
  /** Whether the pass at the end of the trial is looked at. */
  readonly wantsLastPass: (step: number) => boolean
  /** Before the evaluation of the training split, and after each of its forward passes: the dead share over all of it. */
  readonly beforeEvaluation: () => void
  readonly afterEvaluationPass: (samples: number) => void
  /** The points and rows so far; to be asked after the evaluation. */
  readonly recorded: () => RecordedLayers
  /** Everything recorded. With `isWhole` also the spectra of the weights as they are now. */
  readonly finish: (
    isWhole: boolean,
  ) => Pick<Training, 'curve' | 'layers' | 'spectrum' | 'histograms' | 'jacobian'>
}

const POINT = CURVE_COLUMNS.length
const COLUMNS = LAYER_COLUMNS.length
const DEAD = LAYER_COLUMNS.indexOf('dead')

/** A recorder with room for `points` points. */
export function createRecorder(run: Run, points: number, onPoint: TrainingHooks['onPoint']): Recorder {
  const { network, meter, settings } = run
  const { statistics, histograms } = meter
  const { every } = settings.record
  const rowLength = network.layers.length * COLUMNS
  const curve = new Float32Array(points * POINT)
  const layers = new Float32Array(statistics === null ? 0 : points * rowLength)
  const lookForDead = statistics?.dead.canDie === true ? createDeadLook(run, statistics.dead) : null
  const none = new Float64Array(network.layers.length).fill(NaN)
  let dead: Float64Array = none
  /** The shares of the last look; null when they are to be counted. */
  let held: Float64Array | null = null
  let probed = -Infinity
  let isEvaluated = false
  let jacobian: number | null = null
  let written = 0
  let rows = 0
  let lossSum = 0
  let accuracySum = 0
  let measured = 0

  const isRecorded = (step: number, isLast: boolean): boolean => isLast || step % every === 0

  function writePoint(step: number, loss: number, accuracy: number): void {
    curve.set([step, loss, accuracy], written * POINT)
    written += 1
    lossSum = 0
    accuracySum = 0
    measured = 0
    onPoint?.(curve.subarray(0, written * POINT), written)
  }

  function writeDeadAtEnd(): void {
    if (statistics === null || !isEvaluated || rows === 0) return
    for (const [index, share] of statistics.dead.shares().entries())
      layers[(rows - 1) * rowLength + index * COLUMNS + DEAD] = share
  }

  return {
    beforeStep: (step, isLast) => {
      if (statistics === null) return
      if (step === 0) statistics.spectrum.measure('start')
      // The last point takes the whole training split instead.
      if (isLast || !isRecorded(step, false)) return
      if (lookForDead !== null && (step <= PROBE_SPACING || step - probed >= PROBE_SPACING)) {
        probed = step
        lookForDead(step)
        held = null
      }
      held ??= statistics.dead.shares()
      dead = held
    },
    writePoint,
    writeMean: (step) => {
      writePoint(step, lossSum / measured, accuracySum / measured)
    },
    add: (loss, accuracy) => {
      lossSum += loss
      accuracySum += accuracy
      measured += 1
    },
    beforeBackward: (step, samples) => {
      if (statistics !== null && step === 0) jacobian = statistics.jacobian.measure(samples)
    },
    wantsBackward: (step) =>
      (statistics !== null && isRecorded(step, false)) || histograms?.wants(step, false) === true,
    afterBackward: (step, samples, isLast) => {
      if (histograms?.wants(step, isLast) === true) histograms.measure(step, samples)
      if (statistics === null || !isRecorded(step, isLast)) return
      statistics.layers.writeRow(samples, dead, layers, (written - 1) * rowLength)
      rows = written
      dead = none
    },
    afterUpdate: (step) => {
      if (statistics !== null && isRecorded(step, false))
        statistics.layers.writeUpdate(layers, (written - 1) * rowLength)
    },
    wantsLastPass: (step) => statistics !== null || histograms?.wants(step, true) === true,
    beforeEvaluation: () => {
      statistics?.dead.reset()
    },
    afterEvaluationPass: (samples) => {
      statistics?.dead.mark(samples)
      isEvaluated = true
    },
    recorded: () => {
      writeDeadAtEnd()
      return {
        curve: curve.subarray(0, written * POINT),
        layers: layers.subarray(0, rows * rowLength),
        units: network.layers.map(({ fanOut }) => fanOut),
      }
    },
    finish: (isWhole) => {
      if (isWhole) {
        statistics?.spectrum.measure('end')
        writeDeadAtEnd()
      }
      return {
        curve: trimmed(curve, written * POINT),
        layers: trimmed(layers, rows * rowLength),
        spectrum: statistics?.spectrum.values ?? new Float32Array(0),
        histograms: histograms?.values() ?? new Float32Array(0),
        jacobian,
      }
    },
  }
}

/** The first `length` numbers in an array of their own. */
function trimmed(values: Float32Array, length: number): Float32Array {
  return length === values.length ? values : values.slice(0, length)
}
