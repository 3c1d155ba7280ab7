import type { FinalMetrics, FirstCause } from '@shared/trial-result'
import type { TrialSettings } from '@shared/trial-settings'
import { createBatches, type Batches } from './batches'
import { initialize } from './init/initialize'
import { constantPredictorLoss } from './measure/constant-predictor'
import { evaluateSplit, isFinite32 } from './measure/evaluate'
import { findFirstCause, hasFiniteParameters, unifyNaN } from './measure/first-cause'
import { createRecorder, type Recorder } from './measure/recorder'
import { backward, createNetwork, forward, type Network } from './nn/network'
import { createObjective, type Objective } from './nn/objective'
import { createOptimizer } from './optim/optimizer'
import type { Optimizer, Trainable } from './optim/trainable'
import { checkTrainingData, type Training, type TrainingData, type TrainingHooks } from './training'
import { layerWidths, plannedSteps, recordedPoints, samplesPerBatch } from './trial-cost'

export type { LayerParameters, Training, TrainingData, TrainingHooks } from './training'

/** A finished trial is stalled when its loss is not this share below the best constant prediction. */
const STALLED_SHARE = 0.99

/** Everything that one trial holds on to; all its arrays are allocated here, once. */
interface Run {
  readonly settings: TrialSettings
  readonly data: TrainingData
  readonly hooks: TrainingHooks
  readonly network: Network
  readonly batches: Batches
  readonly objective: Objective
  readonly optimizer: Optimizer
  readonly recorder: Recorder
  readonly steps: number
}

/**
 * Trains one configuration with one seed: mini-batch descent on shuffled batches, as `settings` say. A batch larger than
 * the training split means the whole split. The result depends on the settings, the data and the seed alone.
 *
 * Curve and layer statistics are as trial-result.ts describes them. A trial diverges at its first non-finite loss
 * (rounded to float32), in a batch or in the final evaluation, or when a weight or bias is not finite though the loss is:
 * it ends there, the point of that step holds that batch's loss, and the final metrics are computed all the same. A
 * finished trial whose training loss is not 1 % below the loss of the best constant prediction is stalled. Accuracy takes
 * the first largest output; a NaN output is wrong.
 * @throws when the data does not fit itself or the settings lack a parameter (a bug of the caller).
 */
export function train(
  settings: TrialSettings,
  data: TrainingData,
  seed: number,
  hooks: TrainingHooks,
): Training {
  checkTrainingData(data)
  const run = createRun(settings, data, seed, hooks)
  const loop = runUpdates(run)
  if (loop.end === 'cancelled') return finish(run, 'cancelled', loop.updates, null, null)
  const evaluation = evaluate(run, loop.updates)
  if (evaluation === null) return finish(run, 'cancelled', loop.updates, null, null)
  const firstCause = loop.firstCause ?? evaluation.firstCause
  if (loop.firstCause === null) recordLastPoint(run, evaluation.final)
  const status = firstCause !== null ? 'diverged' : isStalled(run, evaluation.final) ? 'stalled' : 'done'
  return finish(run, status, loop.updates, evaluation.final, firstCause)
}

function createRun(settings: TrialSettings, data: TrainingData, seed: number, hooks: TrainingHooks): Run {
  const { model, train: training, record } = settings
  const samples = samplesPerBatch(settings, data.trainY.length)
  const steps = plannedSteps(settings, data.trainY.length)
  const network = createNetwork(layerWidths(settings, data), model.activation, samples)
  initialize(network, model, seed)
  return {
    settings,
    data,
    hooks,
    network,
    batches: createBatches(data, samples, seed),
    objective: createObjective(training.loss, network),
    optimizer: createOptimizer(training.optimizer, training.learningRate, trainablesOf(network)),
    recorder: createRecorder(network, recordedPoints(steps, record.every), record.layers, hooks.onPoint),
    steps,
  }
}

/** W and b of layer 1, of layer 2, ... with their gradients. */
function trainablesOf(network: Network): Trainable[] {
  return network.layers.flatMap(({ weights, weightGradient, bias, biasGradient }) => [
    { values: weights, gradient: weightGradient },
    { values: bias, gradient: biasGradient },
  ])
}

interface LoopEnd {
  readonly end: 'finished' | 'diverged' | 'cancelled'
  readonly updates: number
  readonly firstCause: FirstCause | null
}

function runUpdates(run: Run): LoopEnd {
  const { settings, hooks, network, batches, optimizer, recorder, steps } = run
  const { samples } = batches
  const totals = { loss: 0, correct: 0 }
  for (let step = 0; step < steps; step += 1) {
    if (!hooks.proceed(step)) return { end: 'cancelled', updates: step, firstCause: null }
    measureBatch(run, step, totals)
    const loss = totals.loss / samples
    const accuracy = totals.correct / samples
    if (!isFinite32(loss) || !hasFiniteParameters(network)) {
      const firstCause = findFirstCause(network, step, samples)
      recorder.writePoint(step, loss, accuracy)
      recordLayers(run)
      return { end: 'diverged', updates: step, firstCause }
    }
    const recorded = step % settings.record.every === 0
    if (step === 0) recorder.writePoint(step, loss, accuracy)
    else if (recorded) recorder.writeMean(step)
    recorder.add(loss, accuracy)
    backward(network, batches.x, samples)
    if (recorded) recorder.writeLayers(samples)
    optimizer.update()
  }
  return { end: 'finished', updates: steps, firstCause: null }
}

/** Forward pass on the batch of `step`, its loss and right answers into `totals`, its gradient into the output's delta. */
function measureBatch(
  { network, batches, objective }: Run,
  step: number,
  totals: { loss: number; correct: number },
): void {
  batches.load(step)
  forward(network, batches.x, batches.samples)
  totals.loss = 0
  totals.correct = 0
  objective(batches.labels, batches.samples, true, totals)
}

/** Back-propagates the batch just measured, for its layer statistics only. */
function recordLayers({ settings, network, batches, recorder }: Run): void {
  if (!settings.record.layers) return
  backward(network, batches.x, batches.samples)
  recorder.writeLayers(batches.samples)
}

/**
 * The point of the last step: the mean since the previous point, or the loss of the final evaluation when only that one
 * is not finite; then one pass on the next batch, without an update, for its layer statistics.
 */
function recordLastPoint(run: Run, final: FinalMetrics): void {
  const { recorder, steps, batches, settings } = run
  const totals = { loss: 0, correct: 0 }
  if (steps === 0 || settings.record.layers) measureBatch(run, steps, totals)
  if (!isFinite32(final.trainLoss)) recorder.writePoint(steps, final.trainLoss, final.trainAccuracy)
  else if (steps === 0)
    recorder.writePoint(0, totals.loss / batches.samples, totals.correct / batches.samples)
  else recorder.writeMean(steps)
  recordLayers(run)
}

/**
 * Final metrics over the full splits; the first cause when a loss of a split with samples, or a parameter, is not finite.
 * Null when the trial was stopped on the way.
 */
function evaluate(
  run: Run,
  updates: number,
): { readonly final: FinalMetrics; readonly firstCause: FirstCause | null } | null {
  const { network, objective, data, hooks } = run
  const locate = (samples: number): FirstCause => findFirstCause(network, updates, samples)
  const proceed = (): boolean => hooks.proceed(updates)
  const onTrain = evaluateSplit(network, objective, data.trainX, data.trainY, locate, proceed)
  if (onTrain === null) return null
  const onTest = evaluateSplit(network, objective, data.testX, data.testY, locate, proceed)
  if (onTest === null) return null
  const final = {
    trainLoss: onTrain.loss,
    trainAccuracy: onTrain.accuracy,
    testLoss: onTest.loss,
    testAccuracy: onTest.accuracy,
  }
  const inParameters = hasFiniteParameters(network) ? null : locate(0)
  return { final, firstCause: onTrain.cause ?? onTest.cause ?? inParameters }
}

function isStalled({ data, settings }: Run, final: FinalMetrics): boolean {
  const chance = constantPredictorLoss(data.trainY, data.classes, settings.train.loss)
  return chance > 0 && final.trainLoss >= STALLED_SHARE * chance
}

function finish(
  { network, recorder }: Run,
  status: Training['status'],
  steps: number,
  final: FinalMetrics | null,
  firstCause: FirstCause | null,
): Training {
  const curve = recorder.curve()
  const layers = recorder.layers()
  const parameters = network.layers.map(({ weights, bias }) => ({ weights, bias }))
  // A trial may be cancelled after it diverged.
  if (status === 'diverged' || status === 'cancelled') {
    for (const values of [curve, layers, ...parameters.flatMap(({ weights, bias }) => [weights, bias])])
      unifyNaN(values)
  }
  return { status, final, steps, firstCause, curve, layers, parameters }
}
