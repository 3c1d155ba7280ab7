import { createHash } from 'node:crypto'
import { basename, resolve } from 'node:path'
import { GENERATED_NAMES, generateDataset, generatedTitle, isGeneratedName } from '@core/data/generated'
import type { LabelledData } from '@core/data/labelled-data'
import { permuteFeatures } from '@core/data/permute-features'
import { selectTask } from '@core/data/subset'
import type { TrainingData } from '@core/training'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { DatasetDescription } from '@shared/ipc-contract'
import type { PretrainSettings, TaskSettings } from '@shared/trial-settings'
import { STORED_DATASETS } from './built-in-datasets'
import { readCsvDataset } from './csv-dataset'
import { fileState, readCsvFile } from './read-csv-file'
import { readStoredDataset } from './read-stored-dataset'

export interface LoadedDataset {
  readonly description: DatasetDescription
  /** Name of class 0..classes-1. */
  readonly classNames: readonly string[]
  /** On one SharedArrayBuffer: every worker trains on the same copy. */
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

/** A copy whose four arrays lie one after another in shared memory. */
function shareData({ features, image, classes, trainX, trainY, testX, testY }: LabelledData): TrainingData {
  const lengths = [trainX, trainY, testX, testY].map((part) => part.byteLength)
  const buffer = new SharedArrayBuffer(lengths.reduce((sum, length) => sum + length, 0))
  const [afterX = 0, afterY = 0, afterTestX = 0] = lengths.map((_, index) =>
    lengths.slice(0, index + 1).reduce((sum, length) => sum + length, 0),
  )
  const floats = (values: Float32Array, offset: number): Float32Array => {
    const shared = new Float32Array(buffer, offset, values.length)
    shared.set(values)
    return shared
  }
  const labels = (values: Int32Array, offset: number): Int32Array => {
    const shared = new Int32Array(buffer, offset, values.length)
    shared.set(values)
    return shared
  }
  return {
    features,
    image,
    classes,
    trainX: floats(trainX, 0),
    trainY: labels(trainY, afterX),
    testX: floats(testX, afterY),
    testY: labels(testY, afterTestX),
  }
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
    data: shareData(data),
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

/** A part of a data set, as one trial needs it. */
interface Part {
  readonly task: TaskSettings
  readonly pixels: PretrainSettings['pixels']
  /** The task whose training rows this one leaves out, of the same data set; null for none. */
  readonly after: TaskSettings | null
}

function wholePart(task: TaskSettings): Part {
  return { task, pixels: 'original', after: null }
}

async function load(
  { task, pixels, after }: Part,
  datasetsDirectory: string,
): Promise<Result<LoadedDataset>> {
  const source = await readSource(task.dataset, datasetsDirectory)
  if (!source.ok) return source
  const { data } = source.value
  const before = after === null ? null : selectTask(data, after)
  if (before?.ok === false) return before
  const selected = selectTask(data, task, new Set(before?.value.trainRows))
  if (!selected.ok) return selected
  const chosen = selected.value.data
  const arranged = pixels === 'permuted' ? permuteFeatures(chosen) : chosen
  return success(share(task.dataset, { ...source.value, data: arranged }))
}

/** Loaded parts, the one used last at the end. A changed CSV file has another key. */
const cache = new Map<string, Promise<Result<LoadedDataset>>>()

async function cacheKey({ task, pixels, after }: Part, datasetsDirectory: string): Promise<string> {
  const path = pathOf(task)
  const state = path === null ? datasetsDirectory : await fileState(path)
  const taken = after === null ? null : [after.trainSize, after.labels]
  return JSON.stringify([task.dataset, task.trainSize, task.labels, pixels, taken, path, state])
}

/** The absolute path of a CSV data set; null for a built-in one. A relative path starts at the working directory. */
function pathOf({ dataset }: TaskSettings): string | null {
  return dataset.startsWith(CSV_PREFIX) ? resolve(dataset.slice(CSV_PREFIX.length)) : null
}

async function loadPart(part: Part, datasetsDirectory: string): Promise<Result<LoadedDataset>> {
  const key = await cacheKey(part, datasetsDirectory)
  const loading = cache.get(key) ?? load(part, datasetsDirectory)
  cache.delete(key)
  cache.set(key, loading)
  const [oldest] = cache.keys()
  if (cache.size > CACHED_TASKS && oldest !== undefined) cache.delete(oldest)
  const loaded = await loading
  if (!loaded.ok) cache.delete(key)
  return loaded
}

/** Loads the training and test split of a task; equal tasks share one copy in memory. */
export function loadDataset(task: TaskSettings, datasetsDirectory: string): Promise<Result<LoadedDataset>> {
  return loadPart(wholePart(task), datasetsDirectory)
}

/** What a trial trains on; `source` is null without pretraining. */
export interface LoadedTrialData {
  readonly target: LoadedDataset
  readonly source: LoadedDataset | null
}

/**
 * Loads a task and the source of its pretraining. Of one data set both take different training samples, the source first.
 * A source of other features is refused: its weights would not fit.
 */
export async function loadTrialData(
  task: TaskSettings,
  pretrain: Pick<PretrainSettings, 'task' | 'pixels'> | null,
  datasetsDirectory: string,
): Promise<Result<LoadedTrialData>> {
  if (pretrain === null) {
    const target = await loadDataset(task, datasetsDirectory)
    return target.ok ? success({ target: target.value, source: null }) : target
  }
  const isSame =
    pathOf(task) === pathOf(pretrain.task) &&
    (pathOf(task) !== null || task.dataset === pretrain.task.dataset)
  const source = await loadPart(
    { task: pretrain.task, pixels: pretrain.pixels, after: null },
    datasetsDirectory,
  )
  if (!source.ok) return inPretraining(source)
  const target = await loadPart(
    { task, pixels: 'original', after: isSame ? pretrain.task : null },
    datasetsDirectory,
  )
  if (!target.ok) return target
  const [from, to] = [source.value.data.features, target.value.data.features]
  if (from === to) return success({ target: target.value, source: source.value })
  const message = `The source of pretraining has ${String(from)} features and the task has ${String(to)}: its weights do not fit.`
  return failure('dataset-invalid', message, 'pretrain.task.dataset')
}

/** The same fault, told at the source's key. */
function inPretraining(fault: Extract<Result<LoadedDataset>, { ok: false }>): Result<never> {
  const { error } = fault
  const { place } = error
  if (place?.startsWith('task.') !== true) return fault
  return { ok: false, error: { ...error, place: `pretrain.${place}` } }
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
