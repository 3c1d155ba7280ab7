import { expect, test } from 'vitest'
import { formatInterval, formatMeasure, formatTick } from '../../../src/renderer/charts/number-format'

test('a measure has its significant digits, and whole digits are never cut', () => {
  expect([0.2034, 2.3, 999.6, 1234.5, 9999].map((value) => formatMeasure(value))).toEqual([
    '0.203',
    '2.30',
    '1000',
    '1235',
    '9999',
  ])
  expect([0.5, 12.34, 280.4, 1e4, 1.2e-5].map((value) => formatMeasure(value, 2))).toEqual([
    '0.50',
    '12',
    '280',
    '1×10⁴',
    '1×10⁻⁵',
  ])
})

test('what is no number has a word or a dash', () => {
  expect([NaN, Infinity, 0].map((value) => formatMeasure(value))).toEqual(['–', 'diverged', '0'])
  expect(formatInterval(NaN, 1)).toBe('')
  expect(formatTick(2e-7)).toBe('2×10⁻⁷')
})
