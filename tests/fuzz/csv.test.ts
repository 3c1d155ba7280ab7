import { expect, test } from 'vitest'
import { readCsvDataset } from '@engine/datasets/csv-dataset'
import { csvMutant } from './csv-mutants'
import { prototypeKeys, RandomSource } from './random-source'

test('10,000 mutants of CSV files: none thrown, none polluted, every data set usable', () => {
  const random = new RandomSource(7)
  const before = prototypeKeys()
  let opened = 0
  for (let k = 0; k < 10_000; k++) {
    const data = readCsvDataset(csvMutant(random))
    if (!data.ok) {
      expect(data.error.code).toBe('dataset-invalid')
      expect(data.error.message).not.toBe('')
      continue
    }
    opened++
    const { features, classes, trainX, trainY, testX, testY, classNames } = data.value
    expect(classNames.length).toBe(classes)
    expect(classes).toBeGreaterThan(1)
    expect([trainX.length, testX.length]).toEqual([trainY.length * features, testY.length * features])
    expect([...trainX, ...testX].every(Number.isFinite)).toBe(true)
    expect(new Set(trainY)).toEqual(new Set(testY))
    expect(new Set(trainY).size).toBe(classes)
  }
  expect(prototypeKeys()).toBe(before)
  expect(opened).toBeGreaterThan(500)
  expect(10_000 - opened).toBeGreaterThan(1000)
})
