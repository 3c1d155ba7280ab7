import { exp, expm1, log, log1p, normalDistribution } from '@core/kernels/scalar/functions'
import { describe, expect, it } from 'vitest'
import { elementary } from './elementary'
import { allExponents, bitsOf, spread } from './float32-sweep'

const everything = [...allExponents(256), ...spread(-110, 110, 65_536), ...spread(-2, 2, 65_536)]
/** The domain of log1p: 0 <= x <= 2^125, and NaN. */
const sums = everything.filter((x) => !(x < 0) && !(x > 2 ** 125))

describe('the elementary functions of both kernel sets have the same bits', () => {
  it.each([
    ['mapExp', exp, everything],
    ['mapExpm1', expm1, everything],
    ['mapLog', log, everything],
    ['mapLog1p', log1p, sums],
    ['mapNormalDistribution', normalDistribution, everything],
  ] as const)('%s', (name, twin, numbers) => {
    const x = Float32Array.from(numbers.slice(0, numbers.length & ~3))
    const slow = Float32Array.from(x, twin)
    const fast = elementary(name, x)
    const fastBits = bitsOf(fast)
    const slowBits = bitsOf(slow)
    const different = fastBits.findIndex((bits, index) => bits !== slowBits[index])
    expect(different === -1 ? null : [x[different], fast[different], slow[different]]).toBe(null)
  })

  it('have the limits that docs/numerics.md states', () => {
    const [inf, nan] = [Infinity, NaN]
    const at = (name: Parameters<typeof elementary>[0], ...x: number[]): number[] =>
      Array.from(elementary(name, Float32Array.from([...x, 0, 0, 0]))).slice(0, x.length)
    expect(at('mapExp', inf, -inf, nan, 0, -0)).toEqual([inf, 0, nan, 1, 1])
    expect(at('mapExp', 88.72283, 88.72284)).toEqual([expect.closeTo(3.4027983e38, -33), inf])
    expect(at('mapExp', -103.97208, -103.972084, -104)).toEqual([2 ** -149, 0, 0])
    expect(at('mapExpm1', inf, -inf, nan, 0, -0, 2 ** -149)).toEqual([inf, -1, nan, 0, -0, 2 ** -149])
    expect(at('mapExpm1', 88.72283, 88.72284)).toEqual([expect.closeTo(3.4027983e38, -33), inf])
    expect(at('mapLog', inf, 0, -0, -1, -inf, nan, 1)).toEqual([inf, -inf, -inf, nan, nan, nan, 0])
    expect(at('mapLog', 2 ** -149)[0]).toBe(Math.fround(-149 * Math.LN2))
    expect(at('mapLog1p', 0, -0, nan, 2 ** -149)).toEqual([0, 0, nan, 2 ** -149])
    expect(at('mapNormalDistribution', inf, -inf, nan, 0, -0)).toEqual([1, 0, nan, 0.5, 0.5])
  })
})
