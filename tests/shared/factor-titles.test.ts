import { factorHeading, factorTitle } from '@shared/factor-titles'
import { FIELD_KEYS } from '@shared/sweep-spec-model'
import { expect, test } from 'vitest'

test('every key has a word of its own, a foreign one stays as it is', () => {
  expect(factorTitle('model.init')).toBe('Scheme')
  expect(factorHeading('model.init')).toBe('scheme')
  expect(factorHeading('train.learningRate')).toBe('learning rate')
  expect(factorTitle('model.colour')).toBe('model.colour')
  expect(factorHeading('toString')).toBe('toString')
  expect(new Set(FIELD_KEYS.map(factorHeading)).size).toBe(FIELD_KEYS.length)
})
