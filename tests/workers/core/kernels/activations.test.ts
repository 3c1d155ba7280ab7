import { ACTIVATION_CODES } from '@core/kernels/kernels'
import { openMachine } from '@core/kernels/machine'
import { ACTIVATION_NAMES, type ActivationName } from '@shared/trial-settings'
import { describe, expect, it } from 'vitest'
import { FIXTURES, worstDeviation } from '../golden'
import { activationOf, inHeap } from './in-heap'

/** Rows of the table of fixtures.json; gelu(tanh) is not an activation of the lab. */
const ROWS: Readonly<Record<string, readonly [ActivationName, number] | null>> = {
  relu: ['relu', 0],
  'leaky_relu(0.01)': ['leaky-relu', 0.01],
  'leaky_relu(0.3)': ['leaky-relu', 0.3],
  tanh: ['tanh', 0],
  sigmoid: ['sigmoid', 0],
  'gelu(erf)': ['gelu', 0],
  'gelu(tanh)': null,
  selu: ['selu', 0],
  'elu(1)': ['elu', 1],
  silu: ['silu', 0],
  softplus: ['softplus', 0],
  linear: ['linear', 0],
}
const MACHINES = { simd: openMachine('simd'), scalar: openMachine('scalar') }

function padded(numbers: readonly number[]): Float32Array {
  const z = new Float32Array(Math.ceil(numbers.length / 16) * 16)
  z.set(numbers)
  return z
}

describe.each(['simd', 'scalar'] as const)('the activations of the %s set', (set) => {
  const machine = MACHINES[set]
  const at = (name: ActivationName, parameter: number, numbers: readonly number[]) => {
    const { values, slopes } = activationOf(machine, ACTIVATION_CODES[name], parameter, padded(numbers))
    const cut = (all: Float32Array) => Array.from(all).slice(0, numbers.length)
    return { values: cut(values), slopes: cut(slopes) }
  }

  it('cover every row of the table of PyTorch', () => {
    expect(Object.keys(FIXTURES.activations.values).toSorted()).toEqual(Object.keys(ROWS).toSorted())
  })

  it.each(Object.keys(ROWS).filter((row) => ROWS[row] !== null))(
    '%s has the values and derivatives of PyTorch',
    (row) => {
      const [name, parameter] = ROWS[row]!
      const { y, dy } = FIXTURES.activations.values[row]!
      const { values, slopes } = at(name, parameter, FIXTURES.activations.x)
      expect(worstDeviation(values, y, 4e-7, 1e-30)).toBeLessThan(1)
      // tanh', sigmoid', gelu' and silu' are differences: exact to some units of 2^-24, as PyTorch's own in float32.
      expect(worstDeviation(slopes, dy, 4e-7, 3.5e-7)).toBeLessThan(1)
    },
  )

  it.each(ACTIVATION_NAMES)(
    '%s lets NaN through and never hides a bad gradient behind a slope of 0',
    (name) => {
      const { values, slopes } = at(name, 0.5, [NaN])
      expect(values[0]).toBeNaN()
      if (name !== 'linear') expect(slopes[0]).toBeNaN()
      const z = padded([-200, -2, 0, 2, 200])
      for (const bad of [NaN, Infinity, -Infinity]) {
        const delta = new Float32Array(16).fill(bad)
        const [, , product] = inHeap(machine, [z, z, delta], (zAt, hAt, deltaAt) => {
          machine.kernels.activate(ACTIVATION_CODES[name], 0.5, zAt, hAt, 16)
          machine.kernels.applySlope(ACTIVATION_CODES[name], 0.5, zAt, hAt, deltaAt, 16)
        })
        expect(product!.some(Number.isFinite)).toBe(false)
      }
    },
  )

  it.each(ACTIVATION_NAMES)('%s is finite, and its slope too, for every finite float32', (name) => {
    const { values, slopes } = at(name, 0.5, [
      ...[-3.4028234663852886e38, -1e5, -104, -88, -40, -1e-45, -0],
      ...[0, 1e-45, 17, 40, 88, 104, 1e5, 3.2e38],
    ])
    for (const number of [...values, ...slopes]) expect(number).toSatisfy(Number.isFinite)
  })

  it('keep an infinite pre-activation visible where the function is unbounded', () => {
    const bounded: readonly ActivationName[] = ['tanh', 'sigmoid', 'hard-tanh']
    for (const name of ACTIVATION_NAMES) {
      expect(at(name, 0.5, [Infinity]).values[0]).toBe(bounded.includes(name) ? 1 : Infinity)
    }
    for (const name of ['gelu', 'silu'] as const) expect(at(name, 0, [-Infinity]).values[0]).toBeNaN()
  })

  it('have the derivative of PyTorch at their kinks', () => {
    expect(at('relu', 0, [0, -0]).slopes).toEqual([0, 0])
    expect(at('leaky-relu', 0.25, [0, -0]).slopes).toEqual([0.25, 0.25])
    expect(at('prelu', 0.25, [0, -2, 3])).toEqual({ values: [0, -0.5, 3], slopes: [0.25, 0.25, 1] })
    expect(at('elu', 0.75, [0, -0]).slopes).toEqual([0.75, 0.75])
    expect(at('selu', 0, [0]).slopes).toEqual([Math.fround(1.0507009873554805 * 1.6732632423543772)])
    expect(at('hard-tanh', 0, [-1, 1, -2, 2, 0.5])).toEqual({
      values: [-1, 1, -1, 1, 0.5],
      slopes: [0, 0, 0, 0, 1],
    })
  })

  it('keep the sign of a zero', () => {
    for (const name of ['relu', 'leaky-relu', 'tanh', 'elu', 'selu', 'gelu', 'silu', 'hard-tanh'] as const) {
      expect(at(name, 0.5, [-0, 0]).values).toEqual([-0, 0])
    }
  })

  it('saturate without passing their limits', () => {
    const z = Array.from({ length: 4096 }, (_, index) => -20 + index / 100)
    for (const value of at('tanh', 0, z).values) expect(Math.abs(value)).toBeLessThanOrEqual(1)
    for (const value of at('sigmoid', 0, z).values) {
      expect(value).toBeGreaterThan(0)
      expect(value).toBeLessThanOrEqual(1)
    }
    for (const value of at('elu', 1, z).values) expect(value).toBeGreaterThanOrEqual(-1)
    expect(at('tanh', 0, [9.1, -9.1, Infinity, -Infinity]).values).toEqual([1, -1, 1, -1])
  })

  it('work in place and touch nothing past the count', () => {
    const [z] = inHeap(machine, [new Float32Array(32).fill(-3)], (zAt) => {
      machine.kernels.activate(ACTIVATION_CODES.relu, 0, zAt, zAt, 16)
    })
    expect(Array.from(z!)).toEqual([...new Array<number>(16).fill(0), ...new Array<number>(16).fill(-3)])
  })
})
