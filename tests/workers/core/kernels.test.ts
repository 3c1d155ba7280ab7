import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  denseBiasGradient,
  denseForward,
  denseInputGradient,
  denseWeightGradient,
} from '@core/kernels/scalar'

const sizes = fc.integer({ min: 1, max: 11 })
const shapes = fc.record({ samples: sizes, fanIn: sizes, fanOut: sizes, seed: fc.nat(1000) })

/** Values of many exponents, without a generator of the core. */
function values(count: number, seed: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => {
    const word = Math.imul(index + 1 + seed * 7919, 0x9e3779b1) >>> 0
    return (word / 2 ** 32 - 0.5) * 2 ** (word % 7)
  })
}

/** start + sum of the products in order, each product and sum rounded to float32: the definition. */
function strictSum(start: number, products: readonly (readonly [number, number])[]): number {
  return products.reduce((sum, [a, b]) => Math.fround(sum + Math.fround(a * b)), start)
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}

describe('dense products', () => {
  it('are strict float32 sums in ascending order, whatever the shape', () => {
    fc.assert(
      fc.property(shapes, ({ samples, fanIn, fanOut, seed }) => {
        const x = values(samples * fanIn, seed)
        const weights = values(fanOut * fanIn, seed + 1)
        const bias = values(fanOut, seed + 2)
        const delta = values(samples * fanOut, seed + 3)
        const z = new Float32Array(samples * fanOut)
        const dx = new Float32Array(samples * fanIn)
        const weightGradient = new Float32Array(fanOut * fanIn)
        const biasGradient = new Float32Array(fanOut)
        denseForward(samples, fanIn, fanOut, x, weights, bias, z)
        denseInputGradient(samples, fanIn, fanOut, delta, weights, dx)
        denseWeightGradient(samples, fanIn, fanOut, delta, x, weightGradient)
        denseBiasGradient(samples, fanOut, delta, biasGradient)

        const wAt = (o: number, k: number): number => weights[o * fanIn + k]!
        const xAt = (s: number, k: number): number => x[s * fanIn + k]!
        const dAt = (s: number, o: number): number => delta[s * fanOut + o]!
        const inputs = range(fanIn)
        const units = range(fanOut)
        const batch = range(samples)
        expect(Array.from(z)).toEqual(
          batch.flatMap((s) =>
            units.map((o) =>
              strictSum(
                bias[o]!,
                inputs.map((k) => [wAt(o, k), xAt(s, k)]),
              ),
            ),
          ),
        )
        expect(Array.from(dx)).toEqual(
          batch.flatMap((s) =>
            inputs.map((k) =>
              strictSum(
                0,
                units.map((o) => [dAt(s, o), wAt(o, k)]),
              ),
            ),
          ),
        )
        expect(Array.from(weightGradient)).toEqual(
          units.flatMap((o) =>
            inputs.map((k) =>
              strictSum(
                0,
                batch.map((s) => [dAt(s, o), xAt(s, k)]),
              ),
            ),
          ),
        )
        expect(Array.from(biasGradient)).toEqual(
          units.map((o) =>
            strictSum(
              0,
              batch.map((s) => [dAt(s, o), 1]),
            ),
          ),
        )
      }),
      { numRuns: 150 },
    )
  })

  it.each([NaN, Infinity, -Infinity])('carry %s to exactly the outputs that it touches', (poison) => {
    const samples = 5
    const fanIn = 6
    const fanOut = 7
    const x = values(samples * fanIn, 1)
    x[2 * fanIn + 3] = poison
    const z = new Float32Array(samples * fanOut)
    denseForward(samples, fanIn, fanOut, x, values(fanOut * fanIn, 2), new Float32Array(fanOut), z)
    for (const [index, value] of z.entries()) {
      expect(Number.isFinite(value)).toBe(Math.floor(index / fanOut) !== 2)
    }
  })

  it('do not hide NaN behind a weight of 0', () => {
    const z = new Float32Array(1)
    denseForward(1, 2, 1, Float32Array.of(NaN, 1), Float32Array.of(0, 1), Float32Array.of(0), z)
    expect(z[0]).toBeNaN()
    denseForward(1, 2, 1, Float32Array.of(Infinity, 1), Float32Array.of(0, 1), Float32Array.of(0), z)
    expect(z[0]).toBeNaN()
  })

  it('keep subnormal products: nothing is flushed to zero', () => {
    const z = new Float32Array(1)
    denseForward(1, 1, 1, Float32Array.of(2 ** -100), Float32Array.of(2 ** -49), Float32Array.of(0), z)
    expect(z[0]).toBe(2 ** -149)
  })
})
