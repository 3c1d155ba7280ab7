import { estimateTrialBytes, estimateTrialFlops, estimateUpdateFlops, sourceSteps } from '@core/trial-cost'
import { plannedSteps, recordedPoints } from '@core/trial-sizes'
import type { CostQuestion, TrialCost } from './trial-task'

/** Bytes and floating-point operations of one trial, from its settings and the sizes of its data sets. */
export function trialCost({ settings, target, source }: CostQuestion): TrialCost {
  const steps = plannedSteps(settings, target.trainSamples)
  return {
    bytes: Math.ceil(estimateTrialBytes(settings, target, source)),
    flops: estimateTrialFlops(settings, target, source),
    updateFlops: estimateUpdateFlops(settings, target, source),
    steps,
    sourceSteps: sourceSteps(settings, source),
    points: recordedPoints(steps, settings.record.every),
  }
}
