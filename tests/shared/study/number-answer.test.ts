import { describe, expect, test } from 'vitest'
import { isCloseEnough, parseNumber, readAnswer, shownNumber } from '../../../src/shared/study/number-answer'

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

describe('a typed answer', () => {
  const wanted = { answer: 2304, tolerance: 0.01, unit: null }

  test.each([
    ['2304', 2304],
    ['2,304', 2304],
    ['2,310', 2310],
    ['2,999', 2.999],
    ['2,304,000', 2_304_000],
    ['2,30', 2.3],
  ])('%j is read as thousands where that is right, else as a decimal', (typed, value) => {
    expect(readAnswer(typed, wanted)).toBe(value)
  })

  test('a comma stays a decimal comma where that is right', () => {
    expect(readAnswer('2,304', { ...wanted, answer: 2.304 })).toBe(2.304)
    expect(readAnswer('0,125', { ...wanted, answer: 125 })).toBe(0.125)
  })

  test.each([
    ['25 %', '%', 25],
    ['25', '%', 25],
    ['25 %', null, 0.25],
    ['20 layers', 'layers', 20],
    ['20 Layers', 'layers', 20],
    ['1e-3 m', 'm', 1e-3],
    ['layers', 'layers', null],
  ])('%j with the unit %j that stands beside the field', (typed, unit, value) => {
    expect(readAnswer(typed, { ...wanted, unit })).toBe(value)
  })
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
