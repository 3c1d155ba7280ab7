import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PURPOSES, type DrawAddress, type Purpose } from '@core/random/draw-address'
import { normalQuantile } from '@core/random/normal-quantile'
import { fillUnitNormals, fillUnitUniforms } from '@core/random/unit-draws'

const purposes = fc.constantFrom<Purpose>('weights', 'bias', 'data-order', 'sparse-mask', 'dropout')
const addresses: fc.Arbitrary<DrawAddress> = fc.record({
  seed: fc.maxSafeNat(),
  purpose: purposes,
  layer: fc.nat(200),
  row: fc.nat(4000),
  step: fc.nat(100000),
})

function uniforms(count: number, address: DrawAddress): number[] {
  const out = new Float64Array(count)
  fillUnitUniforms(out, count, address)
  return Array.from(out)
}

const HERE: DrawAddress = { seed: 7, purpose: 'weights', layer: 2, row: 3, step: 0 }

describe('unit draws', () => {
  it('lie strictly between 0 and 1 and do not depend on how many are asked for', () => {
    fc.assert(
      fc.property(
        addresses,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        (address, few, more) => {
          const long = uniforms(few + more, address)
          expect(long.slice(0, few)).toEqual(uniforms(few, address))
          expect(long.every((draw) => draw > 0 && draw < 1)).toBe(true)
        },
      ),
      { numRuns: 100 },
    )
  })

  it('do not depend on draws made before', () => {
    const before = uniforms(9, HERE)
    uniforms(1000, { ...HERE, purpose: 'bias' })
    expect(uniforms(9, HERE)).toEqual(before)
  })

  it('change with each part of the address', () => {
    const first = uniforms(4, HERE)
    const others: DrawAddress[] = [
      { ...HERE, seed: 8 },
      { ...HERE, seed: 7 + 2 ** 32 },
      { ...HERE, purpose: 'bias' },
      { ...HERE, layer: 3 },
      { ...HERE, row: 4 },
      { ...HERE, step: 1 },
    ]
    for (const other of others) {
      for (const [column, draw] of uniforms(4, other).entries()) expect(draw).not.toBe(first[column])
    }
  })

  it('are the same for ever', () => {
    expect(uniforms(3, HERE)).toMatchInlineSnapshot(`
      [
        0.5607480994986539,
        0.8414834380962343,
        0.5959519490343547,
      ]
    `)
    const normals = new Float64Array(3)
    fillUnitNormals(normals, 3, HERE)
    expect(Array.from(normals)).toMatchInlineSnapshot(`
      [
        0.15286618740710645,
        1.0005733412514928,
        0.24288291403854606,
      ]
    `)
  })

  it('keep the number of each purpose', () => {
    expect(PURPOSES).toMatchObject({
      weights: 1,
      bias: 2,
      'data-order': 3,
      'sparse-mask': 4,
      'data-split': 5,
      dataset: 6,
      probe: 7,
      dropout: 8,
    })
    expect(new Set(Object.values(PURPOSES)).size).toBe(Object.keys(PURPOSES).length)
  })

  it('pair uniform and normal draws in order', () => {
    const u = uniforms(500, HERE)
    const z = new Float64Array(500)
    fillUnitNormals(z, 500, HERE)
    const byUniform = u.map((_, index) => index).toSorted((a, b) => u[a]! - u[b]!)
    const sorted = byUniform.map((index) => z[index]!)
    expect(sorted).toEqual(sorted.toSorted((a, b) => a - b))
  })

  it('have the moments of U(0, 1) and N(0, 1) within four standard errors', () => {
    const count = 100_000
    const u = new Float64Array(count)
    fillUnitUniforms(u, count, HERE)
    const z = new Float64Array(count)
    fillUnitNormals(z, count, HERE)
    const mean = (values: Float64Array, power: number): number =>
      values.reduce((sum, value) => sum + value ** power, 0) / count
    const error = 4 / Math.sqrt(count)
    expect(Math.abs(mean(u, 1) - 1 / 2)).toBeLessThan(error * Math.sqrt(1 / 12))
    expect(Math.abs(mean(u, 2) - 1 / 3)).toBeLessThan(error * Math.sqrt(4 / 45))
    expect(Math.abs(mean(z, 1))).toBeLessThan(error)
    expect(Math.abs(mean(z, 2) - 1)).toBeLessThan(error * Math.sqrt(2))
    expect(Math.abs(mean(z, 3))).toBeLessThan(error * Math.sqrt(15))
    expect(Math.abs(mean(z, 4) - 3)).toBeLessThan(error * Math.sqrt(96))
  })

  it.each([-1, 0.5, 2 ** 53, NaN])('refuse the seed %s', (seed) => {
    expect(() => uniforms(1, { ...HERE, seed })).toThrow(/whole number in \[0, 2\^53\)/)
  })
})

describe('normalQuantile', () => {
  /** Quantiles to 16 digits, computed with mpmath at 50 digits. */
  it.each([
    [0.5, 0],
    [0.75, 0.6744897501960817],
    [0.975, 1.9599639845400543],
    [0.999, 3.0902323061678136],
    [1e-5, -4.264890793922825],
    [1e-10, -6.361340902404057],
    [2 ** -53, -8.209536151601387],
    [1e-20, -9.262340089798407],
  ])('of %s is %s', (probability, z) => {
    expect(Math.abs(normalQuantile(probability) - z)).toBeLessThanOrEqual(4e-15 * Math.max(1, Math.abs(z)))
  })

  it('is odd about one half', () => {
    for (const probability of [0.01, 0.0625, 0.25, 0.375]) {
      expect(normalQuantile(1 - probability)).toBeCloseTo(-normalQuantile(probability), 14)
    }
  })
})
