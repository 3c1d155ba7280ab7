import { LAYER_COLUMNS } from '@shared/trial-result'
import type { TrialSettings } from '@shared/trial-settings'
import { createBatches } from './batches'
import type { Machine } from './kernels/machine'
import { createDeadLook } from './measure/dead-look'
import type { Pace } from './pace'
import { openRun } from './run'
import { loadData, startParameters } from './start-run'
import { checkTrainingData, type TrainingData } from './training'
import { plannedSteps, samplesPerBatch, sizesOf } from './trial-sizes'
import { createUpdates } from './updates'

/** What one batch through an untrained network shows. */
export interface Probe {
  /**
   * Row-major (L + 1, LAYER_COLUMNS.length): the layer statistics that a trial records at step 0, the same bits; `update` is
   * NaN, as nothing is updated.
   */
  readonly layers: Float32Array
  /** Mean loss of the batch. */
  readonly loss: number
}

/**
 * The start of a trial without the trial: draws the parameters of `settings` for `seed`, sends the batch of step 0 forward
 * and back, and measures every layer. Pretraining is left out: the network is the one that starts from scratch.
 * @throws Stopped by its pace, and what `train` throws.
 */
export function probe(
  settings: TrialSettings,
  data: TrainingData,
  seed: number,
  machine: Machine,
  pace: Pace,
): Probe {
  checkTrainingData(data)
  const probed: TrialSettings = {
    ...settings,
    record: { every: 1, layers: true, histograms: [] },
    pretrain: null,
  }
  const run = openRun(machine, probed, { ...sizesOf(data), testSamples: 0 }, seed, pace)
  loadData(run, { ...data, testX: new Float32Array(0), testY: new Int32Array(0) })
  const { network, trainSplit, meter } = run
  const { statistics } = meter
  if (statistics === null) throw new Error('A probe measures its layers')
  const trainSamples = data.trainY.length
  const batches = createBatches(trainSplit, samplesPerBatch(probed, trainSamples), seed)
  startParameters(run, batches, null)
  if (statistics.dead.canDie) createDeadLook(run, statistics.dead)(0)
  const updates = createUpdates(run, batches, plannedSteps(probed, trainSamples))
  updates.measure(0)
  updates.propagate(true)
  const layers = new Float32Array(network.layers.length * LAYER_COLUMNS.length)
  statistics.layers.writeRow(batches.samples, statistics.dead.shares(), layers, 0)
  return { layers, loss: updates.totals.loss / batches.samples }
}
