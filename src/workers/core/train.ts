import type { FinalMetrics, FirstCause } from '@shared/trial-result'
import type { TrialSettings } from '@shared/trial-settings'
import { createBatches, type Batches } from './batches'
import { evaluateSplit, isFinite32 } from './evaluate'
import type { Machine } from './kernels/machine'
import { chooseFirstCause } from './measure/band-exit'
import { constantPredictorLoss } from './measure/constant-predictor'
import { findFirstCause, unifyNaN } from './measure/first-cause'
import { createRecorder, type Recorder } from './measure/recorder'
import { hasFiniteParameters } from './nn/finite'
import { readParameters } from './nn/read-parameters'
import { createPace, Stopped, type Pace } from './pace'
import { pretrain } from './pretrain'
import { openRun, type Run } from './run'
import { loadData, startParameters, type HiddenLayers } from './start-run'
import { checkTrainingData, type Training, type TrialData, type TrainingHooks } from './training'
import { plannedSteps, recordedPoints, samplesPerBatch, sizesOf, sourceSettings } from './trial-sizes'
import { createUpdates, type Updates } from './updates'

/** A finished trial is stalled when its loss is not this share below the best constant prediction. */
const STALLED_SHARE = 0.99

/** One trial while it runs. */
interface Trial {
  readonly settings: TrialSettings
  readonly data: TrialData
  readonly hooks: TrainingHooks
  readonly run: Run
  readonly batches: Batches
  readonly updates: Updates
  readonly recorder: Recorder
  readonly steps: number
  /** Where its source diverged; null without one, and when it did not. */
  readonly sourceCause: FirstCause | null
}

/** How far a trial is. */
interface Position {
  /** Updates done. */
  updates: number
  /** Null before its weights stand. */
  trial: Trial | null
}

/**
 * Trains one configuration with one seed: mini-batch descent on shuffled batches, as `settings` say, after pretraining when
 * they ask for it. A batch larger than the training split means the whole split. The result depends on the settings, the
 * data and the seed alone; `machine` lends its memory and may be used again afterwards.
 *
 * Curve and layer statistics are as trial-result.ts describes them. A trial diverges at its first non-finite loss
 * (rounded to float32), in a batch or in the final evaluation, when a parameter is not finite though the loss is, or
 * before its first update when its source did: it ends there, the point of that step holds that batch's loss, and the final metrics are computed all the same. A finished
 * trial of at least one update whose training loss is not 1 % below the loss of the best constant prediction is stalled.
 * The first cause of both is what chooseFirstCause says. Accuracy takes the first largest output; a NaN output is wrong.
 * @throws when the data does not fit itself or the settings lack a parameter (a bug of the caller), and when the machine
 * has not enough memory.
 */
export function train(
  settings: TrialSettings,
  data: TrialData,
  seed: number,
  hooks: TrainingHooks,
  machine: Machine,
): Training {
  checkTrainingData(data.target)
  const position: Position = { updates: 0, trial: null }
  const pace = createPace((isInPass) => hooks.proceed(position.updates, isInPass))
  try {
    const hidden = pretrainHidden(settings, data, seed, hooks, machine, pace)
    const trial = createTrial(settings, data, seed, hooks, machine, pace, hidden?.firstCause ?? null)
    startParameters(trial.run, trial.batches, hidden)
    position.trial = trial
    return runTrial(trial, position)
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
    const { trial, updates } = position
    return trial === null ? NOTHING : finish(trial, 'cancelled', updates, null, null)
  }
}

/** A trial that was stopped before its weights stood. */
const NOTHING: Training = {
  status: 'cancelled',
  final: null,
  steps: 0,
  firstCause: null,
  curve: new Float32Array(0),
  layers: new Float32Array(0),
  spectrum: new Float32Array(0),
  histograms: new Float32Array(0),
  jacobian: null,
  parameters: [],
}

/** @throws Stopped within and between its updates, where something long asks. */
function runTrial(trial: Trial, position: Position): Training {
  const loop = runUpdates(trial, position)
  if (loop.end === 'cancelled') return finish(trial, 'cancelled', loop.updates, null, null)
  const evaluation = evaluate(trial, loop.updates)
  if (evaluation === null) return finish(trial, 'cancelled', loop.updates, null, null)
  const { final } = evaluation
  const notFinite = trial.sourceCause ?? loop.firstCause ?? evaluation.firstCause
  if (loop.firstCause === null) recordLastPoint(trial, final)
  if (notFinite === null && !isStalled(trial, final)) return finish(trial, 'done', loop.updates, final, null)
  const end = { step: loop.updates, loss: final.trainLoss }
  const firstCause = chooseFirstCause(trial.recorder.recorded(), notFinite, end)
  return finish(trial, notFinite === null ? 'stalled' : 'diverged', loop.updates, final, firstCause)
}

/** The hidden layers of a source, trained first; null without pretraining. It is asked as before update 0 of the trial. */
function pretrainHidden(
  settings: TrialSettings,
  { source }: TrialData,
  seed: number,
  hooks: TrainingHooks,
  machine: Machine,
  pace: Pace,
): HiddenLayers | null {
  const before = sourceSettings(settings)
  if (before === null) return null
  if (source === null) throw new Error('Pretraining needs the data of its source')
  checkTrainingData(source)
  return pretrain(machine, before, source, seed, () => hooks.proceed(0), pace)
}

function createTrial(
  settings: TrialSettings,
  data: TrialData,
  seed: number,
  hooks: TrainingHooks,
  machine: Machine,
  pace: Pace,
  sourceCause: FirstCause | null,
): Trial {
  const { record } = settings
  const run = openRun(machine, settings, sizesOf(data.target), seed, pace)
  loadData(run, data.target)
  const trainSamples = data.target.trainY.length
  const steps = plannedSteps(settings, trainSamples)
  const batches = createBatches(run.trainSplit, samplesPerBatch(settings, trainSamples), seed)
  return {
    settings,
    data,
    hooks,
    run,
    batches,
    updates: createUpdates(run, batches, steps),
    recorder: createRecorder(run, recordedPoints(steps, record.every), hooks.onPoint),
    steps,
    sourceCause,
  }
}

interface LoopEnd {
  readonly end: 'finished' | 'diverged' | 'cancelled'
  readonly updates: number
  readonly firstCause: FirstCause | null
}

function runUpdates(trial: Trial, position: Position): LoopEnd {
  const { settings, hooks, run, batches, updates, recorder, steps, sourceCause } = trial
  const { machine, network, pace } = run
  const { samples } = batches
  const learned = network.blocks.reduce((sum, { count }) => sum + count, 0)
  const { every } = settings.record
  let isSound = false
  for (let step = 0; step < steps; step += 1) {
    if (!hooks.proceed(step)) return { end: 'cancelled', updates: step, firstCause: null }
    recorder.beforeStep(step, false)
    updates.measure(step)
    const loss = updates.totals.loss / samples
    const accuracy = updates.totals.correct / samples
    const isFinite = isFinite32(loss) && (isSound || hasFiniteParameters(machine.kernels, network))
    if (!isFinite || sourceCause !== null) {
      const firstCause = sourceCause ?? findFirstCause(run, step, samples)
      recorder.writePoint(step, loss, accuracy)
      recordLayers(trial, step)
      return { end: 'diverged', updates: step, firstCause }
    }
    if (step === 0) recorder.writePoint(step, loss, accuracy)
    else if (step % every === 0) recorder.writeMean(step)
    recorder.add(loss, accuracy)
    recorder.beforeBackward(step, samples)
    updates.propagate(recorder.wantsBackward(step))
    recorder.afterBackward(step, samples, false)
    pace.spendInPass(learned)
    isSound = updates.apply(step)
    position.updates = step + 1
    pace.spendInPass(learned)
    recorder.afterUpdate(step)
  }
  return { end: 'finished', updates: steps, firstCause: null }
}

/** Back-propagates the batch just measured, for what is recorded of it only. */
function recordLayers({ updates, batches, recorder }: Trial, step: number): void {
  if (!recorder.wantsLastPass(step)) return
  recorder.beforeBackward(step, batches.samples)
  updates.propagate(true)
  recorder.afterBackward(step, batches.samples, true)
}

/**
 * The point of the last step: the mean since the previous point, or the loss of the final evaluation when only that one
 * is not finite; then one pass on the next batch, without an update, for what is recorded of it.
 */
function recordLastPoint(trial: Trial, final: FinalMetrics): void {
  const { recorder, steps, batches, updates } = trial
  recorder.beforeStep(steps, true)
  if (steps === 0 || recorder.wantsLastPass(steps)) updates.measure(steps)
  const { totals } = updates
  if (!isFinite32(final.trainLoss)) recorder.writePoint(steps, final.trainLoss, final.trainAccuracy)
  else if (steps === 0)
    recorder.writePoint(0, totals.loss / batches.samples, totals.correct / batches.samples)
  else recorder.writeMean(steps)
  recordLayers(trial, steps)
}

/**
 * Final metrics over the full splits; the first cause when a loss of a split with samples, or a parameter, is not finite.
 * Null when the trial was stopped on the way.
 */
function evaluate(
  { run, hooks, recorder }: Trial,
  updates: number,
): { readonly final: FinalMetrics; readonly firstCause: FirstCause | null } | null {
  const { machine, network, objective, trainSplit, testSplit } = run
  const locate = (samples: number): FirstCause => findFirstCause(run, updates, samples)
  const proceed = (): boolean => hooks.proceed(updates)
  recorder.beforeEvaluation()
  const onTrain = evaluateSplit(network, objective, trainSplit, locate, proceed, (samples) => {
    recorder.afterEvaluationPass(samples)
  })
  if (onTrain === null) return null
  const onTest = evaluateSplit(network, objective, testSplit, locate, proceed, () => undefined)
  if (onTest === null) return null
  const final = {
    trainLoss: onTrain.loss,
    trainAccuracy: onTrain.accuracy,
    testLoss: onTest.loss,
    testAccuracy: onTest.accuracy,
  }
  const inParameters = hasFiniteParameters(machine.kernels, network) ? null : locate(0)
  return { final, firstCause: onTrain.cause ?? onTest.cause ?? inParameters }
}

/** A trial of no updates never set out to learn: it is no failure that it did not. */
function isStalled({ data, settings, steps }: Trial, final: FinalMetrics): boolean {
  if (steps === 0) return false
  const { trainY, classes } = data.target
  const chance = constantPredictorLoss(trainY, classes, settings.train.loss)
  return chance > 0 && final.trainLoss >= STALLED_SHARE * chance
}

function finish(
  { run, recorder }: Trial,
  status: Training['status'],
  steps: number,
  final: FinalMetrics | null,
  firstCause: FirstCause | null,
): Training {
  const measured = recorder.finish(status !== 'cancelled')
  const parameters = readParameters(run.machine.heap, run.network)
  const { curve, layers, spectrum, histograms } = measured
  // NaN also says "not measured": what is recorded may hold it after any end. The kernels look the parameters over in a
  // fraction of the time, which is that of a cancel when they are many.
  const tensors = hasFiniteParameters(run.machine.kernels, run.network)
    ? []
    : parameters.flatMap(({ weights, bias, others }) => [weights, bias, ...others])
  for (const values of [curve, layers, spectrum, histograms, ...tensors]) unifyNaN(values)
  return { status, final, steps, firstCause, ...measured, parameters }
}
