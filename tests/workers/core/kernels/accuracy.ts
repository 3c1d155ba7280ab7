import { ACTIVATION_CODES } from '@core/kernels/kernels'
import { openMachine } from '@core/kernels/machine'
import { normalDensity, normalDistribution } from '@core/math/error-function'
import { exp, expm1 } from '@core/math/exponentials'
import { log, log1p } from '@core/math/logarithms'
import { sigmoid, sigmoidSlope, softplus, tanh, tanhSlope } from '@core/math/sigmoids'
import type { ActivationName } from '@shared/trial-settings'
import { elementary } from './elementary'
import { allExponents, spread } from './float32-sweep'
import { activationOf } from './in-heap'

/** A function of the kernels with the largest error that docs/numerics.md states for it. */
export interface AccuracyCase {
  readonly name: string
  /** Where the bound holds, for reading and as a test. */
  readonly range: string
  readonly holds: (x: number) => boolean
  readonly own: (x: Float32Array) => Float32Array
  readonly reference: (x: number) => number
  /** What one unit of error is, at a reference value. */
  readonly unit: (reference: number) => number
  readonly unitName: string
  readonly bound: number
  /** Ranges that are sampled densely besides every exponent. */
  readonly dense: readonly (readonly [number, number])[]
}

export interface AccuracyRow {
  readonly name: string
  readonly range: string
  readonly bound: number
  readonly unitName: string
  readonly worst: number
  readonly at: number
  /** Places where one side is NaN or infinite in float32 and the other is not the same. */
  readonly wrong: readonly string[]
}

const word = new Float32Array(1)
const bits = new Int32Array(word.buffer)

/** Distance of neighbouring float32 at x: 2^-149 for subnormals. */
function ulp32(x: number): number {
  word[0] = Math.abs(x)
  return 2 ** (Math.max(bits[0]! >> 23, 1) - 150)
}

const ULP = { unit: ulp32, unitName: 'ulp' }
const ABSOLUTE = { unit: () => 2 ** -24, unitName: '2^-24' }
const SUBNORMAL = { unit: () => 2 ** -149, unitName: '2^-149' }
const EVERYWHERE = { range: 'everywhere', holds: () => true }

const machine = openMachine('simd')

function valueOf(name: ActivationName): (x: Float32Array) => Float32Array {
  return (x) => activationOf(machine, ACTIVATION_CODES[name], 1, x).values
}

function slopeOf(name: ActivationName): (x: Float32Array) => Float32Array {
  return (x) => activationOf(machine, ACTIVATION_CODES[name], 1, x).slopes
}

const SELU_SCALE = 1.0507009873554805
const SELU_ALPHA = 1.6732632423543772

function gelu(z: number): number {
  return z * normalDistribution(z)
}

function geluSlope(z: number): number {
  return normalDistribution(z) + (Math.abs(z) > 40 ? 0 : z * normalDensity(z))
}

function silu(z: number): number {
  return z * sigmoid(z)
}

function siluSlope(z: number): number {
  return sigmoid(z) * (1 + z * sigmoid(-z))
}

/** The slope is 0 at -0.7518 (gelu) and -1.2785 (silu): next to it only an absolute error means something. */
function awayFrom(zero: number, lowest: number): (z: number) => boolean {
  return (z) => z > lowest && z < 1e38 && Math.abs(z - zero) > 0.6
}

const CENTRE = [-4, 4] as const
const EXP_RANGE = [-104, 89] as const
const TAILS = [-20, 20] as const

export const ACCURACY_CASES: readonly AccuracyCase[] = [
  {
    ...{ name: 'exp', own: (x) => elementary('mapExp', x), reference: exp },
    ...{ ...EVERYWHERE, ...ULP, bound: 1, dense: [EXP_RANGE, CENTRE] },
  },
  {
    ...{ name: 'expm1', own: (x) => elementary('mapExpm1', x), reference: expm1 },
    ...{ ...EVERYWHERE, ...ULP, bound: 1.6, dense: [EXP_RANGE, CENTRE] },
  },
  {
    ...{ name: 'log', own: (x) => elementary('mapLog', x), reference: log },
    ...{ ...EVERYWHERE, ...ULP, bound: 0.9, dense: [CENTRE, [0.5, 2]] },
  },
  {
    ...{ name: 'log1p', own: (x) => elementary('mapLog1p', x), reference: log1p },
    ...{ range: '0 <= x <= 2^125', holds: (x) => !(x < 0) && !(x > 2 ** 125) },
    ...{ ...ULP, bound: 1.5, dense: [CENTRE, [0, 1]] },
  },
  {
    ...{ name: 'Phi', own: (x) => elementary('mapNormalDistribution', x), reference: normalDistribution },
    ...{ ...EVERYWHERE, ...ULP, bound: 6, dense: [[-14.5, 6], CENTRE] },
  },
  {
    ...{ name: 'tanh', own: valueOf('tanh'), reference: tanh },
    ...{ ...EVERYWHERE, ...ULP, bound: 2.6, dense: [TAILS, CENTRE] },
  },
  {
    ...{ name: 'sigmoid', own: valueOf('sigmoid'), reference: sigmoid },
    ...{ ...EVERYWHERE, ...ULP, bound: 2.5, dense: [EXP_RANGE, TAILS, CENTRE] },
  },
  {
    ...{ name: 'elu (alpha 1)', own: valueOf('elu'), reference: (z) => (z > 0 ? z : expm1(z)) },
    ...{ ...EVERYWHERE, ...ULP, bound: 1.6, dense: [TAILS, CENTRE] },
  },
  {
    ...{ name: 'selu', own: valueOf('selu') },
    reference: (z) => SELU_SCALE * (z > 0 ? z : SELU_ALPHA * expm1(z)),
    ...{ ...EVERYWHERE, ...ULP, bound: 3, dense: [TAILS, CENTRE] },
  },
  {
    ...{ name: 'gelu', own: valueOf('gelu'), reference: gelu },
    ...{ ...EVERYWHERE, ...ULP, bound: 5.5, dense: [[-14.5, 6], CENTRE] },
  },
  {
    ...{ name: 'silu', own: valueOf('silu'), reference: silu },
    ...{ range: 'z >= -87', holds: (z) => !(z < -87), ...ULP, bound: 3.2, dense: [TAILS, CENTRE] },
  },
  {
    ...{ name: 'silu', own: valueOf('silu'), reference: silu },
    ...{ range: 'z < -87', holds: (z) => z < -87, ...SUBNORMAL, bound: 100, dense: [[-110, -87]] },
  },
  {
    ...{ name: 'softplus', own: valueOf('softplus'), reference: softplus },
    ...{ ...EVERYWHERE, ...ULP, bound: 1.8, dense: [EXP_RANGE, TAILS, CENTRE] },
  },
  {
    ...{ name: "tanh'", own: slopeOf('tanh'), reference: tanhSlope },
    ...{ ...EVERYWHERE, ...ABSOLUTE, bound: 5.5, dense: [TAILS, CENTRE] },
  },
  {
    ...{ name: "sigmoid'", own: slopeOf('sigmoid'), reference: sigmoidSlope },
    ...{ range: 'z <= 0', holds: (z) => !(z > 0), ...ULP, bound: 4, dense: [EXP_RANGE, TAILS, CENTRE] },
  },
  {
    ...{ name: "sigmoid'", own: slopeOf('sigmoid'), reference: sigmoidSlope },
    ...{ ...EVERYWHERE, ...ABSOLUTE, bound: 1.6, dense: [TAILS, CENTRE] },
  },
  {
    ...{ name: "elu' (alpha 1)", own: slopeOf('elu'), reference: (z) => (z > 0 ? 1 : exp(z)) },
    ...{ ...EVERYWHERE, ...ULP, bound: 1, dense: [EXP_RANGE, CENTRE] },
  },
  {
    ...{ name: "selu'", own: slopeOf('selu') },
    reference: (z) => SELU_SCALE * (z > 0 ? 1 : SELU_ALPHA * exp(z)),
    ...{ ...EVERYWHERE, ...ULP, bound: 2.5, dense: [EXP_RANGE, CENTRE] },
  },
  {
    ...{ name: "gelu'", own: slopeOf('gelu'), reference: geluSlope },
    ...{ range: 'z >= -13, |z + 0.75| > 0.6', holds: awayFrom(-0.7518, -13) },
    ...{ ...ULP, bound: 6.5, dense: [[-13, 6], CENTRE] },
  },
  {
    ...{ name: "gelu'", own: slopeOf('gelu'), reference: geluSlope },
    ...{
      range: '|z| < 1e38',
      holds: (z) => Math.abs(z) < 1e38,
      ...ABSOLUTE,
      bound: 3,
      dense: [[-13, 6], CENTRE],
    },
  },
  {
    ...{ name: "silu'", own: slopeOf('silu'), reference: siluSlope },
    ...{ range: 'z >= -87, |z + 1.28| > 0.6', holds: awayFrom(-1.2785, -87) },
    ...{ ...ULP, bound: 6, dense: [[-87, 10], CENTRE] },
  },
  {
    ...{ name: "silu'", own: slopeOf('silu'), reference: siluSlope },
    ...{
      range: '|z| < 1e38',
      holds: (z) => Math.abs(z) < 1e38,
      ...ABSOLUTE,
      bound: 4,
      dense: [TAILS, CENTRE],
    },
  },
  {
    ...{ name: "softplus'", own: slopeOf('softplus'), reference: sigmoid },
    ...{ ...EVERYWHERE, ...ULP, bound: 2.5, dense: [EXP_RANGE, TAILS, CENTRE] },
  },
]

/** Worst error over every sign and exponent with `mantissas` mantissas each, and `points` numbers of each dense range. */
export function measureAccuracy(
  { name, range, holds, own, reference, unit, unitName, bound, dense }: AccuracyCase,
  mantissas: number,
  points: number,
): AccuracyRow {
  let worst = 0
  let at = 0
  const wrong: string[] = []
  for (const x of [allExponents(mantissas), ...dense.map(([low, high]) => spread(low, high, points))]) {
    const values = own(x)
    for (const [index, value] of values.entries()) {
      const place = x[index]!
      if (!holds(place)) continue
      const expected = reference(place)
      const rounded = Math.fround(expected)
      if (!Number.isFinite(rounded) || !Number.isFinite(value)) {
        if (!Object.is(rounded, value)) wrong.push(`${place}: ${value} for ${rounded}`)
        continue
      }
      const error = Math.abs(value - expected) / unit(expected)
      if (error > worst) {
        worst = error
        at = place
      }
    }
  }
  return { name, range, bound, unitName, worst, at, wrong }
}
