import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UNHURRIED } from '@core/pace'
import { drawWeights, type Matrix } from '@core/init/draw-weights'
import { fillUnitNormals, fillUnitUniforms } from '@core/random/unit-draws'
import { heGain, sparseZeros } from '@shared/scheme-variances'
import { initSettings, recommendedScheme, SCHEMES, weightVariance } from '@shared/schemes'
import { ACTIVATION_NAMES, SCHEME_NAMES } from '@shared/trial-settings'
import type { ActivationSettings, InitSettings, SchemeName } from '@shared/trial-settings'
import { FIXTURES } from '../golden'
import { unitSource } from '../machines'

const RELU: ActivationSettings = { name: 'relu', slope: null }

interface Draw {
  readonly fanIn?: number
  readonly fanOut?: number
  readonly kernelArea?: number
  readonly seed?: number
  readonly layer?: number
  readonly step?: number
  readonly init?: Partial<InitSettings>
  readonly activation?: ActivationSettings
}

function draw(
  scheme: SchemeName,
  { fanIn = 40, fanOut = 60, kernelArea = 1, seed = 5, layer = 2, step = 0, init, activation }: Draw = {},
): number[] {
  const weights: Matrix = new Float32Array(fanIn * fanOut).fill(NaN)
  const place = { fanIn, fanOut, kernelArea, layer, seed, step }
  drawWeights(weights, place, initSettings(scheme, init), activation ?? RELU, unitSource('simd'), UNHURRIED)
  return Array.from(weights)
}

function variance(
  scheme: SchemeName,
  { fanIn = 40, fanOut = 60, kernelArea = 1, init, activation }: Draw = {},
): number {
  const settings = initSettings(scheme, init)
  return weightVariance({
    fanIn,
    fanOut: kernelArea * fanOut,
    kernelArea,
    init: settings,
    activation: activation ?? RELU,
  })
}

/** The unit draws of a whole matrix, row by row. */
function unitDraws(fill: typeof fillUnitNormals, fanIn = 40, fanOut = 60, seed = 5, layer = 2): number[] {
  return Array.from({ length: fanOut }, (_, row) => {
    const out = new Float64Array(fanIn)
    fill(out, fanIn, { seed, purpose: 'weights', layer, row, step: 0 })
    return Array.from(out)
  }).flat()
}

const OF_FAMILY = (family: string): SchemeName[] =>
  SCHEME_NAMES.filter((name) => SCHEMES[name].family === family)

describe('the variance of a scheme', () => {
  it.each<[SchemeName, Draw]>([
    ['sparse', { fanIn: 27, fanOut: 4, kernelArea: 9, init: { std: 1, sparsity: 0.3 } }],
    ['orthogonal', { fanIn: 27, fanOut: 40, kernelArea: 9 }],
    ['orthogonal', { fanIn: 27, fanOut: 8, kernelArea: 9, init: { gain: 2 } }],
    ['he-normal', { fanIn: 27, fanOut: 8, kernelArea: 9, init: { mode: 'fan_out' } }],
    ['xavier-uniform', { fanIn: 27, fanOut: 8, kernelArea: 9 }],
  ])('is that of its draws for a convolution: %s %o', (scheme, given) => {
    const seeds = 400
    const values = Array.from({ length: seeds }, (_, seed) => draw(scheme, { ...given, seed })).flat()
    const measured = values.reduce((sum, value) => sum + value * value, 0) / values.length
    expect(measured / variance(scheme, given)).toBeGreaterThan(0.97)
    expect(measured / variance(scheme, given)).toBeLessThan(1.03)
  })
})

describe('the catalogue', () => {
  it('describes every scheme under its own name', () => {
    expect(Object.keys(SCHEMES)).toEqual([...SCHEME_NAMES])
    for (const name of SCHEME_NAMES) expect(SCHEMES[name].name).toBe(name)
  })

  it('fills settings with defaults inside their ranges and null elsewhere', () => {
    for (const name of SCHEME_NAMES) {
      const settings = initSettings(name)
      const { scheme, ...values } = settings
      expect(scheme).toBe(name)
      const { parameters } = SCHEMES[name]
      const own = new Set(Object.keys(parameters))
      for (const [key, value] of Object.entries(values)) expect(value === null, key).toBe(!own.has(key))
      const { gain, value, std, bound, sparsity } = parameters
      for (const parameter of [gain, value, std, bound, sparsity]) {
        if (parameter === undefined) continue
        expect(parameter.default).toBeGreaterThanOrEqual(parameter.min)
        expect(parameter.default).toBeLessThanOrEqual(parameter.max)
      }
    }
  })

  it('ignores a parameter that the scheme does not have', () => {
    expect(initSettings('zeros', { std: 3, gain: 2 })).toEqual(initSettings('zeros'))
    expect(initSettings('normal', { std: 3 }).std).toBe(3)
  })

  it('refuses settings that lack a parameter', () => {
    const init = { ...initSettings('normal'), std: null }
    expect(() => weightVariance({ fanIn: 2, fanOut: 2, init, activation: RELU })).toThrow(
      /normal needs the parameter std/,
    )
  })

  it('recommends for each activation a scheme that names it', () => {
    for (const name of ACTIVATION_NAMES) {
      expect(SCHEMES[recommendedScheme(name)].recommendedActivations).toContain(name)
    }
  })

  it.each(Object.entries(FIXTURES.fans))(
    'has the standard deviations and bounds of PyTorch for the shape %s',
    (_, fans) => {
      const given = { fanIn: fans['fan_in']!, fanOut: fans['fan_out']! }
      const std = (scheme: SchemeName, extra: Draw = {}): number =>
        Math.sqrt(variance(scheme, { ...given, ...extra }))
      const leaky: ActivationSettings = { name: 'leaky-relu', slope: 0.3 }
      const keras = { std: fans['he_normal_std']!, corrected: true }
      const expected: [number, string][] = [
        [std('xavier-uniform') * Math.sqrt(3), 'xavier_uniform_bound'],
        [std('xavier-normal'), 'xavier_normal_std'],
        [std('he-uniform') * Math.sqrt(3), 'he_uniform_bound'],
        [std('he-normal'), 'he_normal_std'],
        [std('he-normal', { init: { mode: 'fan_out' } }), 'he_fan_out_std'],
        [std('he-normal', { activation: leaky }), 'he_leaky_0_3_std'],
        [std('lecun-normal'), 'lecun_normal_std'],
        [std('lecun-uniform') * Math.sqrt(3), 'lecun_uniform_bound'],
        [std('pytorch-default') * Math.sqrt(3), 'torch_default_bound'],
        [std('glorot-2010-standard') * Math.sqrt(3), 'torch_default_bound'],
        [std('keras-default'), 'xavier_normal_std'],
        [std('xavier-normal', { init: { gain: 5 / 3 } }), 'tanh_gain_xavier_std'],
        [std('truncated-normal', { init: keras }) / 0.8796256610342398, 'keras_truncnorm_sigma_for_he'],
      ]
      for (const [actual, name] of expected)
        expect(Math.abs(actual / fans[name]! - 1), name).toBeLessThan(1e-14)
      expect(variance('seed-004-xavier', given)).toBe(variance('xavier-normal', given) / 2)
    },
  )

  it('gives he its own gain: sqrt 2, with leaky-relu sqrt(2 / (1 + a^2))', () => {
    expect(heGain({ name: 'tanh', slope: null })).toBe(Math.SQRT2)
    expect(heGain({ name: 'leaky-relu', slope: 1 })).toBe(1)
    expect(heGain({ name: 'leaky-relu', slope: null })).toBe(Math.sqrt(2 / 1.0001))
  })
})

describe('drawn weights', () => {
  it.each(SCHEME_NAMES)('of %s fill the matrix and have the variance of the catalogue', (scheme) => {
    const size = { fanIn: 120, fanOut: 100, seed: 77 }
    const weights = draw(scheme, size)
    const expected = variance(scheme, size)
    const center = scheme === 'constant' ? 0.1 : 0
    if (SCHEMES[scheme].family === 'fixed') {
      expect(expected).toBe(0)
      expect(weights.every(Number.isFinite)).toBe(true)
      return
    }
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length
    const square = weights.reduce((sum, weight) => sum + weight * weight, 0) / weights.length
    expect(Math.abs(mean - center)).toBeLessThan(4 * Math.sqrt(expected / weights.length))
    // Var(w^2) is at most 3 Var(w)^2 here (normal 2, sparse below 3).
    expect(Math.abs(square / expected - 1)).toBeLessThan(4 * Math.sqrt(3 / weights.length))
  })

  it.each(OF_FAMILY('normal'))('of %s are its standard deviation times the shared unit normals', (scheme) => {
    const std = Math.sqrt(variance(scheme))
    expect(draw(scheme)).toEqual(unitDraws(fillUnitNormals).map((unit) => Math.fround(std * unit)))
  })

  it.each(OF_FAMILY('uniform'))('of %s are its bound times the shared unit uniforms', (scheme) => {
    const bound = Math.sqrt(3) * Math.sqrt(variance(scheme))
    expect(draw(scheme)).toEqual(
      unitDraws(fillUnitUniforms).map((unit) => Math.fround(bound * (2 * unit - 1))),
    )
  })

  it('of uniform, normal and truncated-normal stand in the same order', () => {
    const uniform = draw('he-uniform')
    const order = uniform.map((_, index) => index).toSorted((a, b) => uniform[a]! - uniform[b]!)
    for (const other of [draw('xavier-normal'), draw('truncated-normal')]) {
      const sorted = order.map((index) => other[index]!)
      expect(sorted).toEqual(sorted.toSorted((a, b) => a - b))
    }
  })

  it('keep the draws of a smaller layer in a larger one', () => {
    const small = draw('normal', { fanIn: 5, fanOut: 4 })
    const large = draw('normal', { fanIn: 9, fanOut: 7 })
    for (const [index, weight] of small.entries()) {
      expect(large[Math.floor(index / 5) * 9 + (index % 5)]).toBe(weight)
    }
  })

  it('depend on the seed and the layer, and on nothing drawn before', () => {
    const before = draw('he-normal')
    expect(draw('he-normal', { seed: 6 })).not.toEqual(before)
    expect(draw('he-normal', { layer: 3 })).not.toEqual(before)
    expect(draw('he-normal', { step: 1 })).not.toEqual(before)
    expect(draw('he-normal')).toEqual(before)
  })

  it('of zeros, constant and identity are what they say', () => {
    expect(new Set(draw('zeros'))).toEqual(new Set([0]))
    expect(new Set(draw('constant', { init: { value: -0.25 } }))).toEqual(new Set([-0.25]))
    expect(draw('identity', { fanIn: 3, fanOut: 2, init: { gain: 1.5 } })).toEqual([1.5, 0, 0, 0, 1.5, 0])
  })

  it('of a convolution have the fans of its kernel', () => {
    const unit = unitDraws(fillUnitNormals, 45, 4)
    const std = Math.sqrt(2 / (45 + 9 * 4))
    const weights = draw('xavier-normal', { fanIn: 45, fanOut: 4, kernelArea: 9 })
    expect(weights).toEqual(unit.map((value) => Math.fround(std * value)))
  })

  it('of identity pass the middle of a kernel on', () => {
    const weights = draw('identity', { fanIn: 18, fanOut: 3, kernelArea: 9, init: { gain: 2 } })
    const ones = weights.flatMap((weight, index) => (weight === 0 ? [] : [[index, weight]]))
    expect(ones).toEqual([
      [4, 2],
      [18 + 9 + 4, 2],
    ])
  })

  it('of truncated-normal end at two standard deviations, corrected or not', () => {
    for (const corrected of [false, true]) {
      const size = { fanIn: 200, fanOut: 200, init: { std: 0.5, corrected } }
      const weights = draw('truncated-normal', size)
      const largest = Math.max(...weights.map(Math.abs))
      const cut = corrected ? 1 / 0.8796256610342398 : 1
      expect(largest).toBeLessThanOrEqual(Math.fround(cut))
      expect(largest).toBeGreaterThan(0.999 * cut)
      expect(variance('truncated-normal', size)).toBeCloseTo(corrected ? 0.25 : 0.25 * 0.7737413035, 9)
    }
  })

  it('of sparse have the same number of zeros in each column, elsewhere the draws of normal', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (fanIn, fanOut, sparsity) => {
          const sparse = draw('sparse', { fanIn, fanOut, init: { std: 0.3, sparsity } })
          const full = draw('normal', { fanIn, fanOut, init: { std: 0.3 } })
          for (let column = 0; column < fanIn; column += 1) {
            const entries = sparse.filter((_, index) => index % fanIn === column)
            expect(entries.filter((weight) => weight === 0)).toHaveLength(sparseZeros(fanOut, sparsity))
          }
          for (const [index, weight] of sparse.entries()) if (weight !== 0) expect(weight).toBe(full[index])
        },
      ),
      { numRuns: 60 },
    )
  })
})
