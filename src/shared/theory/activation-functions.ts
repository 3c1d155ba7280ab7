import { DEFAULT_ELU_ALPHA, DEFAULT_LEAKY_SLOPE, DEFAULT_PRELU_SLOPE } from '../activation-defaults'
import type { ActivationSettings } from '../trial-settings'
import type { Bend } from './gaussian-rule'
import { normalCdf, normalDensity } from '../statistics/normal-distribution'

/** An activation as theory needs it; the core has its own, bit for bit defined, in float32. */
export interface ActivationFunction {
  readonly value: (u: number) => number
  /** phi'(u), given h = phi(u); at a kink as PyTorch has it. */
  readonly slope: (u: number, h: number) => number
  readonly bends: readonly Bend[]
  /** Slopes a for u < 0 and b for u > 0 when phi(u) = a u or b u everywhere; else null. */
  readonly rays: Rays | null
  /** Slopes just beside 0. */
  readonly nearRays: Rays
  /** Slopes far from 0; both 0 when phi is bounded. */
  readonly farRays: Rays
}

export interface Rays {
  readonly negative: number
  readonly positive: number
}

/** Source: Klambauer et al. 2017, equation 2. */
const SELU_ALPHA = 1.6732632423543772
const SELU_SCALE = 1.0507009873554805

const KINK_AT_ZERO: readonly Bend[] = [{ at: 0, scale: Infinity }]
const CURVE_OF_ONE: readonly Bend[] = [{ at: 0, scale: 1 }]
/** The nearest pole of the logistic function lies at i pi, twice as far as that of tanh. */
const CURVE_OF_TWO: readonly Bend[] = [{ at: 0, scale: 2 }]

const FLAT: Rays = { negative: 0, positive: 0 }
const RECTIFIED: Rays = { negative: 0, positive: 1 }

function straight(slope: number): Rays {
  return { negative: slope, positive: slope }
}

/** E[(phi'(u))^2] of two rays, and E[phi(u)^2] / E[u^2], under any symmetric u. */
export function rayPower({ negative, positive }: Rays): number {
  return (negative * negative + positive * positive) / 2
}

function logistic(u: number): number {
  if (u >= 0) return 1 / (1 + Math.exp(-u))
  const power = Math.exp(u)
  return power / (1 + power)
}

function rayActivation(negative: number): ActivationFunction {
  const rays = { negative, positive: 1 }
  return {
    value: (u) => (u > 0 ? u : negative * u),
    slope: (u) => (u > 0 ? 1 : negative),
    bends: negative === 1 ? [] : KINK_AT_ZERO,
    rays,
    nearRays: rays,
    farRays: rays,
  }
}

function exponentialLinear(scale: number, alpha: number): ActivationFunction {
  return {
    value: (u) => scale * (u > 0 ? u : alpha * Math.expm1(u)),
    slope: (u) => scale * (u > 0 ? 1 : alpha * Math.exp(u)),
    bends: CURVE_OF_ONE,
    rays: null,
    nearRays: { negative: scale * alpha, positive: scale },
    farRays: { negative: 0, positive: scale },
  }
}

const TANH: ActivationFunction = {
  value: Math.tanh,
  slope: (_, h) => 1 - h * h,
  bends: CURVE_OF_ONE,
  rays: null,
  nearRays: straight(1),
  farRays: FLAT,
}

const SIGMOID: ActivationFunction = {
  value: logistic,
  slope: (_, h) => h * (1 - h),
  bends: CURVE_OF_TWO,
  rays: null,
  nearRays: straight(0.25),
  farRays: FLAT,
}

const GELU: ActivationFunction = {
  value: (u) => u * normalCdf(u),
  slope: (u, h) => (u === 0 ? 0.5 : h / u) + u * normalDensity(u),
  bends: CURVE_OF_ONE,
  rays: null,
  nearRays: straight(0.5),
  farRays: RECTIFIED,
}

const SILU: ActivationFunction = {
  value: (u) => u * logistic(u),
  slope: (u, h) => {
    const share = logistic(u)
    return share + h * (1 - share)
  },
  bends: CURVE_OF_TWO,
  rays: null,
  nearRays: straight(0.5),
  farRays: RECTIFIED,
}

const SOFTPLUS: ActivationFunction = {
  value: (u) => Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u))),
  slope: logistic,
  bends: CURVE_OF_TWO,
  rays: null,
  nearRays: straight(0.5),
  farRays: RECTIFIED,
}

const HARD_TANH: ActivationFunction = {
  value: (u) => Math.max(-1, Math.min(1, u)),
  slope: (u) => (Math.abs(u) < 1 ? 1 : 0),
  bends: [
    { at: -1, scale: Infinity },
    { at: 1, scale: Infinity },
  ],
  rays: null,
  nearRays: straight(1),
  farRays: FLAT,
}

/** Definitions as in the core: gelu with the normal distribution function, prelu at its starting slope. */
export function activationFunction({ name, slope }: ActivationSettings): ActivationFunction {
  switch (name) {
    case 'linear':
      return rayActivation(1)
    case 'relu':
      return rayActivation(0)
    case 'leaky-relu':
      return rayActivation(slope ?? DEFAULT_LEAKY_SLOPE)
    case 'prelu':
      return rayActivation(slope ?? DEFAULT_PRELU_SLOPE)
    case 'elu':
      return exponentialLinear(1, slope ?? DEFAULT_ELU_ALPHA)
    case 'selu':
      return exponentialLinear(SELU_SCALE, SELU_ALPHA)
    case 'tanh':
      return TANH
    case 'sigmoid':
      return SIGMOID
    case 'gelu':
      return GELU
    case 'silu':
      return SILU
    case 'softplus':
      return SOFTPLUS
    case 'hard-tanh':
      return HARD_TANH
  }
}
