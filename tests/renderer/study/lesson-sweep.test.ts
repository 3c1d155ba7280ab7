import { expect, test } from 'vitest'
import {
  lessonDocument,
  lessonExpansion,
  neighbour,
  predictionName,
  roundedText,
} from '../../../src/renderer/study/lesson-sweep'

const document = lessonDocument(predictionName('He'), {
  name: 'own name',
  model: { depth: [2, 3], init: ['he-normal', 'zeros'] },
  rules: [{ exclude: { 'model.depth': 3, 'model.init': 'zeros' } }],
})

test('a chip shows four digits of a long fraction, and all of a short one', () => {
  expect(roundedText('orthogonal (gain 1.4142135623730951)')).toBe('orthogonal (gain 1.414)')
  expect(roundedText('normal (std 0.0125)')).toBe('normal (std 0.0125)')
})

test('the sweep of a prediction has the name of its lesson', () => {
  expect(document).toMatchObject({ format: 'initlab-sweep/1', name: 'Prediction: He' })
})

test('a chip changes its factor alone, and another one where a rule excludes that', () => {
  const expansion = lessonExpansion(document)
  if (expansion === null) throw new Error('the sweep is broken')
  const labels = expansion.configurations.map(({ factors }) => [
    factors['model.depth'],
    factors['model.init'],
  ])
  const at = (from: number, key: string, value: unknown): unknown =>
    labels[neighbour(expansion, from, key, value)]
  const zeros = labels.findIndex(([depth, init]) => depth === 2 && init === 'zeros')
  const deep = labels.findIndex(([depth]) => depth === 3)
  expect(at(zeros, 'model.init', 'he-normal')).toEqual([2, 'he-normal'])
  expect(at(deep, 'model.depth', 2)).toEqual([2, 'he-normal'])
  expect(at(deep, 'model.init', 'zeros')).toEqual([2, 'zeros'])
})

test('a broken sweep has no grid', () => {
  expect(lessonExpansion(lessonDocument('x', { model: { dept: 3 } }))).toBeNull()
})
