import { describe, expect, test } from 'vitest'
import { normalCdf } from '@shared/statistics/normal-distribution'
import { activationFunction } from '@shared/theory/activation-functions'
import { activationMoments } from '@shared/theory/activation-moments'
import { gaussianRule } from '@shared/theory/gaussian-rule'
import { pairMoments } from '@shared/theory/pair-moments'
import { truncatedNormalVariance } from '@shared/theory/truncated-normal'
import { TRUNCATED_NORMAL_STD } from '@shared/scheme-variances'
import { ACTIVATION_NAMES } from '@shared/trial-settings'
import fixtures from '../../golden/pytorch/fixtures.json'
import { activationOf, expectPrinted, REFERENCE } from './reference'

/** E[f(u)], u ~ N(mean, variance), by the midpoint rule. */
function midpoint(mean: number, variance: number, f: (u: number) => number): number {
  const points = 200_000
  const step = 20 / points
  let sum = 0
  for (let place = 0; place < points; place += 1) {
    const z = -10 + (place + 0.5) * step
    sum += Math.exp((-z * z) / 2) * f(mean + Math.sqrt(variance) * z)
  }
  return (sum * step) / Math.sqrt(2 * Math.PI)
}

function relative(actual: number, expected: number): number {
  return Math.abs(actual / expected - 1)
}

describe('the rule', () => {
  test('integrates polynomials under any normal distribution', () => {
    for (const [mean, variance] of [
      [0, 1],
      [2, 0.01],
      [-3, 400],
    ] as const) {
      const { points, weights } = gaussianRule(mean, variance, [{ at: 0.5, scale: 1 }])
      const moment = (power: number): number =>
        points.reduce(
          (sum, point, node) => sum + weights[node]! * ((point - mean) / Math.sqrt(variance)) ** power,
          0,
        )
      for (const [power, expected] of [1, 0, 1, 0, 3, 0, 15].entries())
        expect(Math.abs(moment(power) - expected)).toBeLessThan(1e-11)
    }
  })
})

describe('moments under N(0, 1)', () => {
  test.each(Object.entries(REFERENCE.theory.gaussian_moments_q1))(
    'of %s are those of the reference',
    (name, row) => {
      const { mean, square, slopeSquare } = activationMoments(activationOf(name), 0, 1)
      if (row.E_phi !== undefined) expect(Math.abs(mean - row.E_phi)).toBeLessThan(5e-7)
      expectPrinted(square, row.E_phi2)
      if (row.var !== undefined) expectPrinted(square - mean * mean, row.var)
      if (row.E_dphi2 !== undefined) expectPrinted(slopeSquare, row.E_dphi2)
      if (row.exact !== undefined) expect(square).toBeCloseTo(row.exact, 14)
    },
  )

  test.each([
    ['tanh', 'exact_unit_gain_tanh_q1'],
    ['selu', 'exact_selu'],
    ['gelu', 'exact_gelu'],
    ['silu', 'exact_silu'],
    ['relu', 'torch_relu'],
  ])('give %s its gain of 1', (name, gain) => {
    expectPrinted(
      1 / Math.sqrt(activationMoments(activationOf(name), 0, 1).square),
      REFERENCE.theory.gains[gain]!,
    )
  })
})

describe('moments', () => {
  const cases = ACTIVATION_NAMES.flatMap((name) =>
    [
      [0, 0.03],
      [0, 2],
      [0.3, 1.5],
      [-1, 40],
    ].map(([mean, variance]) => ({ name, mean: mean!, variance: variance! })),
  )
  test.each(cases)(
    'of $name under N($mean, $variance) are the midpoint rule’s',
    ({ name, mean, variance }) => {
      const activation = { name, slope: null }
      const phi = activationFunction(activation)
      const moments = activationMoments(activation, mean, variance)
      const value = (u: number): number => phi.value(u)
      const slope = (u: number): number => phi.slope(u, phi.value(u))
      const square = midpoint(mean, variance, (u) => value(u) ** 2)
      // The midpoint rule meets a jump of the slope between two of its points.
      const slopeSquare = midpoint(mean, variance, (u) => slope(u) ** 2)
      expect(Math.abs(moments.mean - midpoint(mean, variance, value))).toBeLessThan(1e-7)
      expect(relative(moments.square, square)).toBeLessThan(1e-7)
      expect(relative(moments.slopeSquare, slopeSquare)).toBeLessThan(1e-4)
      expect(
        relative(moments.squareKurtosis, midpoint(mean, variance, (u) => value(u) ** 4) / square ** 2),
      ).toBeLessThan(1e-6)
      expect(
        relative(moments.slopeKurtosis, midpoint(mean, variance, (u) => slope(u) ** 4) / slopeSquare ** 2),
      ).toBeLessThan(1e-3)
      const step = 1e-4 * variance
      const growth =
        activationMoments(activation, mean, variance + step).square /
        activationMoments(activation, mean, variance - step).square
      expect(Math.abs((Math.log(growth) * variance) / (2 * step) - moments.response)).toBeLessThan(1e-6)
    },
  )

  test.each(ACTIVATION_NAMES)('of %s at variance 0 are those of one point', (name) => {
    const moments = activationMoments({ name, slope: null }, 0.4, 0)
    const near = activationMoments({ name, slope: null }, 0.4, 1e-12)
    expect(near.square).toBeCloseTo(moments.square, 9)
    expect(near.slopeSquare).toBeCloseTo(moments.slopeSquare, 9)
    expect(moments.squareKurtosis).toBe(1)
  })

  test.each([1e-4, 0.5, 1, 30, 1e5])('of gelu are the closed ones at variance %d', (q) => {
    const root = Math.sqrt(1 + 2 * q)
    const share = Math.asin(q / (1 + q)) / (2 * Math.PI)
    const { square, slopeSquare, mean } = activationMoments(activationOf('gelu'), 0, q)
    expect(relative(square, q / 4 + q * share + q ** 2 / (Math.PI * (1 + q) * root))).toBeLessThan(1e-11)
    expect(
      relative(slopeSquare, 0.25 + share + ((2 * q) / (1 + q) + q / (1 + 2 * q)) / (2 * Math.PI * root)),
    ).toBeLessThan(1e-11)
    expect(relative(mean, q / Math.sqrt(2 * Math.PI * (1 + q)))).toBeLessThan(1e-11)
  })

  test('of hard-tanh are the closed ones', () => {
    const cut = 1 / Math.sqrt(3)
    const inside = 2 * normalCdf(cut) - 1
    const { square, slopeSquare } = activationMoments({ name: 'hard-tanh', slope: null }, 0, 3)
    expect(slopeSquare).toBeCloseTo(inside, 13)
    expect(square).toBeCloseTo(3 * truncatedNormalVariance(cut) * inside + (1 - inside), 13)
  })

  test('never lose a signal that vanishes or explodes', () => {
    for (const name of ACTIVATION_NAMES) {
      const tiny = activationMoments({ name, slope: null }, 0, 1e-250)
      const huge = activationMoments({ name, slope: null }, 0, 1e250)
      for (const moments of [tiny, huge])
        for (const value of Object.values(moments)) expect(Number.isFinite(value), name).toBe(true)
    }
    expect(activationMoments(activationOf('selu'), 0, Infinity).square).toBe(Infinity)
  })

  test.each([
    ['linear', { name: 'linear', slope: null }],
    ['relu', { name: 'relu', slope: null }],
    ['leaky_relu(0.3)', { name: 'leaky-relu', slope: 0.3 }],
    ['tanh', { name: 'tanh', slope: null }],
    ['sigmoid', { name: 'sigmoid', slope: null }],
    ['gelu(erf)', { name: 'gelu', slope: null }],
    ['selu', { name: 'selu', slope: null }],
    ['elu(1)', { name: 'elu', slope: null }],
    ['silu', { name: 'silu', slope: null }],
    ['softplus', { name: 'softplus', slope: null }],
  ] as const)('use the function that PyTorch calls %s', (key, activation) => {
    const { x, values } = fixtures.activations
    const phi = activationFunction(activation)
    for (const [place, at] of x.entries()) {
      expect(phi.value(at)).toBeCloseTo(values[key].y[place]!, 12)
      expect(phi.slope(at, phi.value(at))).toBeCloseTo(values[key].dy[place]!, 12)
    }
  })
})

describe('pair moments', () => {
  test.each(ACTIVATION_NAMES)('of %s run from the product of means to the single moments', (name) => {
    const activation = { name, slope: null }
    const { mean, square, slopeSquare } = activationMoments(activation, 0, 1.7)
    const apart = pairMoments(activation, 1.7, 0)
    const same = pairMoments(activation, 1.7, 1)
    const nearly = pairMoments(activation, 1.7, 1 - 1e-9)
    expect(apart.product).toBeCloseTo(mean * mean, 12)
    expect(same.product).toBeCloseTo(square, 13)
    expect(same.slopeProduct).toBeCloseTo(slopeSquare, 13)
    expect(nearly.product).toBeCloseTo(square, 7)
  })

  /** Price: dE[phi(u) phi(v)] / dc = q E[phi'(u) phi'(v)]. */
  test.each(ACTIVATION_NAMES)('of %s obey Price’s theorem', (name) => {
    const activation = { name, slope: null }
    for (const correlation of [-0.7, 0.2, 0.9]) {
      const step = 1e-4
      const rise =
        (pairMoments(activation, 2, correlation + step).product -
          pairMoments(activation, 2, correlation - step).product) /
        (2 * step)
      expect(Math.abs(rise / (2 * pairMoments(activation, 2, correlation).slopeProduct) - 1)).toBeLessThan(
        1e-5,
      )
    }
  })

  test('of relu by quadrature are the closed ones', () => {
    // elu with alpha 0 is relu.
    const bent = { name: 'elu', slope: 1e-300 } as const
    for (const correlation of [-0.5, 0.3, 0.99]) {
      const closed = pairMoments(activationOf('relu'), 2, correlation)
      const found = pairMoments(bent, 2, correlation)
      expect(relative(found.product, closed.product)).toBeLessThan(1e-10)
      expect(relative(found.slopeProduct, closed.slopeProduct)).toBeLessThan(1e-10)
    }
  })
})

describe('the cut normal distribution', () => {
  test('has the variance that the schemes divide by', () => {
    expect(Math.sqrt(truncatedNormalVariance(2))).toBeCloseTo(TRUNCATED_NORMAL_STD, 14)
    expectPrinted(truncatedNormalVariance(2), REFERENCE.theory.truncnorm2.var)
    expectPrinted(Math.sqrt(truncatedNormalVariance(2)), REFERENCE.theory.truncnorm2.std)
    expectPrinted(truncatedNormalVariance(2), REFERENCE.theory.truncnorm2.relu_he_ratio_per_layer)
    expect(relative(truncatedNormalVariance(2) ** 30, REFERENCE.theory.truncnorm2.after30)).toBeLessThan(2e-5)
  })

  test('is uniform for a narrow cut and whole for a wide one', () => {
    expect(truncatedNormalVariance(0.01)).toBeCloseTo(0.01 ** 2 / 3, 8)
    expect(truncatedNormalVariance(9)).toBeCloseTo(1, 14)
  })
})
