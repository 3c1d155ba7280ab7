import { failure, success, type Result } from '@shared/errors'
import type { TaskSettings } from '@shared/trial-settings'
import { selectRows, type LabelledData } from './labelled-data'
import { subsetRows } from './stratified'

/** New class of each old one; -1 removes it. */
interface Relabelling {
  readonly newClass: Int32Array
  readonly classNames: readonly string[]
  readonly labelValues: readonly number[] | null
}

function relabelByParity(data: LabelledData): Result<Relabelling> {
  if (data.labelValues === null) {
    const message = `labels: parity needs whole numbers as labels; this data set has ${data.classNames.slice(0, 5).join(', ')}.`
    return failure('dataset-invalid', message, 'task.labels')
  }
  const parities = Int32Array.from(data.labelValues, (value) => Math.abs(value % 2))
  const only = parities.every((parity) => parity === 0)
    ? 'even'
    : parities.every((parity) => parity === 1)
      ? 'odd'
      : null
  if (only !== null) {
    return failure(
      'dataset-invalid',
      `labels: parity makes a single class: all labels are ${only}.`,
      'task.labels',
    )
  }
  return success({ newClass: parities, classNames: ['even', 'odd'], labelValues: [0, 1] })
}

function relabelKept(data: LabelledData, kept: readonly number[]): Result<Relabelling> {
  const values = data.labelValues ?? data.classNames.map((_, index) => index)
  const unknown = kept.find((value) => !values.includes(value))
  if (unknown !== undefined) {
    const message = `labels: there is no class ${String(unknown)}; the data set has ${values.slice(0, 20).join(', ')}${values.length > 20 ? ', ...' : ''}.`
    return failure('dataset-invalid', message, 'task.labels')
  }
  const old = values.flatMap((value, index) => (kept.includes(value) ? [index] : []))
  if (old.length < 2) {
    return failure(
      'dataset-invalid',
      `labels: ${String(old.length)} class is kept; a task needs at least 2.`,
      'task.labels',
    )
  }
  const newClass = new Int32Array(data.classes).fill(-1)
  for (const [index, label] of old.entries()) newClass[label] = index
  return success({
    newClass,
    classNames: old.map((label) => data.classNames[label]),
    labelValues: data.labelValues === null ? null : old.map((label) => values[label]),
  })
}

function keptRows(y: Int32Array, newClass: Int32Array): Int32Array {
  return Int32Array.from(y.keys()).filter((row) => newClass[y[row]] >= 0)
}

function relabel(data: LabelledData, { newClass, classNames, labelValues }: Relabelling): LabelledData {
  const train = keptRows(data.trainY, newClass)
  const test = keptRows(data.testY, newClass)
  return {
    features: data.features,
    image: data.image,
    classes: classNames.length,
    trainX: selectRows(data.trainX, data.features, train),
    trainY: Int32Array.from(train, (row) => newClass[data.trainY[row]]),
    testX: selectRows(data.testX, data.features, test),
    testY: Int32Array.from(test, (row) => newClass[data.testY[row]]),
    classNames,
    labelValues,
  }
}

/**
 * Keeps the classes of `labels` (by their integer label; by their position when the labels are text) in both splits,
 * renumbered 0..k-1 in ascending order; 'parity' makes even 0 and odd 1. Features are not standardized again.
 */
export function selectLabels(data: LabelledData, labels: TaskSettings['labels']): Result<LabelledData> {
  if (labels === 'all') return success(data)
  const relabelling = labels === 'parity' ? relabelByParity(data) : relabelKept(data, labels)
  return relabelling.ok ? success(relabel(data, relabelling.value)) : relabelling
}

/** Keeps `trainSize` training samples, stratified, the same for every trial; the test split stays whole. */
export function selectTrainSize(
  data: LabelledData,
  trainSize: TaskSettings['trainSize'],
): Result<LabelledData> {
  const available = data.trainY.length
  if (trainSize === 'all' || trainSize === available) return success(data)
  if (!Number.isSafeInteger(trainSize) || trainSize < data.classes || trainSize > available) {
    const message =
      `trainSize is ${String(trainSize)}; this task has ${String(available)} training samples of ` +
      `${String(data.classes)} classes: give a whole number from ${String(data.classes)} to ${String(available)}, or all.`
    return failure('dataset-invalid', message, 'task.trainSize')
  }
  const rows = subsetRows(data.trainY, data.classes, trainSize)
  return success({
    ...data,
    trainX: selectRows(data.trainX, data.features, rows),
    trainY: Int32Array.from(rows, (row) => data.trainY[row]),
  })
}
