import {
  CURVE_COLUMNS,
  HISTOGRAM_BINS,
  HISTOGRAM_QUANTITIES,
  LAYER_COLUMNS,
  SPECTRUM_COLUMNS,
} from '@shared/trial-result'
import type { ModelSettings, RecordSettings, TrialSettings } from '@shared/trial-settings'
import { layerStart } from './init/initialize'
import { orthogonalNumbers } from './init/orthogonal'
import { DRAW_OPERATIONS } from './init/weight-place'
import { LARGEST_SPECTRUM } from './measure/weight-spectrum'
import { planLayers, type LayerPlan } from './nn/layer-plan'
import { otherCounts, parameterBytes } from './nn/parameters'
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
 * of the two trainings, the second with the hidden layers that it takes over.
 */
export function estimateTrialBytes(
  settings: TrialSettings,
  target: TrainingSizes,
  source: TrainingSizes | null,
): number {
  const pretraining = sourceSettings(settings)
  if (pretraining === null || source === null) return runBytes(settings, target)
  const before = runBytes(pretraining, { ...source, testSamples: 0 })
  return Math.max(before, hiddenBytes(settings, target) + runBytes(settings, target))
}

/** The hidden layers on their way from the source to the task. */
function hiddenBytes({ model }: TrialSettings, sizes: TrainingSizes): number {
  const hidden = planLayers(model, sizes).slice(0, -1)
  return hidden.reduce((sum, plan) => sum + parameterBytes(plan, model), 0)
}

function runBytes(settings: TrialSettings, sizes: TrainingSizes): number {
  const { model, record } = settings
  const plans = planLayers(model, sizes)
  const points = recordedPoints(plannedSteps(settings, sizes.trainSamples), record.every)
  const recorded = points * CURVE_COLUMNS.length + plans.length * recordedPerLayer(record, points)
  const answer = parameterCount(settings, sizes)
  const drawn = Math.max(...plans.map((plan) => drawnNumbers(plan, model)))
  const outside = FLOAT32_BYTES * (sizes.trainSamples + recorded + answer) + FLOAT64_BYTES * drawn
  return runHeapBytes(settings, sizes) + outside
}

/** Numbers in double while the weights of a layer are drawn: an orthogonal matrix is made from another one. */
function drawnNumbers(plan: LayerPlan, model: ModelSettings): number {
  const start = layerStart(plan, model)
  if (start.kind === 'zero') return 0
  const { fanIn, fanOut } = plan
  const scratch = isOrthogonal(plan, model) ? orthogonalNumbers(fanIn, fanOut) : 0
  return fanIn * fanOut + scratch
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

/** As estimateTrialFlops, of one update: of the trial or of its source, whichever takes more. */
export function estimateUpdateFlops(
  settings: TrialSettings,
  target: TrainingSizes,
  source: TrainingSizes | null,
): number {
  const pretraining = sourceSettings(settings)
  const before = pretraining === null || source === null ? 0 : oneUpdateFlops(pretraining, source)
  return Math.max(before, oneUpdateFlops(settings, target))
}

/** Updates of the source of a trial; 0 without one. */
export function sourceSteps(settings: TrialSettings, source: TrainingSizes | null): number {
  const pretraining = sourceSettings(settings)
  return pretraining === null || source === null ? 0 : plannedSteps(pretraining, source.trainSamples)
}

/** What drawing the weights and their first spectra report to the pace of a trial, roughly. */
export function startOperations({ model, record }: TrialSettings, sizes: TrainingSizes): number {
  return planLayers(model, sizes).reduce((sum, plan) => {
    const width = Math.min(plan.fanIn, plan.fanOut)
    const height = Math.max(plan.fanIn, plan.fanOut)
    const hasSpectrum = record.layers && width <= LARGEST_SPECTRUM
    return (
      sum +
      DRAW_OPERATIONS * width * height +
      (isOrthogonal(plan, model) ? 6 * width * width * (height - (4 * width) / 9) : 0) +
      (hasSpectrum ? width * width * height : 0)
    )
  }, 0)
}

function isOrthogonal(plan: LayerPlan, model: ModelSettings): boolean {
  const start = layerStart(plan, model)
  return start.kind === 'scheme' && (start.init.scheme === 'orthogonal' || start.init.scheme === 'lsuv')
}

function updateFlops(settings: TrialSettings, sizes: TrainingSizes): number {
  return plannedSteps(settings, sizes.trainSamples) * oneUpdateFlops(settings, sizes)
}

function oneUpdateFlops(settings: TrialSettings, sizes: TrainingSizes): number {
  const plans = planLayers(settings.model, sizes)
  const samples = samplesPerBatch(settings, sizes.trainSamples)
  return 6 * samples * products(plans) - 2 * samples * products(plans.slice(0, 1))
}

/** Weights times the positions where each is used. */
function products(plans: readonly LayerPlan[]): number {
  return plans.reduce((sum, { fanIn, fanOut, positions }) => sum + fanIn * fanOut * positions, 0)
}
