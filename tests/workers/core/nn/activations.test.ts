import { describe, expect, it } from 'vitest'
import { applyActivation, applyActivationSlope } from '@core/nn/activations'
import { ACTIVATION_NAMES, type ActivationSettings } from '@shared/trial-settings'
import { FIXTURES, worstDeviation } from '../golden'

/** Rows of the table of fixtures.json; gelu(tanh) is not an activation of the lab. */
const ROWS: Readonly<Record<string, ActivationSettings | null>> = {
  relu: { name: 'relu', slope: null },
  'leaky_relu(0.01)': { name: 'leaky-relu', slope: null },
  'leaky_relu(0.3)': { name: 'leaky-relu', slope: 0.3 },
  tanh: { name: 'tanh', slope: null },
  sigmoid: { name: 'sigmoid', slope: null },
  'gelu(erf)': { name: 'gelu', slope: null },
  'gelu(tanh)': null,
  selu: { name: 'selu', slope: null },
  'elu(1)': { name: 'elu', slope: 1 },
  silu: { name: 'silu', slope: null },
  softplus: { name: 'softplus', slope: null },
  linear: { name: 'linear', slope: null },
}

function valuesOf(activation: ActivationSettings, z: Float32Array): Float32Array {
  const h = new Float32Array(z.length)
  applyActivation(activation, z, h, z.length)
  return h
}

function slopesOf(activation: ActivationSettings, z: Float32Array): Float32Array {
  const delta = new Float32Array(z.length).fill(1)
  applyActivationSlope(activation, z, delta, z.length)
  return delta
}

describe('activations', () => {
  it('cover every row of the table of PyTorch', () => {
    expect(Object.keys(FIXTURES.activations.values).toSorted()).toEqual(Object.keys(ROWS).toSorted())
    const served = new Set(Object.values(ROWS).map((activation) => activation?.name))
    for (const name of ACTIVATION_NAMES) expect(served).toContain(name)
  })

  const served = Object.entries(ROWS).flatMap(([row, activation]) =>
    activation === null ? [] : [{ row, activation }],
  )
  it.each(served)('$row has the values and derivatives of PyTorch', ({ row, activation }) => {
    const { y, dy } = FIXTURES.activations.values[row]!
    const z = Float32Array.from(FIXTURES.activations.x)
    expect(worstDeviation(valuesOf(activation, z), y, 2e-7, 1e-30)).toBeLessThan(1)
    // The table's own derivative of tanh is 1 - tanh^2, exactly 0 where it saturates: hence the absolute part.
    expect(worstDeviation(slopesOf(activation, z), dy, 2e-7, 1e-16)).toBeLessThan(1)
  })

  it.each(ACTIVATION_NAMES)('%s lets NaN through and never hides a NaN gradient', (name) => {
    const activation = { name, slope: null }
    expect(valuesOf(activation, Float32Array.of(NaN))[0]).toBeNaN()
    if (name !== 'linear') expect(slopesOf(activation, Float32Array.of(NaN))[0]).toBeNaN()
    const delta = Float32Array.of(NaN, NaN, NaN)
    applyActivationSlope(activation, Float32Array.of(-2, 0, 2), delta, 3)
    expect(Array.from(delta)).toEqual([NaN, NaN, NaN])
  })

  it.each(ACTIVATION_NAMES)('%s is finite, and its slope too, for every finite float32', (name) => {
    const activation = { name, slope: null }
    const z = Float32Array.of(-3.4028234663852886e38, -1e5, -104, -40, -1e-45, 0, 1e-45, 17, 40, 104, 1e5)
    for (const value of valuesOf(activation, z)) expect(value).toSatisfy(Number.isFinite)
    for (const slope of slopesOf(activation, z)) expect(slope).toSatisfy(Number.isFinite)
  })

  it('keep an infinite pre-activation visible where the function is unbounded', () => {
    for (const name of ['linear', 'relu', 'leaky-relu', 'elu', 'selu', 'gelu', 'silu', 'softplus'] as const) {
      expect(valuesOf({ name, slope: null }, Float32Array.of(Infinity))[0]).toBe(Infinity)
    }
  })

  it('touch nothing past the count', () => {
    const h = Float32Array.of(7, 7)
    applyActivation({ name: 'tanh', slope: null }, Float32Array.of(0, 0), h, 1)
    expect(Array.from(h)).toEqual([0, 7])
  })
})
