import { describe, expect, test } from 'vitest'
import { activationMoments } from '@shared/theory/activation-moments'
import { criticalWeightVariance } from '@shared/theory/critical-line'
import { nextCorrelation } from '@shared/theory/correlation-map'
import { depthScale, meanField, phaseOf, trainableDepth } from '@shared/theory/mean-field'
import { fixedPoint, gradientFactor, momentSlope, nextMoment, type Ensemble } from '@shared/theory/moment-map'
import { criticalLine, depthEdge, ensembleWeightVariance } from '@shared/theory/phase-diagram'
import { initSettings } from '@shared/schemes'
import { ACTIVATION_NAMES } from '@shared/trial-settings'
import { activationOf, expectPrinted, REFERENCE, unrounded } from './reference'

const { theory, measured_width512: measured } = REFERENCE
const RELU = activationOf('relu')
const TANH = activationOf('tanh')

/** q_1 = 1, ..., q_(steps + 1). */
function moments(ensemble: Ensemble, steps: number): number[] {
  const q = [1]
  for (let step = 0; step < steps; step += 1) q.push(nextMoment(ensemble, q[step]!))
  return q
}

/** The reference takes what 3000 steps lead to for q*, and 1 for the chi of one that runs away. */
const REFERENCE_STEPS = 3000

describe('the tables of the reference', () => {
  test.each(theory.table)('$act with $init', (row) => {
    const weightVariance = unrounded(row.sigma_w2)
    const ensemble = {
      activation: activationOf(row.act),
      weightVariance,
      biasVariance: unrounded(row.sigma_b2),
    }
    // The row of the cut normal was made with a variance of six digits.
    const digits = row.init.startsWith('truncated') ? 4 : 6
    const q = moments(ensemble, 29)
    expectPrinted(q[1]! / q[0]!, row.fwd_ratio_q1)
    expectPrinted(q[9]!, row.q10, digits)
    expectPrinted(q[29]!, row.q29, digits)
    const last = moments(ensemble, REFERENCE_STEPS).at(-1)!
    const isRunaway = row.q_star === Infinity
    if (isRunaway) expect(last).toBeGreaterThan(1e4)
    else if (row.q_star === 0) expect(last).toBeLessThan(1e-12)
    else expectPrinted(last, row.q_star)
    const chi = gradientFactor(ensemble, isRunaway ? 1 : last)
    expectPrinted(chi, row.chi1)
    if (row.xi_grad !== Infinity)
      expectPrinted(depthScale(chi), Math.abs(row.xi_grad), 5 - Math.log10(depthScale(chi)))
    expect(phaseOf(chi)).toBe(row.phase)
  })

  test.each(measured)('$act with $init: 30 layers, and the ratios that were measured', (row) => {
    const ensemble = {
      activation: activationOf(row.act, row.act === 'leaky' ? row.slope : null),
      weightVariance: unrounded(row.sw2),
      biasVariance: unrounded(row.sb2),
    }
    const q = moments(ensemble, 29)
    const chi = q.slice(0, -1).map((value) => gradientFactor(ensemble, value))
    for (const [place, printed] of row.pred_q.entries()) expectPrinted(q[place]!, printed)
    for (const [place, printed] of row.pred_chi.entries()) expectPrinted(chi[place]!, printed)
    const forward = (q[29]! / q[9]!) ** (1 / 20)
    const backward = Math.exp(chi.reduce((sum, value) => sum + Math.log(value), 0) / 29)
    expectPrinted(forward, row.pred_fwd_ratio_per_layer_10to30)
    expectPrinted(backward, row.pred_bwd_ratio_per_layer)
    expect(Math.abs(row.meas_fwd_ratio[0] / forward - 1)).toBeLessThan(0.016)
    expect(Math.abs(row.meas_bwd_ratio[0] / backward - 1)).toBeLessThan(0.016)
  })

  test.each(theory['schoenholz_tanh_sb2_0.05'])('tanh at sigma_w^2 $sw2', (row) => {
    const ensemble = { activation: TANH, weightVariance: row.sw2, biasVariance: row.sb2 }
    const field = meanField(ensemble, 1e-12)
    expectPrinted(Number(field.fixedPoint), row.q_star)
    expectPrinted(field.gradientFactor, row.chi1)
    expectPrinted(field.correlation!.correlation, row.c_star)
    expectPrinted(field.momentDepth!, row.xi_q)
    // Next to the critical point the digits of chi - 1 are few.
    expect(Math.abs(field.gradientDepth / row.xi_grad - 1)).toBeLessThan(1e-5)
    // The reference takes xi_c from a map that was followed a finite way.
    if (row.xi_c !== null) expect(Math.abs(field.correlationDepth / row.xi_c - 1)).toBeLessThan(1e-3)
  })

  test('the critical point of tanh', () => {
    expectPrinted(criticalWeightVariance(TANH, 0.05)!, theory['tanh_critical_sw2_at_sb2_.05'])
    expect(criticalWeightVariance(TANH, 0)).toBe(1)
  })

  test('tanh with gain 5/3', () => {
    const ensemble = { activation: TANH, weightVariance: 25 / 9, biasVariance: 0 }
    const field = meanField(ensemble)
    expectPrinted(Number(field.fixedPoint), theory.gains['tanh_53_qstar']!)
    expectPrinted(field.gradientFactor, theory.gains['tanh_53_chi1']!)
    expectPrinted(nextMoment(ensemble, 1), theory.gains['tanh_53_ratio_q1']!)
  })
})

describe('fixed points', () => {
  test.each([
    ['relu', 2, 0, 'any'],
    ['relu', 1, 0, 0],
    ['relu', 2.1, 0, Infinity],
    ['relu', 2, 0.1, Infinity],
    ['linear', 1, 0, 'any'],
    ['tanh', 1, 0, 0],
    ['tanh', 0.9, 0, 0],
    ['gelu', 2, 0, 0],
    ['silu', 2, 0, 0],
    ['gelu', 3, 0, Infinity],
    ['elu', 2, 0, Infinity],
    ['elu', 1, 0, 0],
    ['selu', 2, 0, Infinity],
    ['selu', 1, 0, 1],
  ] as const)('%s, sigma_w^2 %d, sigma_b^2 %d: %s', (name, weightVariance, biasVariance, expected) => {
    const found = fixedPoint({ activation: activationOf(name), weightVariance, biasVariance })
    if (typeof expected === 'number' && Number.isFinite(expected)) expect(found).toBeCloseTo(expected, 9)
    else expect(found).toBe(expected)
  })

  test.each(ACTIVATION_NAMES)('q of %s stays at a finite fixed point and returns to it', (name) => {
    for (const weightVariance of [0.5, 1.2, 1.8]) {
      const ensemble = { activation: { name, slope: null }, weightVariance, biasVariance: 0.1 }
      const q = fixedPoint(ensemble)
      if (q === 'any' || q === Infinity) continue
      expect(Math.abs(nextMoment(ensemble, q) / q - 1)).toBeLessThan(1e-11)
      const slope = momentSlope(ensemble, q)
      expect(slope).toBeLessThan(1)
      const step = 1e-4 * q
      const difference = (nextMoment(ensemble, q + step) - nextMoment(ensemble, q - step)) / (2 * step)
      expect(Math.abs(difference / slope - 1)).toBeLessThan(1e-5)
    }
  })

  test('of an unbounded activation has the limits of the phase', () => {
    const field = meanField({ activation: activationOf('selu'), weightVariance: 2, biasVariance: 0 })
    expect(field.gradientFactor).toBeCloseTo(1.0507009873554805 ** 2, 12)
    expect(field.correlation).toBeNull()
    expect(field.momentDepth).toBeNull()
  })

  test('of a critical network has no depth', () => {
    const field = meanField({ activation: RELU, weightVariance: 2, biasVariance: 0 })
    expect(field).toMatchObject({ fixedPoint: 'any', phase: 'critical', gradientFactor: 1 })
    expect(trainableDepth(field)).toBe(Infinity)
  })
})

describe('correlations', () => {
  test('of relu follow the arc-cosine kernel', () => {
    const next = nextCorrelation({ activation: RELU, weightVariance: 2, biasVariance: 0 }, 1, 0.5)
    expect(next).toBeCloseTo((Math.sqrt(0.75) + 0.5 * (Math.PI - Math.acos(0.5))) / Math.PI, 14)
  })

  test.each(ACTIVATION_NAMES)('of %s: 1 stays 1, and dc/dc there is chi q / q', (name) => {
    const ensemble = { activation: { name, slope: null }, weightVariance: 0.8, biasVariance: 0.2 }
    const q = fixedPoint(ensemble)
    if (q === 'any' || q === Infinity) throw new Error(`${name} has no fixed point here`)
    expect(nextCorrelation(ensemble, q, 1)).toBeCloseTo(1, 12)
    const near = 1 - 1e-5
    const slope = (1 - nextCorrelation(ensemble, q, near)) / (1 - near)
    // Where phi has a kink the second derivative grows towards 1.
    expect(Math.abs(slope / gradientFactor(ensemble, q) - 1)).toBeLessThan(3e-3)
  })

  test('of a chaotic tanh network end where the map crosses', () => {
    const ensemble = { activation: TANH, weightVariance: 3, biasVariance: 0.05 }
    const { fixedPoint: q, correlation } = meanField(ensemble)
    const next = nextCorrelation(ensemble, Number(q), correlation!.correlation)
    expect(next).toBeCloseTo(correlation!.correlation, 9)
    expect(correlation!.slope).toBeLessThan(1)
  })
})

describe('the critical line', () => {
  test.each([
    ['linear', 1],
    ['relu', 2],
    ['hard-tanh', 1],
    ['elu', 1],
    ['selu', 2 / (1.0507009873554805 ** 2 * (1 + 1.6732632423543772 ** 2))],
  ] as const)('of %s without biases is %d', (name, expected) => {
    expect(criticalWeightVariance({ name, slope: null }, 0)).toBeCloseTo(expected, 12)
  })

  test('of leaky-relu is 2 / (1 + a^2) whatever the biases', () => {
    expect(criticalWeightVariance({ name: 'leaky-relu', slope: 0.3 }, 0.7)).toBeCloseTo(2 / 1.09, 14)
  })

  test.each(['gelu', 'silu', 'softplus'] as const)('is missing for %s without biases', (name) => {
    expect(criticalWeightVariance({ name, slope: null }, 0)).toBeNull()
  })

  test.each(['tanh', 'sigmoid', 'hard-tanh', 'elu', 'selu'] as const)('of %s has chi_1 = 1', (name) => {
    const activation = { name, slope: null }
    for (const { biasVariance, weightVariance } of criticalLine(activation, [0.01, 0.3, 2])) {
      const { gradientFactor: chi } = meanField({ activation, weightVariance: weightVariance!, biasVariance })
      expect(chi).toBeCloseTo(1, 9)
    }
  })

  test('parts ordered from chaotic', () => {
    const at = criticalWeightVariance(TANH, 0.05)!
    expect(meanField({ activation: TANH, weightVariance: at - 0.05, biasVariance: 0.05 }).phase).toBe(
      'ordered',
    )
    expect(meanField({ activation: TANH, weightVariance: at + 0.05, biasVariance: 0.05 }).phase).toBe(
      'chaotic',
    )
  })
})

describe('the edge of trainable depths', () => {
  test('is 6 xi_c, and rises towards the critical point from both sides', () => {
    const edge = depthEdge(TANH, [1, 1.5, 2, 4], 0.05)
    expect(edge.map(({ depth }) => Math.round(depth))).toEqual([22, 95, 151, 42])
  })

  test('of relu is where the signal has changed by e^6', () => {
    const [vanishing, exploding] = depthEdge(RELU, [1, 4], 0)
    expect(vanishing!.depth).toBeCloseTo(6 / Math.LN2, 12)
    expect(exploding!.depth).toBeCloseTo(6 / Math.LN2, 12)
  })

  test('takes sigma_w^2 from a scheme', () => {
    expect(ensembleWeightVariance(initSettings('he-normal', { gain: 1.5 }), RELU, 64)).toBeCloseTo(4.5, 14)
    expect(ensembleWeightVariance(initSettings('xavier-uniform'), TANH, 64)).toBeCloseTo(1, 14)
  })
})

test('moments of relu scale with q', () => {
  for (const q of [1e-300, 1e-9, 3, 1e12]) {
    expect(activationMoments(RELU, 0, q).square / q).toBeCloseTo(0.5, 14)
    expect(activationMoments(RELU, 0, q).slopeSquare).toBe(0.5)
  }
})
