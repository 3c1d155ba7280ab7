import { describe, expect, test } from 'vitest'
import { isCloseEnough, parseNumber, shownNumber } from '../../../src/shared/study/number-answer'

describe('a typed number', () => {
  test.each([
    ['0.0625', 0.0625],
    ['0,0625', 0.0625],
    [' 1 024 ', 1024],
    ['.5', 0.5],
    ['5.', 5],
    ['-3e-2', -0.03],
    ['−3', -3],
    ['1/8', 0.125],
    ['12.5 %', 0.125],
  ])('%j', (typed, value) => {
    expect(parseNumber(typed)).toBeCloseTo(value, 15)
  })

  test.each(['', ' ', 'two', '1/0', '1/2/3', '1,2,3', '0x10', 'Infinity', '1e999', '--1', '/'])(
    '%j is none',
    (typed) => {
      expect(parseNumber(typed)).toBeNull()
    },
  )
})

describe('the tolerance', () => {
  test('is a share of the answer, its ends included', () => {
    expect(isCloseEnough(0.0495, 0.05, 0.01)).toBe(true)
    expect(isCloseEnough(0.0505, 0.05, 0.01)).toBe(true)
    expect(isCloseEnough(0.0494, 0.05, 0.01)).toBe(false)
    expect(isCloseEnough(-0.05, 0.05, 0.01)).toBe(false)
  })

  test('of 0 is 0', () => {
    expect(isCloseEnough(0, 0, 0.5)).toBe(true)
    expect(isCloseEnough(0.001, 0, 0.5)).toBe(false)
  })
})

test('an answer shows four significant digits', () => {
  expect([0.08838834764, 0.05, 123456, 1e-7, NaN].map(shownNumber)).toEqual([
    '0.08839',
    '0.05',
    '123456',
    '1e-7',
    'none',
  ])
})
