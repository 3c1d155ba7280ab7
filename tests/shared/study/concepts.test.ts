import { expect, test } from 'vitest'
import { foundConcepts } from '../../../src/shared/study/concepts'
import { TALK } from './study-fixtures'

test.each([
  ['Units keep their SYMMETRY.', [0]],
  ['a zero-gradient, a random_start', [1, 2]],
  ['zero\n gradient', [1]],
  ['zero gradients everywhere', [1]],
  ['the fan-in decides', [1]],
  ['fan_in', [1]],
  ['zero–gradient', [1]],
  ['asymmetry and randomness, gradient zero', []],
  ['same gradient, SAME Gradient', [0]],
  ['', []],
])('%j names the concepts %j', (text, places) => {
  expect(foundConcepts(text, TALK.concepts)).toEqual(places)
})

test('signs in a word are signs, and a number is whole', () => {
  const concepts = [
    { name: 'Tenth', words: ['0.1'] },
    { name: 'Half', words: ['2/fan_in (He)'] },
  ]
  expect(foundConcepts('a bias of 0.1, and 2/fan-in (he)', concepts)).toEqual([0, 1])
  expect(foundConcepts('0.15, 10.1, 0x1, 2/fan', concepts)).toEqual([])
})
