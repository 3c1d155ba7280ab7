import { CURVE_COLUMNS } from '@shared/trial-result'
import { writeLayerStatistics, layerRowLength } from './layer-statistics'
import type { Machine } from '../kernels/machine'
import type { Network } from '../nn/network'
import type { Training, TrainingHooks } from '../training'

/** Collects the points of a curve and, with `layers`, the layer statistics beside them. */
export interface Recorder {
  /** Adds a measured batch to the mean of the next point. */
  readonly add: (loss: number, accuracy: number) => void
  /** Writes a point with these values and starts the next mean. */
  readonly writePoint: (step: number, loss: number, accuracy: number) => void
  /** Writes a point with the means since the previous one. */
  readonly writeMean: (step: number) => void
  /** Writes the statistics of the last forward and backward pass as the row of the last point. */
  readonly writeLayers: (samples: number) => void
  readonly finish: () => Pick<Training, 'curve' | 'layers' | 'spectrum' | 'histograms' | 'jacobian'>
}

/** Room for `points` points; `wantLayers` false leaves the layer statistics empty. */
export function createRecorder(
  machine: Machine,
  network: Network,
  points: number,
  wantLayers: boolean,
  onPoint: TrainingHooks['onPoint'],
): Recorder {
  const columns = CURVE_COLUMNS.length
  const row = layerRowLength(network)
  const curve = new Float32Array(points * columns)
  const layers = new Float32Array(wantLayers ? points * row : 0)
  let written = 0
  let rows = 0
  let lossSum = 0
  let accuracySum = 0
  let measured = 0

  function writePoint(step: number, loss: number, accuracy: number): void {
    const offset = written * columns
    curve[offset] = step
    curve[offset + 1] = loss
    curve[offset + 2] = accuracy
    written += 1
    lossSum = 0
    accuracySum = 0
    measured = 0
    onPoint?.(curve.subarray(0, written * columns), written)
  }

  return {
    add: (loss, accuracy) => {
      lossSum += loss
      accuracySum += accuracy
      measured += 1
    },
    writePoint,
    writeMean: (step) => {
      writePoint(step, lossSum / measured, accuracySum / measured)
    },
    writeLayers: (samples) => {
      if (!wantLayers) return
      writeLayerStatistics(machine, network, samples, layers, (written - 1) * row)
      rows = written
    },
    finish: () => ({
      curve: trimmed(curve, written * columns),
      layers: trimmed(layers, rows * row),
      spectrum: new Float32Array(0),
      histograms: new Float32Array(0),
      jacobian: null,
    }),
  }
}

/** The first `length` numbers in an array of their own. */
function trimmed(values: Float32Array, length: number): Float32Array {
  return length === values.length ? values : values.slice(0, length)
}
