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

function relabelling(data: LabelledData, labels: TaskSettings['labels']): Result<Relabelling> {
  if (labels === 'parity') return relabelByParity(data)
  if (labels !== 'all') return relabelKept(data, labels)
  const newClass = Int32Array.from({ length: data.classes }, (_, label) => label)
  return success({ newClass, classNames: data.classNames, labelValues: data.labelValues })
}

/** The part of a data set that a task trains on and is tested on. */
export interface SelectedTask {
  readonly data: LabelledData
  /** Rows of the whole training split that it trains on, ascending. */
  readonly trainRows: Int32Array
}

const NOTHING_TAKEN: ReadonlySet<number> = new Set()

/**
 * Keeps the classes of `labels` (by their integer label; by their position when the labels are text) in both splits,
 * renumbered 0..k-1 in ascending order; 'parity' makes even 0 and odd 1. Then keeps `trainSize` of the training rows that
 * are not in `taken`, in shares of the classes of the source - 30 digits by parity are 3 of each digit - and the same for
 * every trial; the test split stays whole. Features are not standardized again.
 */
export function selectTask(
  data: LabelledData,
  { trainSize, labels }: Pick<TaskSettings, 'trainSize' | 'labels'>,
  taken: ReadonlySet<number> = NOTHING_TAKEN,
): Result<SelectedTask> {
  const relabelled = relabelling(data, labels)
  if (!relabelled.ok) return relabelled
  const { newClass, classNames, labelValues } = relabelled.value
  const isKept = (y: Int32Array, row: number): boolean => newClass[y[row]] >= 0
  const trainRows = chooseRows(data, trainSize, (row) => isKept(data.trainY, row) && !taken.has(row))
  if (!trainRows.ok) return trainRows
  const train = trainRows.value
  const isWhole = labels === 'all' && train.length === data.trainY.length
  if (isWhole) return success({ data, trainRows: train })
  const test = Int32Array.from(data.testY.keys()).filter((row) => isKept(data.testY, row))
  const isTestWhole = labels === 'all'
  return success({
    trainRows: train,
    data: {
      features: data.features,
      image: data.image,
      classes: classNames.length,
      trainX: selectRows(data.trainX, data.features, train),
      trainY: Int32Array.from(train, (row) => newClass[data.trainY[row]]),
      testX: isTestWhole ? data.testX : selectRows(data.testX, data.features, test),
      testY: isTestWhole ? data.testY : Int32Array.from(test, (row) => newClass[data.testY[row]]),
      classNames,
      labelValues,
    },
  })
}

function chooseRows(
  { trainY, classes }: LabelledData,
  trainSize: TaskSettings['trainSize'],
  isLeft: (row: number) => boolean,
): Result<Int32Array> {
  const left = Int32Array.from(trainY.keys()).filter(isLeft)
  const available = left.length
  const present = new Set(Array.from(left, (row) => trainY[row])).size
  if (available === 0) {
    const message = 'The source of pretraining takes every training sample of the task; give it fewer.'
    return failure('dataset-invalid', message, 'pretrain.task.trainSize')
  }
  if (trainSize === 'all' || trainSize === available) return success(left)
  if (!Number.isSafeInteger(trainSize) || trainSize < present || trainSize > available) {
    const message =
      `trainSize is ${String(trainSize)}; this task has ${String(available)} training samples of ` +
      `${String(present)} classes: give a whole number from ${String(present)} to ${String(available)}, or all.`
    return failure('dataset-invalid', message, 'task.trainSize')
  }
  return success(subsetRows(trainY, classes, trainSize, isLeft))
}
