import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LabelledData } from '@core/data/labelled-data'
import { datasetFile } from '@shared/dataset-file'
import type { DatasetFile } from '@shared/dataset-file'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { StoredDataset } from './built-in-datasets'

/** x = (u8 / max - mean) / std with the scalar mean and std of the training part, rounded to float32. */
function decodeFeatures(text: string, file: DatasetFile): Float32Array {
  return Float32Array.from(
    Buffer.from(text, 'base64'),
    (byte) => (byte / file.max - file.x_mean) / file.x_std,
  )
}

function decodeClasses(text: string): Int32Array {
  return Int32Array.from(Buffer.from(text, 'base64'))
}

function firstDifference(data: LabelledData, expected: StoredDataset): string | null {
  const lengths: readonly (readonly [string, number, number])[] = [
    ['train_x', data.trainX.length, expected.trainCount * expected.features],
    ['train_y', data.trainY.length, expected.trainCount],
    ['test_x', data.testX.length, expected.testCount * expected.features],
    ['test_y', data.testY.length, expected.testCount],
  ]
  for (const [key, found, wanted] of lengths) {
    if (found !== wanted) return `${key} holds ${String(found)} values instead of ${String(wanted)}`
  }
  const top = [...data.trainY, ...data.testY].reduce((a, b) => (a > b ? a : b), 0)
  return top < data.classes
    ? null
    : `it holds the class ${String(top)}; the last one is ${String(data.classes - 1)}`
}

/** Reads and standardizes one data set of `resources/datasets`. */
export async function readStoredDataset(
  expected: StoredDataset,
  directory: string,
): Promise<Result<LabelledData>> {
  const path = join(directory, `${expected.name}.json`)
  let parsed: unknown
  try {
    parsed = JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return failure(
      'dataset-unreadable',
      `The data set ${expected.name} cannot be read: ${reason}. Reinstall Init Lab.`,
      path,
    )
  }
  const file = datasetFile.safeParse(parsed)
  if (!file.success) {
    return failure(
      'dataset-invalid',
      `The file of the data set ${expected.name} is damaged. Reinstall Init Lab.`,
      path,
    )
  }
  const data: LabelledData = {
    features: expected.features,
    image: expected.image,
    classes: expected.classNames.length,
    trainX: decodeFeatures(file.data.train_x, file.data),
    trainY: decodeClasses(file.data.train_y),
    testX: decodeFeatures(file.data.test_x, file.data),
    testY: decodeClasses(file.data.test_y),
    classNames: expected.classNames,
    labelValues: expected.classNames.map((_, index) => index),
  }
  const difference = firstDifference(data, expected)
  if (difference !== null) {
    return failure(
      'dataset-invalid',
      `The file of the data set ${expected.name} is damaged: ${difference}.`,
      path,
    )
  }
  return success(data)
}
