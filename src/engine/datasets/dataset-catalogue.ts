import { createHash } from 'node:crypto'
import { basename, resolve } from 'node:path'
import { GENERATED_NAMES, generateDataset, generatedTitle, isGeneratedName } from '@core/data/generated'
import type { LabelledData } from '@core/data/labelled-data'
import { selectLabels, selectTrainSize } from '@core/data/subset'
import type { TrainingData } from '@core/train'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { DatasetDescription } from '@shared/ipc-contract'
import type { TaskSettings } from '@shared/trial-settings'
import { STORED_DATASETS } from './built-in-datasets'
import { readCsvDataset } from './csv-dataset'
import { fileState, readCsvFile } from './read-csv-file'
import { readStoredDataset } from './read-stored-dataset'

export interface LoadedDataset {
  readonly description: DatasetDescription
  /** Name of class 0..classes-1. */
  readonly classNames: readonly string[]
  /** On SharedArrayBuffers: every worker trains on the same copy. */
  readonly data: TrainingData
  /** sha256 of sizes and content, after subsetting; equal fingerprints are equal trials. */
  readonly fingerprint: string
}

interface Source {
  readonly title: string
  readonly licence: string
  readonly data: LabelledData
}

const CSV_PREFIX = 'csv:'
const GENERATED_LICENCE = 'generated'
/** Tasks kept in memory; the built-in ones take up to 2.4 MB each. */
const CACHED_TASKS = 16

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

function describe(name: string, { title, licence, data }: Source): DatasetDescription {
  return {
    name,
    title,
    features: data.features,
    classes: data.classes,
    trainCount: data.trainY.length,
    testCount: data.testY.length,
    licence,
  }
}

function share(name: string, source: Source): LoadedDataset {
  const { data } = source
  return {
    description: describe(name, source),
    classNames: data.classNames,
    data: {
      features: data.features,
      image: data.image,
      classes: data.classes,
      trainX: shareFloats(data.trainX),
      trainY: shareClasses(data.trainY),
      testX: shareFloats(data.testX),
      testY: shareClasses(data.testY),
    },
    fingerprint: fingerprintOf(data),
  }
}

async function readCsvSource(path: string): Promise<Result<Source>> {
  const text = await readCsvFile(path)
  if (!text.ok) return text
  const data = readCsvDataset(text.value)
  if (!data.ok)
    return { ok: false, error: { ...data.error, message: `${basename(path)}: ${data.error.message}` } }
  return success({ title: basename(path), licence: 'your own file', data: data.value })
}

async function readSource(dataset: string, datasetsDirectory: string): Promise<Result<Source>> {
  const stored = STORED_DATASETS.find(({ name }) => name === dataset)
  if (stored !== undefined) {
    const data = await readStoredDataset(stored, datasetsDirectory)
    return data.ok ? success({ title: stored.title, licence: stored.licence, data: data.value }) : data
  }
  if (isGeneratedName(dataset)) {
    return success({
      title: generatedTitle(dataset),
      licence: GENERATED_LICENCE,
      data: generateDataset(dataset),
    })
  }
  if (dataset.startsWith(CSV_PREFIX)) return readCsvSource(resolve(dataset.slice(CSV_PREFIX.length)))
  const names = [...STORED_DATASETS.map(({ name }) => name), ...GENERATED_NAMES, 'csv:<path>'].join(', ')
  return failure(
    'dataset-unreadable',
    `There is no data set "${dataset}"; there are ${names}.`,
    'task.dataset',
  )
}

async function load(task: TaskSettings, datasetsDirectory: string): Promise<Result<LoadedDataset>> {
  const source = await readSource(task.dataset, datasetsDirectory)
  if (!source.ok) return source
  const labelled = selectLabels(source.value.data, task.labels)
  if (!labelled.ok) return labelled
  const data = selectTrainSize(labelled.value, task.trainSize)
  return data.ok ? success(share(task.dataset, { ...source.value, data: data.value })) : data
}

/** Loaded tasks, the one used last at the end. A changed CSV file has another key. */
const cache = new Map<string, Promise<Result<LoadedDataset>>>()

async function cacheKey(
  { dataset, trainSize, labels }: TaskSettings,
  datasetsDirectory: string,
): Promise<string> {
  const path = dataset.startsWith(CSV_PREFIX) ? resolve(dataset.slice(CSV_PREFIX.length)) : null
  const state = path === null ? datasetsDirectory : await fileState(path)
  return JSON.stringify([dataset, trainSize, labels, path, state])
}

/**
 * Loads the training and test split of a task; equal tasks share one copy in memory. A relative CSV path starts at the
 * working directory of the process.
 */
export async function loadDataset(
  task: TaskSettings,
  datasetsDirectory: string,
): Promise<Result<LoadedDataset>> {
  const key = await cacheKey(task, datasetsDirectory)
  const loading = cache.get(key) ?? load(task, datasetsDirectory)
  cache.delete(key)
  cache.set(key, loading)
  const [oldest] = cache.keys()
  if (cache.size > CACHED_TASKS && oldest !== undefined) cache.delete(oldest)
  const loaded = await loading
  if (!loaded.ok) cache.delete(key)
  return loaded
}

/** Describes a whole data set, a built-in name or `csv:<path>`; a CSV file is read and checked. */
export async function describeDataset(
  dataset: string,
  datasetsDirectory: string,
): Promise<Result<DatasetDescription>> {
  const loaded = await loadDataset({ dataset, trainSize: 'all', labels: 'all' }, datasetsDirectory)
  return loaded.ok ? success(loaded.value.description) : loaded
}

/** The built-in data sets, the default first. */
export function listDatasets(): readonly DatasetDescription[] {
  const stored = STORED_DATASETS.map(
    ({ name, title, features, trainCount, testCount, classNames, licence }) => ({
      name,
      title,
      features,
      classes: classNames.length,
      trainCount,
      testCount,
      licence,
    }),
  )
  const generated = GENERATED_NAMES.map((name) => {
    return describe(name, {
      title: generatedTitle(name),
      licence: GENERATED_LICENCE,
      data: generateDataset(name),
    })
  })
  return [...stored, ...generated]
}
