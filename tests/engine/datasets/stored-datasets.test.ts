import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { STORED_DATASETS } from '@engine/datasets/built-in-datasets'
import { readStoredDataset } from '@engine/datasets/read-stored-dataset'

const directory = join(import.meta.dirname, '../../../resources/datasets')

/** sha256 of the file; class counts of both parts, first raw values and first class by Python from the science files. */
const EXPECTED = {
  digits8x8: {
    sha256: 'c510eb3f76a0446dfe73138f566b04e2dbfb0168016dcd04417c7ceda70f516b',
    train: [147, 147, 138, 150, 137, 153, 141, 139, 146, 139],
    test: [31, 35, 39, 33, 44, 29, 40, 40, 28, 41],
    firstRow: [0, 0, 11, 16, 15, 3, 0, 0, 0, 5, 16, 12, 11, 13, 0, 0],
    firstClass: 2,
    max: 16,
  },
  fashion14x14: {
    sha256: '5ef4c00af07f93580c7a0fb319b340f6272a9b6dfad29b373d29c3f79f3068c1',
    train: [191, 213, 203, 191, 189, 220, 192, 196, 206, 199],
    test: [81, 100, 98, 117, 103, 91, 105, 103, 92, 110],
    firstRow: [0, 0, 0, 27, 91, 188, 161, 179, 195, 119, 46, 0, 0, 0],
    firstClass: 2,
    max: 255,
  },
  mnist14x14: {
    sha256: '78745aba56b820e842d6690d106c57c6e26b34dbfb12987c58d349121c83ed39',
    train: [180, 224, 198, 204, 205, 179, 202, 215, 199, 194],
    test: [108, 113, 109, 102, 100, 88, 104, 88, 92, 96],
    firstRow: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    firstClass: 9,
    max: 255,
  },
} as const

function counts(y: Int32Array): number[] {
  return Array.from({ length: 10 }, (_, label) => y.filter((entry) => entry === label).length)
}

describe.each(STORED_DATASETS)('$name', (stored) => {
  const expected = EXPECTED[stored.name as keyof typeof EXPECTED]

  test('is the file that the reference numbers were computed on', async () => {
    const bytes = await readFile(join(directory, `${stored.name}.json`))
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(expected.sha256)
  })

  test('has its classes, first row, and mean 0 and E[x^2] = 1 on the training part', async () => {
    const read = await readStoredDataset(stored, directory)
    if (!read.ok) throw new Error(read.error.message)
    const data = read.value
    expect(counts(data.trainY)).toEqual(expected.train)
    expect(counts(data.testY)).toEqual(expected.test)
    expect(data.trainY[0]).toBe(expected.firstClass)
    const file = JSON.parse(await readFile(join(directory, `${stored.name}.json`), 'utf8')) as {
      x_mean: number
      x_std: number
    }
    const first = expected.firstRow.map((value) =>
      Math.fround((value / expected.max - file.x_mean) / file.x_std),
    )
    expect([...data.trainX.subarray(0, first.length)]).toEqual(first)
    const n = data.trainX.length
    expect(data.trainX.reduce((sum, x) => sum + x, 0) / n).toBeCloseTo(0, 6)
    expect(data.trainX.reduce((sum, x) => sum + x * x, 0) / n).toBeCloseTo(1, 6)
  })
})

describe('a damaged installation', () => {
  const [digits] = STORED_DATASETS
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'init-lab-datasets-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test.each([
    ['no file', null, 'dataset-unreadable'],
    ['no JSON', '{', 'dataset-unreadable'],
    ['another form', '{"name": 1}', 'dataset-invalid'],
  ])('%s is told, not thrown', async (_, text, code) => {
    const path = join(folder, 'digits8x8.json')
    await rm(path, { force: true })
    if (text !== null) await writeFile(path, text)
    expect(await readStoredDataset(digits!, folder)).toMatchObject({
      ok: false,
      error: { code, place: path },
    })
  })

  test('a file cut short is told', async () => {
    const whole = JSON.parse(await readFile(join(directory, 'digits8x8.json'), 'utf8')) as { test_y: string }
    await writeFile(
      join(folder, 'digits8x8.json'),
      JSON.stringify({ ...whole, test_y: whole.test_y.slice(0, 40) }),
    )
    expect(await readStoredDataset(digits!, folder)).toMatchObject({
      ok: false,
      error: {
        message: 'The file of the data set digits8x8 is damaged: test_y holds 30 values instead of 360.',
      },
    })
  })
})
