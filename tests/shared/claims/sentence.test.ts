import { expect, it } from 'vitest'
import { figureText, filledSentence, placeholdersOf } from '@shared/claims/sentence'
import { checked, losses, twoSchemes } from './fixture'

it.each([
  [0.123456, '0.123'],
  [2.3025, '2.3'],
  [0, '0'],
  [12345, '12300'],
  [0.000012345, '1.2e-5'],
  [3.9e7, '3.9e+7'],
  [Infinity, 'diverged'],
  [-Infinity, 'diverged'],
  [NaN, '-'],
  [null, '-'],
])('writes %f as %s', (value, text) => {
  expect(figureText(value)).toBe(text)
})

it('puts the numbers of a check in the place of their names', () => {
  const results = twoSchemes(losses(0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5), losses(2, 2, 2, 2, 2, 2, 2))
  const check = checked(
    'compare: {final: trainLoss}, smaller: {model.init: he-normal}, than: {model.init: xavier-normal}',
    results,
  )
  const sentence =
    '{it.first} against {it.second}: {it.estimate} [{it.low}, {it.high}], p {it.p}, n {it.n}, {it.percent}, {it.diverged} lost.'
  expect(filledSentence(sentence, [check])).toBe(
    '0.5 against 2: 0.25 [0.25, 0.25], p 0.00781, n 7, 25 %, 0 lost.',
  )
})

it('leaves what it does not know, and tells its name', () => {
  expect(filledSentence('{other.estimate} {it.size} {}', [])).toBe('{other.estimate} {it.size} {}')
  expect(placeholdersOf('{he/10.first} {he.size} {low}')).toEqual([
    { check: 'he/10', part: 'first' },
    { check: 'he', part: null },
    { check: 'low', part: null },
  ])
})
