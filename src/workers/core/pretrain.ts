import type { FirstCause } from '@shared/trial-result'
import type { TrialSettings } from '@shared/trial-settings'
import { createBatches } from './batches'
import { isFinite32 } from './evaluate'
import type { Machine } from './kernels/machine'
import { findFirstCause } from './measure/first-cause'
import { hasFiniteParameters } from './nn/finite'
import { createUpdates } from './updates'
import { Stopped, type Pace } from './pace'
import { openRun, type Run } from './run'
import { loadData, readHidden, startParameters, type HiddenLayers } from './start-run'
import type { TrainingData } from './training'
import { plannedSteps, samplesPerBatch, sizesOf } from './trial-sizes'

/**
 * Trains on the source as a trial of its own would with this seed, bit for bit, but measures nothing. A source that
 * diverges goes on, and says where it left the finite numbers.
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
  let isSound = false
  let firstCause: FirstCause | null = null
  for (let step = 0; step < steps; step += 1) {
    if (!proceed()) throw new Stopped()
    updates.measure(step)
    if (firstCause === null && !(isFinite32(updates.totals.loss / samples) && (isSound || isWhole(run))))
      firstCause = findFirstCause(run, step, samples)
    updates.propagate(false)
    isSound = updates.apply(step)
  }
  if (firstCause === null && !(isSound || isWhole(run))) firstCause = findFirstCause(run, steps, 0)
  return readHidden(run, firstCause === null ? null : { ...firstCause, phase: 'pretraining' })
}

function isWhole({ machine, network }: Run): boolean {
  return hasFiniteParameters(machine.kernels, network)
}
