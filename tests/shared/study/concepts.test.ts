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

test.each([
  ['exploding', 'it explodes'],
  ['normalization', 'Normalised layers'],
  ['saturate', 'the saturation of tanh'],
  ['random weights', 'randomly drawn; a random weight'],
  ['identical units', 'Identical neurons'],
  ['batch norm', 'BN, or batch normalisation'],
  ['standard deviation', 'its std'],
  ['small learning rate', 'a small LR'],
  ['bias', 'all biases'],
  ['pre-activations', 'the preactivation'],
  ['1/fan_in', 'Var(w) = 1 / n_in'],
  ['sqrt(2)', 'a gain of √2 or sqrt( 2 ) for ReLU'],
  ['e[h^2]', 'the mean square E[h²]'],
  ['chi = 1', 'χ=1'],
])('endings, spelling and signs do not hide %j', (word, text) => {
  expect(foundConcepts(text, [{ name: 'One', words: [word] }])).toEqual([0])
})

test.each([
  ['seed', 'see'],
  ['bias', 'a bia'],
  ['spring', 'spr'],
  ['norm', 'a normal'],
  ['sqrt(2)', 'sqrt(20)'],
  ['1/fan_in', '1/fan_int, 11/fan_in'],
])('%j is not in %j', (word, text) => {
  expect(foundConcepts(text, [{ name: 'One', words: [word] }])).toEqual([])
})
