import { createHash } from 'node:crypto'
import type { LabelledData } from '@core/data/labelled-data'
import type { TrainingData } from '@core/train'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { DatasetDescription } from '@shared/ipc-contract'
import type { TaskSettings } from '@shared/trial-settings'
import { STORED_DATASETS } from './built-in-datasets'
import { readStoredDataset } from './read-stored-dataset'

export interface LoadedDataset {
  readonly description: DatasetDescription
  readonly classNames: readonly string[]
  /** On SharedArrayBuffers: every worker trains on the same copy. */
  readonly data: TrainingData
  /** sha256 of sizes and content, after subsetting; equal fingerprints are equal trials. */
  readonly fingerprint: string
}

function shareFloats(values: Float32Array): Float32Array {
  const shared = new Float32Array(new SharedArrayBuffer(values.byteLength))
  shared.set(values)
  return shared
}

function shareClasses(values: Int32Array): Int32Array {
  const shared = new Int32Array(new SharedArrayBuffer(values.byteLength))
  shared.set(values)
  return shared
}

function fingerprintOf(data: LabelledData): string {
  const hash = createHash('sha256')
  hash.update(
    JSON.stringify([data.features, data.classes, data.trainY.length, data.testY.length, data.classNames]),
  )
  for (const part of [data.trainX, data.trainY, data.testX, data.testY]) {
    hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
  }
  return hash.digest('hex')
}

function toLoaded(name: string, title: string, licence: string, data: LabelledData): LoadedDataset {
  return {
    description: {
      name,
      title,
      features: data.features,
      classes: data.classes,
      trainCount: data.trainY.length,
      testCount: data.testY.length,
      licence,
    },
    classNames: data.classNames,
    data: {
      features: data.features,
      classes: data.classes,
      trainX: shareFloats(data.trainX),
      trainY: shareClasses(data.trainY),
      testX: shareFloats(data.testX),
      testY: shareClasses(data.testY),
    },
    fingerprint: fingerprintOf(data),
  }
}

/** The built-in data sets, as the data set picker shows them. */
export function listDatasets(): readonly DatasetDescription[] {
  return STORED_DATASETS.map(({ name, title, features, trainCount, testCount, classNames, licence }) => ({
    name,
    title,
    features,
    classes: classNames.length,
    trainCount,
    testCount,
    licence,
  }))
}

/** Loads the training and test split of a task. */
export async function loadDataset(
  task: TaskSettings,
  datasetsDirectory: string,
): Promise<Result<LoadedDataset>> {
  const stored = STORED_DATASETS.find(({ name }) => name === task.dataset)
  if (stored === undefined) {
    return failure('dataset-unreadable', `There is no data set "${task.dataset}".`, 'task.dataset')
  }
  const data = await readStoredDataset(stored, datasetsDirectory)
  return data.ok ? success(toLoaded(stored.name, stored.title, stored.licence, data.value)) : data
}
