import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeNumber, encodedNumber, encodeNumber } from '@shared/number-codec'

it('carries every double through JSON', () => {
  fc.assert(
    fc.property(fc.double(), (value) => {
      const text = JSON.stringify(encodeNumber(value))
      expect(encodedNumber.parse(JSON.parse(text))).toBe(value === 0 ? 0 : value)
      expect(decodeNumber(encodeNumber(value))).toBe(value)
    }),
    { numRuns: 2000 },
  )
})

it.each([
  [NaN, '"NaN"'],
  [Infinity, '"Infinity"'],
  [-Infinity, '"-Infinity"'],
  [0.1, '0.1'],
  [5e-324, '5e-324'],
])('writes %s as %s', (value, text) => {
  expect(JSON.stringify(encodeNumber(value))).toBe(text)
})

it.each(['nan', 'inf', '1', '', null, undefined, {}, [1]])('refuses %j', (value) => {
  expect(encodedNumber.safeParse(value).success).toBe(false)
})
