import { deadParts, FLAT_SLOPE, SATURATION } from '@shared/saturation'
import { ACTIVATION_NAMES } from '@shared/trial-settings'
import type { ActivationName } from '@shared/trial-settings'
import { expect, test } from 'vitest'

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)

/** Normal distribution function by the trapezoidal rule. */
function normal(x: number): number {
  const steps = 4000
  const width = (x + 12) / steps
  let sum = (density(-12) + density(x)) / 2
  for (let step = 1; step < steps; step += 1) sum += density(-12 + step * width)
  return sum * width
}

/** Slope, and its largest as far as a tail is measured by it. */
const SLOPES: Partial<Record<ActivationName, readonly [slope: (x: number) => number, largest: number]>> = {
  tanh: [(x) => 1 - Math.tanh(x) ** 2, 1],
  sigmoid: [(x) => sigmoid(x) * (1 - sigmoid(x)), 0.25],
  elu: [(x) => Math.exp(x), 1],
  selu: [(x) => Math.exp(x), 1],
  softplus: [sigmoid, 1],
  gelu: [(x) => normal(x) + x * density(x), 1.12890414],
  silu: [(x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))), 1.09983931],
}

test.each(Object.entries(SLOPES))(
  'the flat part of %s begins where its slope falls below 4 %% of the largest',
  (name, [slope, largest]) => {
    const parts = SATURATION[ACTIVATION_NAMES.find((known) => known === name) ?? 'linear']
    for (const bound of [parts?.low, parts?.high]) {
      if (bound == null) continue
      expect(Math.abs(Math.abs(slope(bound)) / largest / FLAT_SLOPE - 0.995)).toBeLessThan(0.0051)
      for (let further = 1; further < 20; further += 1)
        expect(Math.abs(slope(bound + Math.sign(bound) * further)) / largest).toBeLessThan(FLAT_SLOPE)
    }
    expect(parts?.low).toBeLessThan(0)
  },
)

test('what has no tail has no flat part, and only a slope of exactly 0 is dead', () => {
  const without = ACTIVATION_NAMES.filter((name) => SATURATION[name] === null)
  expect(without).toEqual(['linear', 'relu', 'leaky-relu', 'prelu'])
  expect(ACTIVATION_NAMES.filter((name) => deadParts(name) !== null)).toEqual(['relu', 'hard-tanh'])
})
