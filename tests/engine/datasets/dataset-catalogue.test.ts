import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeDataset, listDatasets, loadDataset, loadTrialData } from '@engine/datasets/dataset-catalogue'
import type { LoadedDataset } from '@engine/datasets/dataset-catalogue'
import { BUILT_IN_DATASETS, datasetFacts } from '@shared/built-in-datasets'
import type { TaskSettings } from '@shared/trial-settings'

const directory = join(import.meta.dirname, '../../../resources/datasets')
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'init-lab-catalogue-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function load(dataset: string, task: Partial<TaskSettings> = {}): Promise<LoadedDataset> {
  const loaded = await loadDataset({ dataset, trainSize: 'all', labels: 'all', ...task }, directory)
  if (!loaded.ok) throw new Error(loaded.error.message)
  return loaded.value
}

test('every data set of the list loads as described', async () => {
  expect(listDatasets().map(({ name }) => name)).toEqual([
    ...['digits8x8', 'fashion14x14', 'mnist14x14'],
    ...['two-spirals', 'three-spirals', 'circles', 'moons', 'xor', 'gaussian-blobs', 'gaussian-noise'],
  ])
  expect(BUILT_IN_DATASETS.map(({ name }) => name)).toEqual(listDatasets().map(({ name }) => name))
  for (const description of listDatasets()) {
    const loaded = await load(description.name)
    expect(loaded.description).toEqual(description)
    expect(loaded.classNames.length).toBe(description.classes)
    expect(loaded.data.trainX.length).toBe(description.trainCount * description.features)
    const { trainX, trainY, testX, testY } = loaded.data
    expect(trainX.buffer).toBeInstanceOf(SharedArrayBuffer)
    for (const part of [trainY, testX, testY]) expect(part.buffer).toBe(trainX.buffer)
    const { name, features, classes, trainCount, testCount } = description
    const { image } = loaded.data
    expect(datasetFacts(name)).toEqual({ name, features, image, classes, trainCount, testCount })
    expect(await describeDataset(description.name, directory)).toEqual({ ok: true, value: description })
  }
})

test('equal tasks share one copy; another subset has another fingerprint', async () => {
  const whole = await load('digits8x8')
  expect(await load('digits8x8')).toBe(whole)
  const others = [
    await load('digits8x8', { trainSize: 100 }),
    await load('digits8x8', { labels: [0, 1] }),
    await load('digits8x8', { labels: 'parity' }),
    await load('mnist14x14'),
  ]
  expect(new Set([whole, ...others].map(({ fingerprint }) => fingerprint)).size).toBe(5)
  expect(others[1]?.description).toMatchObject({ classes: 2, trainCount: 294, testCount: 66 })
})

describe('csv', () => {
  const rows = ['1,0', '2,1', '3,0', '4,1']

  test('a changed file is read again and has another fingerprint', async () => {
    const path = join(folder, 'changing.csv')
    await writeFile(path, rows.join('\n'))
    const before = await load(`csv:${path}`)
    expect(await load(`csv:${path}`)).toBe(before)
    expect(before.description).toMatchObject({
      name: `csv:${path}`,
      title: 'changing.csv',
      features: 1,
      classes: 2,
    })
    await writeFile(path, [...rows, '5,0', '6,1'].join('\n'))
    const after = await load(`csv:${path}`)
    expect(after.fingerprint).not.toBe(before.fingerprint)
    expect(after.description.trainCount).toBe(4)
  })

  test('a relative path starts at the working directory; the path is no part of the fingerprint', async () => {
    const path = join(folder, 'relative.csv')
    await writeFile(path, rows.join('\n'))
    const loaded = await load(`csv:${relative(process.cwd(), path)}`)
    expect(loaded.fingerprint).toBe((await load(`csv:${path}`)).fingerprint)
  })

  test('a fault names the file and the cell, and is not kept when the file is repaired', async () => {
    const path = join(folder, 'wrong.csv')
    await writeFile(path, 'age,label\n1,0\nx,1')
    expect(await describeDataset(`csv:${path}`, directory)).toEqual({
      ok: false,
      error: {
        code: 'dataset-invalid',
        message: 'wrong.csv: The cell holds "x", which is not a number.',
        place: 'row 3, column "age"',
      },
    })
    await writeFile(path, rows.join('\n'))
    expect((await describeDataset(`csv:${path}`, directory)).ok).toBe(true)
  })

  test.each([
    ['there is no such file', 'nothing.csv', null],
    ['not a file', '.', null],
    ['UTF-16', 'wide.csv', Buffer.from('\ufeff1,2', 'utf16le')],
    ['not UTF-8', 'latin.csv', Buffer.from('caf\xe9,label', 'latin1')],
  ])('%s', async (reason, name, bytes) => {
    const path = join(folder, name)
    if (bytes !== null) await writeFile(path, bytes)
    const described = await describeDataset(`csv:${path}`, directory)
    expect(described).toMatchObject({ ok: false, error: { code: 'dataset-unreadable', place: path } })
    expect(described.ok ? '' : described.error.message).toContain(reason)
  })
})

test('an unknown name lists the known ones', async () => {
  const loaded = await loadDataset({ dataset: 'cifar', trainSize: 'all', labels: 'all' }, directory)
  expect(loaded).toMatchObject({ ok: false, error: { code: 'dataset-unreadable', place: 'task.dataset' } })
  expect(loaded.ok ? '' : loaded.error.message).toContain('digits8x8, fashion14x14, mnist14x14, two-spirals')
})

test('subsetting faults reach the caller', async () => {
  expect(await loadDataset({ dataset: 'xor', trainSize: 801, labels: 'all' }, directory)).toMatchObject({
    ok: false,
    error: { code: 'dataset-invalid', place: 'task.trainSize' },
  })
})

describe('pretraining', () => {
  const digits = { dataset: 'mnist14x14', trainSize: 1500, labels: 'all' } as const
  const parity = { dataset: 'mnist14x14', trainSize: 30, labels: 'parity' } as const

  async function both(
    task: TaskSettings,
    source: TaskSettings,
    pixels: 'original' | 'permuted' = 'original',
  ) {
    const loaded = await loadTrialData(task, { task: source, pixels }, directory)
    if (!loaded.ok) throw new Error(`${String(loaded.error.place)}: ${loaded.error.message}`)
    return loaded.value
  }

  function rowsOf({ data }: LoadedDataset): readonly string[] {
    return Array.from(data.trainY, (_, row) =>
      data.trainX.subarray(row * data.features, (row + 1) * data.features).join(),
    )
  }

  test('of one data set the task takes none of the samples of its source', async () => {
    const { target, source } = await both(parity, digits)
    expect(target.data.trainY.length).toBe(30)
    expect(target.data.trainY.filter((y) => y === 0).length).toBe(15)
    const taken = new Set(source === null ? [] : rowsOf(source))
    expect(taken.size).toBe(1500)
    expect(rowsOf(target).filter((row) => taken.has(row))).toEqual([])
    const alone = await load('mnist14x14', { trainSize: 30, labels: 'parity' })
    expect(target.fingerprint).not.toBe(alone.fingerprint)
  })

  test('of another data set it takes what it takes without pretraining', async () => {
    const { target } = await both(parity, { ...digits, dataset: 'fashion14x14' })
    expect(target).toBe(await load('mnist14x14', { trainSize: 30, labels: 'parity' }))
  })

  test('permuted pixels change the source alone', async () => {
    const original = await both(parity, digits)
    const permuted = await both(parity, digits, 'permuted')
    expect(permuted.target).toBe(original.target)
    expect(permuted.source?.fingerprint).not.toBe(original.source?.fingerprint)
    const sorted = (part: LoadedDataset | null) => part?.data.trainX.slice(0, 196).sort()
    expect(sorted(permuted.source)).toEqual(sorted(original.source))
  })

  test('a file of other features, and one with too few samples, are refused at their key', async () => {
    const path = join(folder, 'small.csv')
    await writeFile(path, ['1,0', '2,1', '3,0', '4,1'].join('\n'))
    const task = { dataset: `csv:${path}`, trainSize: 'all', labels: 'all' } as const
    const other = await loadTrialData(task, { task: digits, pixels: 'original' }, directory)
    expect(other).toMatchObject({ ok: false, error: { place: 'pretrain.task.dataset' } })
    const whole = await loadTrialData(task, { task, pixels: 'original' }, directory)
    expect(whole).toMatchObject({ ok: false, error: { place: 'pretrain.task.trainSize' } })
    const many = { ...task, trainSize: 99 }
    const tooMany = await loadTrialData(task, { task: many, pixels: 'original' }, directory)
    expect(tooMany).toMatchObject({ ok: false, error: { place: 'pretrain.task.trainSize' } })
  })
})
