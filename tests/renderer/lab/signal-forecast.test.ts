import { expect, test } from 'vitest'
import { signalLine } from '../../../src/renderer/lab/signal-forecast'

test('the signal of a relu network at the start: He holds, Xavier halves a layer', () => {
  const he = signalLine('he', 'he-normal', 64, 20)
  expect(he.exponents).toHaveLength(21)
  expect(he.exponents[20]).toBeCloseTo(0, 10)
  expect(he.fate).toBe('holds')
  const xavier = signalLine('xavier', 'xavier-normal', 64, 20)
  expect(xavier.exponents[1]).toBeCloseTo(Math.log10(0.5), 10)
  expect(xavier.exponents[20]).toBeCloseTo(20 * Math.log10(0.5), 10)
  expect(xavier.fate).toBe('vanishes')
  // (64 * 0.3^2 / 2)^20.
  const large = signalLine('large', { scheme: 'normal', std: 0.3 }, 64, 20)
  expect(large.exponents[20]).toBeCloseTo(20 * Math.log10(2.88), 10)
  expect(large.fate).toBe('explodes')
})
