import { expect, test } from 'vitest'
import { cos, sin } from '@core/math/sine-cosine'

test('agree with exact values', () => {
  // sin 1 = 0.84147098480789650665..., cos 1 = 0.54030230586813971740..., the double pi is 1.2246e-16 below pi.
  expect(sin(1)).toBe(0.8414709848078965)
  expect(cos(1)).toBe(0.5403023058681398)
  expect(sin(0)).toBe(0)
  expect(cos(0)).toBe(1)
  expect(sin(3.141592653589793)).toBeCloseTo(1.2246467991473532e-16, 30)
  expect(cos(1.5707963267948966)).toBeCloseTo(6.123233995736766e-17, 30)
})

test('have an absolute error below 3e-16 against the host', () => {
  let worst = 0
  for (let k = -40_000; k <= 40_000; k++) {
    const x = k * 0.00123
    worst = Math.max(worst, Math.abs(sin(x) - Math.sin(x)), Math.abs(cos(x) - Math.cos(x)))
  }
  expect(worst).toBeLessThan(3e-16)
})

test('are NaN where the reduction would be inexact', () => {
  for (const x of [NaN, Infinity, -Infinity, 1e6 + 1]) {
    expect(sin(x)).toBeNaN()
    expect(cos(x)).toBeNaN()
  }
})
