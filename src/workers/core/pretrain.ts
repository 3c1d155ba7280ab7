import type { TrialSettings } from '@shared/trial-settings'
import { createBatches } from './batches'
import type { Machine } from './kernels/machine'
import { createUpdates } from './updates'
import { Stopped, type Pace } from './pace'
import { openRun } from './run'
import { loadData, readHidden, startParameters, type HiddenLayers } from './start-run'
import type { TrainingData } from './training'
import { plannedSteps, samplesPerBatch, sizesOf } from './trial-sizes'

/**
 * Trains on the source as a trial of its own would with this seed, bit for bit, but measures nothing. A source that
 * diverges goes on: its weights are then not finite, which the target finds before its first update.
 * @returns the hidden layers.
 * @throws Stopped when `proceed` said no, or the pace of its start.
 */
export function pretrain(
  machine: Machine,
  settings: TrialSettings,
  data: TrainingData,
  seed: number,
  proceed: () => boolean,
  pace: Pace,
): HiddenLayers {
  const run = openRun(machine, settings, { ...sizesOf(data), testSamples: 0 }, seed, pace)
  loadData(run, data)
  const samples = samplesPerBatch(settings, data.trainY.length)
  const batches = createBatches(run.trainSplit, samples, seed)
  startParameters(run, batches, null)
  const steps = plannedSteps(settings, data.trainY.length)
  const updates = createUpdates(run, batches, steps)
  for (let step = 0; step < steps; step += 1) {
    if (!proceed()) throw new Stopped()
    updates.measure(step)
    updates.propagate(false)
    updates.apply(step)
  }
  return readHidden(run)
}
