import { estimateTrialBytes, estimateTrialFlops, plannedSteps, recordedPoints } from '@core/trial-cost'
import type { CostQuestion, TrialCost } from './trial-task'

/** Bytes and floating-point operations of one trial, from its settings and the sizes of its data set. */
export function trialCost({ settings, ...sizes }: CostQuestion): TrialCost {
  const steps = plannedSteps(settings, sizes.trainSamples)
  return {
    bytes: Math.ceil(estimateTrialBytes(settings, sizes)),
    flops: estimateTrialFlops(settings, sizes),
    steps,
    points: recordedPoints(steps, settings.record.every),
  }
}
