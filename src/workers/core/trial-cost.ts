import {
  CURVE_COLUMNS,
  HISTOGRAM_BINS,
  HISTOGRAM_QUANTITIES,
  LAYER_COLUMNS,
  SPECTRUM_COLUMNS,
} from '@shared/trial-result'
import type { RecordSettings, TrialSettings } from '@shared/trial-settings'
import { planLayers, type LayerPlan } from './nn/layer-plan'
import { otherCounts } from './nn/parameters'
import { runHeapBytes } from './run'
import {
  plannedSteps,
  recordedPoints,
  samplesPerBatch,
  sourceSettings,
  type TrainingSizes,
} from './trial-sizes'

const FLOAT32_BYTES = 4
const FLOAT64_BYTES = 8

/** Learned numbers of the trial's network: weights, biases, and those of normalizations, slopes and multipliers. */
export function parameterCount({ model }: TrialSettings, sizes: TrainingSizes): number {
  return planLayers(model, sizes).reduce((sum, plan) => {
    const others = otherCounts(plan, model).reduce((count, other) => count + other, 0)
    return sum + plan.fanOut * (plan.fanIn + 1) + others
  }, 0)
}

/**
 * Bytes that a trial takes while it runs: its heap, data set included, and the arrays outside it - the data order, curve,
 * layer statistics, the draws of the largest layer, and the parameters that it answers with. With pretraining the larger
 * of the two trainings.
 */
export function estimateTrialBytes(
  settings: TrialSettings,
  target: TrainingSizes,
  source: TrainingSizes | null,
): number {
  const pretraining = sourceSettings(settings)
  const before =
    pretraining === null || source === null ? 0 : runBytes(pretraining, { ...source, testSamples: 0 })
  return Math.max(before, runBytes(settings, target))
}

function runBytes(settings: TrialSettings, sizes: TrainingSizes): number {
  const { model, record } = settings
  const plans = planLayers(model, sizes)
  const points = recordedPoints(plannedSteps(settings, sizes.trainSamples), record.every)
  const recorded = points * CURVE_COLUMNS.length + plans.length * recordedPerLayer(record, points)
  const answer = parameterCount(settings, sizes)
  const largest = Math.max(...plans.map(({ fanIn, fanOut }) => fanIn * fanOut))
  const matrices = model.init.scheme === 'orthogonal' || model.init.scheme === 'lsuv' ? 2 : 1
  const outside =
    FLOAT32_BYTES * (sizes.trainSamples + recorded + answer) + FLOAT64_BYTES * matrices * largest
  return runHeapBytes(settings, sizes) + outside
}

/** Numbers that a trial records of one layer. */
function recordedPerLayer({ layers, histograms }: RecordSettings, points: number): number {
  const statistics = layers ? points * LAYER_COLUMNS.length + 2 * SPECTRUM_COLUMNS.length : 0
  return statistics + histograms.length * HISTOGRAM_QUANTITIES.length * (3 + HISTOGRAM_BINS)
}

/**
 * Floating-point operations of the matrix products of a trial, a multiplication and an addition for each weight, sample
 * and position: forward, weight gradient and input gradient of every update, the last not needed by layer 1, and the final
 * evaluation of both splits. With pretraining also the updates before.
 */
export function estimateTrialFlops(
  settings: TrialSettings,
  target: TrainingSizes,
  source: TrainingSizes | null,
): number {
  const pretraining = sourceSettings(settings)
  const before = pretraining === null || source === null ? 0 : updateFlops(pretraining, source)
  const evaluated = target.trainSamples + target.testSamples
  return before + updateFlops(settings, target) + 2 * evaluated * products(planLayers(settings.model, target))
}

function updateFlops(settings: TrialSettings, sizes: TrainingSizes): number {
  const plans = planLayers(settings.model, sizes)
  const samples = samplesPerBatch(settings, sizes.trainSamples)
  const update = 6 * samples * products(plans) - 2 * samples * products(plans.slice(0, 1))
  return plannedSteps(settings, sizes.trainSamples) * update
}

/** Weights times the positions where each is used. */
function products(plans: readonly LayerPlan[]): number {
  return plans.reduce((sum, { fanIn, fanOut, positions }) => sum + fanIn * fanOut * positions, 0)
}
