import { datasetFacts } from './built-in-datasets'
import type { Finding } from './selection-finding'
import type { Selection } from './sweep-spec-model'
import { plannedUpdates, warmUpProblem } from './train-checks'
import type { TaskSettings } from './trial-settings'

/** The source of pretraining beside the task; what depends on the files of the data is left to the engine. */
export function checkPretraining(selection: Selection, widths: readonly number[]): readonly Finding[] {
  const dataset = selection['pretrain.task.dataset']
  const trainSize = selection['pretrain.task.trainSize']
  const labels = selection['pretrain.task.labels']
  if (dataset === null || trainSize === null || labels === null) return []
  const source = { dataset, trainSize, labels }
  return [
    ...checkFeatures(source, selection),
    ...checkSamples(source, selection),
    ...(selection['pretrain.transfer'] === 'scratch' ? [] : checkSource(source, selection, widths)),
  ]
}

function checkFeatures(source: TaskSettings, selection: Selection): readonly Finding[] {
  const target = selection['task.dataset']
  const [from, to] = [datasetFacts(source.dataset), datasetFacts(target)]
  if (from === null || to === null || from.features === to.features) return []
  const message = `"${source.dataset}" has ${from.features} features and "${target}" has ${to.features}; weights go over between data sets of as many features only`
  return [{ key: 'pretrain.task.dataset', message }]
}

/** The source takes its samples first; those of the task come from what it leaves. */
function checkSamples(source: TaskSettings, selection: Selection): readonly Finding[] {
  const facts = datasetFacts(source.dataset)
  if (facts === null || source.dataset !== selection['task.dataset'] || Array.isArray(source.labels))
    return []
  const taken = source.trainSize === 'all' ? facts.trainCount : source.trainSize
  const left = Math.max(0, facts.trainCount - taken)
  const wanted = selection['task.trainSize'] === 'all' ? 2 : selection['task.trainSize']
  if (wanted <= left) return []
  const advice = 'the source takes its samples first; give a smaller pretrain.task.trainSize'
  const message = `${taken} samples of the source leave ${left} of the ${facts.trainCount} of "${source.dataset}" for the task, which needs ${wanted}: ${advice}`
  return [{ key: 'pretrain.task.trainSize', message }]
}

function checkSource(
  source: TaskSettings,
  selection: Selection,
  widths: readonly number[],
): readonly Finding[] {
  const findings: Finding[] = []
  const batchSize = selection['pretrain.train.batchSize'] ?? 1
  const schedule = selection['pretrain.train.schedule']
  if (widths.length === 0) {
    const message =
      'a model without hidden layers has nothing to take over from the source; give a larger depth'
    findings.push({ key: 'pretrain.transfer', message })
  } else if (selection['model.normalization'] === 'batch' && batchSize === 1) {
    const message = 'batch normalization of a batch of 1 sample has no variance; give a larger batch'
    findings.push({ key: 'pretrain.train.batchSize', message })
  }
  const steps = plannedUpdates({
    ...source,
    batchSize,
    steps: selection['pretrain.train.steps'],
    epochs: selection['pretrain.train.epochs'],
  })
  const problem = schedule === null ? null : warmUpProblem(schedule, steps)
  if (problem !== null) findings.push({ key: 'pretrain.train.schedule', message: problem })
  return findings
}
