import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeDataset, listDatasets, loadDataset } from '@engine/datasets/dataset-catalogue'
import type { LoadedDataset } from '@engine/datasets/dataset-catalogue'
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
    ...['two-spirals', 'three-spirals', 'circles', 'moons', 'xor', 'gaussian-blobs'],
  ])
  for (const description of listDatasets()) {
    const loaded = await load(description.name)
    expect(loaded.description).toEqual(description)
    expect(loaded.classNames.length).toBe(description.classes)
    expect(loaded.data.trainX.length).toBe(description.trainCount * description.features)
    for (const part of [loaded.data.trainX, loaded.data.trainY, loaded.data.testX, loaded.data.testY]) {
      expect(part.buffer).toBeInstanceOf(SharedArrayBuffer)
    }
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
