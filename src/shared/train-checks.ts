import { datasetFacts } from './built-in-datasets'
import type { Finding } from './selection-finding'
import type { Selection } from './sweep-spec-model'
import type { ScheduleSettings, TaskSettings } from './trial-settings'

/** Normalizations, schedules and recorded steps. */
export function checkTraining(selection: Selection, widths: readonly number[]): readonly Finding[] {
  const steps = plannedUpdates({
    dataset: selection['task.dataset'],
    trainSize: selection['task.trainSize'],
    labels: selection['task.labels'],
    batchSize: selection['train.batchSize'],
    steps: selection['train.steps'],
    epochs: selection['train.epochs'],
  })
  const schedule = warmUpProblem(selection['train.schedule'], steps)
  return [
    ...checkNormalization(selection, widths),
    ...(schedule === null ? [] : [{ key: 'train.schedule' as const, message: schedule }]),
    ...checkHistograms(selection, steps),
  ]
}

function checkNormalization(selection: Selection, widths: readonly number[]): readonly Finding[] {
  const normalization = selection['model.normalization']
  if (normalization === 'batch' && widths.length > 0 && selection['train.batchSize'] === 1) {
    const message =
      'batch normalization of a batch of 1 sample has no variance; give a larger train.batchSize'
    return [{ key: 'model.normalization', message }]
  }
  if (normalization === 'layer' && widths.includes(1)) {
    const message = 'layer normalization over 1 unit is always 0; give a larger width'
    return [{ key: 'model.normalization', message }]
  }
  return []
}

/** Why the warm-up of a schedule does not fit; null when it does, or when the number of updates is not known yet. */
export function warmUpProblem({ warmup }: ScheduleSettings, steps: number | null): string | null {
  if (steps === null || warmup <= steps) return null
  return `a warm-up of ${warmup} updates is longer than the ${steps} of the training`
}

/** A step that is also the last one is no fault: its histograms are kept once. */
function checkHistograms(selection: Selection, steps: number | null): readonly Finding[] {
  if (steps === null) return []
  const late = selection['record.histograms'].find((step) => step !== 'last' && step > steps)
  if (late === undefined) return []
  return [{ key: 'record.histograms', message: `step ${late} is past the last step, ${steps}` }]
}

interface PlannedTraining extends TaskSettings {
  readonly batchSize: number
  readonly steps: number | null
  readonly epochs: number | null
}

/** Updates of a training; null when it counts epochs of a split whose size is known only once the data are loaded. */
export function plannedUpdates({
  dataset,
  trainSize,
  labels,
  batchSize,
  steps,
  epochs,
}: PlannedTraining): number | null {
  if (steps !== null) return steps
  const whole = labels === 'all' || labels === 'parity' ? datasetFacts(dataset)?.trainCount : undefined
  const samples = trainSize === 'all' ? whole : trainSize
  if (epochs === null || samples === undefined) return null
  return epochs * Math.floor(samples / Math.min(batchSize, samples))
}
