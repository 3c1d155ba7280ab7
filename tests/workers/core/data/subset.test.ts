import { describe, expect, test } from 'vitest'
import type { LabelledData } from '@core/data/labelled-data'
import { permuteFeatures } from '@core/data/permute-features'
import { selectTask } from '@core/data/subset'
import type { TaskSettings } from '@shared/trial-settings'

function dataOf(labelValues: readonly number[] | null, classNames: readonly string[]): LabelledData {
  const classes = classNames.length
  const y = Int32Array.from({ length: 10 * classes }, (_, k) => k % classes)
  const x = Float32Array.from({ length: 20 * classes }, (_, k) => k)
  return {
    features: 2,
    image: null,
    classes,
    trainX: x,
    trainY: y,
    testX: x.slice(0, 2 * classes),
    testY: y.slice(0, classes),
    classNames,
    labelValues,
  }
}
const digits = dataOf([0, 1, 2, 3, 4], ['0', '1', '2', '3', '4'])
const words = dataOf(null, ['cat', 'dog', 'owl'])

function value<Value>(result: { ok: true; value: Value } | { ok: false; error: { message: string } }): Value {
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}
function error(result: { ok: boolean; error?: unknown }): unknown {
  return result.error
}

function selectLabels(data: LabelledData, labels: TaskSettings['labels']) {
  const selected = selectTask(data, { labels, trainSize: 'all' })
  return selected.ok ? { ok: true as const, value: selected.value.data } : selected
}
function selectTrainSize(data: LabelledData, trainSize: TaskSettings['trainSize']) {
  const selected = selectTask(data, { labels: 'all', trainSize })
  return selected.ok ? { ok: true as const, value: selected.value.data } : selected
}

describe('labels', () => {
  test('all keeps the data', () => expect(value(selectLabels(digits, 'all'))).toBe(digits))

  test('a list keeps the rows of its classes, renumbered in ascending order, in both splits', () => {
    const kept = value(selectLabels(digits, [3, 1]))
    expect(kept).toMatchObject({ classes: 2, classNames: ['1', '3'], labelValues: [1, 3] })
    expect([...kept.trainY.slice(0, 4)]).toEqual([0, 1, 0, 1])
    expect([...kept.trainX.slice(0, 4)]).toEqual([2, 3, 6, 7])
    expect([...kept.testY]).toEqual([0, 1])
    expect(kept.trainY.length).toBe(20)
  })

  test('text labels are chosen by their position', () => {
    expect(value(selectLabels(words, [0, 2]))).toMatchObject({
      classNames: ['cat', 'owl'],
      labelValues: null,
    })
  })

  test('integer labels are chosen by their value', () => {
    const odd = dataOf([3, 5, 7], ['3', '5', '7'])
    expect(value(selectLabels(odd, [3, 7])).classNames).toEqual(['3', '7'])
    expect(error(selectLabels(odd, [0, 3]))).toMatchObject({
      code: 'dataset-invalid',
      message: 'labels: there is no class 0; the data set has 3, 5, 7.',
      place: 'task.labels',
    })
  })

  test('parity makes even 0 and odd 1', () => {
    const parity = value(selectLabels(digits, 'parity'))
    expect(parity).toMatchObject({ classes: 2, classNames: ['even', 'odd'] })
    expect([...parity.testY]).toEqual([0, 1, 0, 1, 0])
    expect([...value(selectLabels(dataOf([-3, -2, 7], ['-3', '-2', '7']), 'parity')).testY]).toEqual([
      1, 0, 1,
    ])
  })

  test('parity needs whole numbers, and both kinds', () => {
    expect(error(selectLabels(words, 'parity'))).toMatchObject({
      message: 'labels: parity needs whole numbers as labels; this data set has cat, dog, owl.',
    })
    expect(error(selectLabels(dataOf([1, 3], ['1', '3']), 'parity'))).toMatchObject({ place: 'task.labels' })
  })
})

describe('trainSize', () => {
  test('all, and the number of all, keep the data', () => {
    expect(value(selectTrainSize(digits, 'all'))).toBe(digits)
    expect(value(selectTrainSize(digits, 50))).toBe(digits)
  })

  test('n keeps n rows of the training part, stratified, with their own features', () => {
    const small = value(selectTrainSize(digits, 10))
    for (const label of [0, 1, 2, 3, 4]) expect(small.trainY.filter((y) => y === label).length).toBe(2)
    for (const [k, label] of small.trainY.entries()) expect((small.trainX[2 * k]! / 2) % 5).toBe(label)
    expect(small.testY).toBe(digits.testY)
  })

  test('a smaller subset lies in a larger one', () => {
    const rows = (n: number): number[] =>
      [...value(selectTrainSize(digits, n)).trainX].filter((_, k) => k % 2 === 0)
    expect(rows(20)).toEqual(expect.arrayContaining(rows(10)))
  })

  test.each([0, 4, 51, 2.5, NaN])('%s is refused with the numbers', (n) => {
    expect(error(selectTrainSize(digits, n))).toMatchObject({
      code: 'dataset-invalid',
      message: `trainSize is ${String(n)}; this task has 50 training samples of 5 classes: give a whole number from 5 to 50, or all.`,
      place: 'task.trainSize',
    })
  })
})

/** How many of the rows have each class of the source: row k of `digits` has class k mod 5. */
function sourceClasses(rows: Int32Array): number[] {
  const counts = [0, 0, 0, 0, 0]
  for (const row of rows) counts[row % 5]! += 1
  return counts
}

describe('labels and size together', () => {
  test('a subset has equal shares of the classes of the source, whatever the labels make of them', () => {
    const { data, trainRows } = value(selectTask(digits, { labels: 'parity', trainSize: 15 }))
    expect(sourceClasses(trainRows)).toEqual([3, 3, 3, 3, 3])
    expect(data.trainY.filter((y) => y === 0).length).toBe(9)
    expect(data.classes).toBe(2)
  })

  test('a class has the same samples with every choice of labels', () => {
    const all = value(selectTask(digits, { labels: 'all', trainSize: 25 })).trainRows
    const some = value(selectTask(digits, { labels: [1, 3], trainSize: 10 })).trainRows
    expect([...some]).toEqual([...all].filter((row) => row % 5 === 1 || row % 5 === 3))
  })

  test('what another task took is left out, class by class', () => {
    const source = value(selectTask(digits, { labels: 'all', trainSize: 30 })).trainRows
    const target = value(selectTask(digits, { labels: 'parity', trainSize: 10 }, new Set(source))).trainRows
    expect([...target].filter((row) => source.includes(row))).toEqual([])
    expect(sourceClasses(target)).toEqual([2, 2, 2, 2, 2])
    const rest = value(selectTask(digits, { labels: 'all', trainSize: 'all' }, new Set(source))).trainRows
    expect([...source, ...rest].sort((a, b) => a - b)).toEqual([...digits.trainY.keys()])
  })

  test('more than is left, and nothing left, are refused', () => {
    const source = new Set(value(selectTask(digits, { labels: 'all', trainSize: 45 })).trainRows)
    expect(error(selectTask(digits, { labels: 'all', trainSize: 6 }, source))).toMatchObject({
      message:
        'trainSize is 6; this task has 5 training samples of 5 classes: give a whole number from 5 to 5, or all.',
    })
    expect(
      error(selectTask(digits, { labels: 'all', trainSize: 'all' }, new Set(digits.trainY.keys()))),
    ).toMatchObject({ place: 'pretrain.task.trainSize' })
  })
})

test('permuted features keep every value of a sample and have one order for all of them', () => {
  const features = 20
  const x = Float32Array.from({ length: 3 * features }, (_, k) => k)
  const y = Int32Array.of(0, 1, 1)
  const data: LabelledData = {
    ...{ features, image: null, classes: 2, trainX: x, trainY: y, testX: x, testY: y },
    ...{ classNames: ['0', '1'], labelValues: [0, 1] },
  }
  const permuted = permuteFeatures(data)
  const order = [...permuted.trainX.subarray(0, features)]
  expect(order).not.toEqual([...x.subarray(0, features)])
  expect([...order].sort((a, b) => a - b)).toEqual([...x.subarray(0, features)])
  for (const row of [0, 1, 2]) {
    expect([...permuted.testX.subarray(row * features, (row + 1) * features)]).toEqual(
      order.map((feature) => row * features + feature),
    )
  }
  expect(permuted.trainY).toBe(y)
})
