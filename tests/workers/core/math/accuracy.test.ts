import { describe, expect, it } from 'vitest'
import { erf, erfc, normalDensity, normalDistribution } from '@core/math/error-function'
import { exp, expm1 } from '@core/math/exponentials'
import { log, log1p } from '@core/math/logarithms'
import { sigmoid, sigmoidSlope, softplus, tanh, tanhSlope } from '@core/math/sigmoids'

const view = new Float32Array(1)
const bits = new Uint32Array(view.buffer)

/** Every 30011th float32 of all 2^32, both signs, all exponents: subnormals, infinities and NaN with them. */
function* floatsOfAllExponents(): Generator<number> {
  for (let word = 0; word < 2 ** 32; word += 30011) {
    bits[0] = word
    yield view[0]!
  }
}

/** Distance of neighbouring float32 at x. */
function ulp32(x: number): number {
  view[0] = Math.abs(x)
  bits[0]! += 1
  const next = view[0]
  return next - Math.fround(Math.abs(x))
}

/**
 * Largest error of `own` against `reference` in ulp of float32, before rounding to float32. Where the reference is not
 * finite in float32 both must round to the same value.
 */
function worstUlp(
  own: (x: number) => number,
  reference: (x: number) => number,
  sweep: Iterable<number>,
): number {
  let worst = 0
  for (const x of sweep) {
    const expected = reference(x)
    const actual = own(x)
    if (!Number.isFinite(Math.fround(expected))) {
      if (!Object.is(Math.fround(actual), Math.fround(expected))) return Infinity
    } else {
      worst = Math.max(worst, Math.abs(actual - expected) / ulp32(expected))
    }
  }
  return worst
}

/** Every function is good to this part of a float32 ulp, so the rounded value is the right one but for rare ties. */
const TOLERANCE = 1e-6

const mathSigmoid = (x: number): number => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)))
const SWEPT: readonly (readonly [string, (x: number) => number, (x: number) => number])[] = [
  ['exp', exp, Math.exp],
  ['expm1', expm1, Math.expm1],
  ['log', log, Math.log],
  ['log1p', log1p, Math.log1p],
  ['tanh', tanh, Math.tanh],
  ['sigmoid', sigmoid, mathSigmoid],
  ['sigmoidSlope', sigmoidSlope, (x) => mathSigmoid(x) * mathSigmoid(-x)],
  ['tanhSlope', tanhSlope, (x) => (Math.abs(x) > 300 ? 0 : 1 / Math.cosh(x) ** 2)],
  ['softplus', softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))],
]

describe('elementary functions', () => {
  it.each(SWEPT)('%s is within 1e-6 ulp of float32 for floats of all exponents', (name, own, reference) => {
    const sweep = Array.from(floatsOfAllExponents()).filter((x) => name !== 'tanhSlope' || !Number.isNaN(x))
    expect(worstUlp(own, reference, sweep)).toBeLessThan(TOLERANCE)
  })

  it.each([
    ['exp', exp, Math.exp, -745, 709.7],
    ['expm1', expm1, Math.expm1, -45, 709.7],
    ['tanh', tanh, Math.tanh, -25, 25],
    ['log1p', log1p, Math.log1p, -1, 10],
  ] as const)('%s is within 3 ulp of double where it bends', (_name, own, reference, low, high) => {
    let worst = 0
    for (let index = 1; index < 20000; index += 1) {
      const x = low + ((high - low) * index) / 20000
      const expected = reference(x)
      const ulp = Math.max(2 ** -1074, Math.abs(expected) * 2 ** -52)
      worst = Math.max(worst, Math.abs(own(x) - expected) / ulp)
    }
    expect(worst).toBeLessThan(3)
  })

  it('log is within 2 ulp of double, subnormal doubles included', () => {
    for (let exponent = -1074; exponent < 1024; exponent += 1) {
      for (const mantissa of [1, 1.2345678901234567, 1.4142135623730951, 1.5, 1.9999999999999998]) {
        const x = mantissa * 2 ** Math.max(exponent, -1022) * 2 ** Math.min(0, exponent + 1022)
        expect(Math.abs(log(x) - Math.log(x))).toBeLessThanOrEqual(2 * 2 ** -52 * Math.abs(Math.log(x)))
      }
    }
  })

  it('keep NaN, infinities and the sign of zero', () => {
    for (const [, own] of SWEPT) expect(own(NaN)).toBeNaN()
    for (const own of [erf, erfc, normalDistribution, normalDensity]) expect(own(NaN)).toBeNaN()
    for (const own of [expm1, log1p, tanh, erf]) expect(own(-0)).toBe(-0)
    expect([exp(Infinity), exp(-Infinity), expm1(-Infinity), log(0), log(-0)]).toEqual([
      Infinity,
      0,
      -1,
      -Infinity,
      -Infinity,
    ])
    expect([log(-1), log1p(-2), log1p(-1), log(Infinity), log1p(Infinity)]).toEqual([
      NaN,
      NaN,
      -Infinity,
      Infinity,
      Infinity,
    ])
    expect([tanh(Infinity), tanh(-Infinity), sigmoid(Infinity), sigmoid(-Infinity)]).toEqual([1, -1, 1, 0])
    expect([softplus(Infinity), softplus(-Infinity), erf(Infinity), erf(-Infinity)]).toEqual([
      Infinity,
      0,
      1,
      -1,
    ])
    expect([erfc(Infinity), erfc(-Infinity)]).toEqual([0, 2])
  })
})

describe('error function', () => {
  /** x, erf(x), erfc(x) to 17 digits, computed with mpmath at 50 digits. */
  const PUBLISHED: readonly (readonly [number, number, number])[] = [
    [1e-10, 1.1283791670955126e-10, 0.999999999887162],
    [0.1, 0.1124629160182849, 0.887537083981715],
    [0.25, 0.27632639016823696, 0.7236736098317631],
    [0.49999, 0.5204910899433182, 0.4795089100566818],
    [0.5, 0.5204998778130465, 0.4795001221869535],
    [0.84375, 0.7672256612323416, 0.23277433876765838],
    [1.0, 0.8427007929497149, 0.15729920705028513],
    [1.25, 0.9229001282564583, 0.07709987174354177],
    [2.0, 0.9953222650189527, 0.004677734981047266],
    [3.0, 0.9999779095030014, 2.209049699858544e-5],
    [5.0, 0.9999999999984626, 1.537459794428035e-12],
    [8.0, 1.0, 1.1224297172982926e-29],
    [10.0, 1.0, 2.088487583762545e-45],
    [20.0, 1.0, 5.395865611607901e-176],
    [26.0, 1.0, 5.663192408856143e-296],
  ]

  it.each(PUBLISHED)('at %s', (x, expectedErf, expectedErfc) => {
    expect(Math.abs(erf(x) - expectedErf)).toBeLessThanOrEqual(4e-16 * Math.abs(expectedErf))
    expect(Math.abs(erfc(x) - expectedErfc)).toBeLessThanOrEqual(1e-15 * expectedErfc)
    expect(erf(-x)).toBe(-erf(x))
    expect(Math.abs(normalDistribution(-x * Math.SQRT2) - expectedErfc / 2)).toBeLessThanOrEqual(
      1e-15 * (1 + 4 * x * x) * expectedErfc,
    )
  })

  it('falls without a step between its two formulas', () => {
    for (let x = -3; x < 6; x += 0.001) expect(erfc(x)).toBeGreaterThanOrEqual(erfc(x + 0.001))
  })
})
