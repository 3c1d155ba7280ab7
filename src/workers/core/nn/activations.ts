import { DEFAULT_ELU_ALPHA, DEFAULT_LEAKY_SLOPE } from '@shared/schemes'
import type { ActivationName, ActivationSettings } from '@shared/trial-settings'
import { normalDensity, normalDistribution } from '../math/error-function'
import { exp, expm1 } from '../math/exponentials'
import { sigmoid, sigmoidSlope, softplus, tanh, tanhSlope } from '../math/sigmoids'

/**
 * phi and phi' in double arithmetic; `parameter` is the slope a of leaky-relu or the alpha of elu, ignored by the others.
 * A comparison with NaN is false, so each branch is written to let NaN through.
 */
interface ActivationFunctions {
  readonly value: (z: number, parameter: number) => number
  readonly slope: (z: number, parameter: number) => number
}

/** Klambauer et al. 2017, equation 2 and appendix A: the fixed point mean 0, variance 1. */
const SELU_ALPHA = 1.6732632423543772
const SELU_SCALE = 1.0507009873554805

/**
 * The derivative at a kink is the one from below: relu'(0) = 0, leaky-relu'(0) = a, elu'(0) = alpha, as in PyTorch.
 * gelu is the exact one, z Phi(z). silu and gelu of -Infinity are NaN (-Infinity times 0), as in PyTorch.
 */
const FUNCTIONS: Readonly<Record<ActivationName, ActivationFunctions>> = {
  linear: { value: (z) => z, slope: () => 1 },
  relu: {
    value: (z) => (z <= 0 ? 0 : z),
    slope: (z) => (z <= 0 ? 0 : z > 0 ? 1 : NaN),
  },
  'leaky-relu': {
    value: (z, a) => (z <= 0 ? a * z : z),
    slope: (z, a) => (z <= 0 ? a : z > 0 ? 1 : NaN),
  },
  tanh: { value: tanh, slope: tanhSlope },
  sigmoid: { value: sigmoid, slope: sigmoidSlope },
  elu: {
    value: (z, alpha) => (z > 0 ? z : alpha * expm1(z)),
    slope: (z, alpha) => (z > 0 ? 1 : alpha * exp(z)),
  },
  selu: {
    value: (z) => SELU_SCALE * (z > 0 ? z : SELU_ALPHA * expm1(z)),
    slope: (z) => SELU_SCALE * (z > 0 ? 1 : SELU_ALPHA * exp(z)),
  },
  gelu: {
    value: (z) => z * normalDistribution(z),
    slope: (z) => normalDistribution(z) + z * normalDensity(z),
  },
  silu: {
    value: (z) => z * sigmoid(z),
    slope: (z) => sigmoid(z) * (1 + z * sigmoid(-z)),
  },
  softplus: { value: softplus, slope: sigmoid },
}

/** The parameter of an activation: its slope, or the default where the settings leave it null. */
function parameterOf(activation: ActivationSettings): number {
  return activation.slope ?? (activation.name === 'elu' ? DEFAULT_ELU_ALPHA : DEFAULT_LEAKY_SLOPE)
}

/** h(i) = phi(z(i)) for i in [0, count), computed in double and rounded to float32 once. */
export function applyActivation(
  activation: ActivationSettings,
  z: Float32Array,
  h: Float32Array,
  count: number,
): void {
  if (activation.name === 'relu') {
    for (let index = 0; index < count; index += 1) h[index] = z[index] <= 0 ? 0 : z[index]
    return
  }
  const { value } = FUNCTIONS[activation.name]
  const parameter = parameterOf(activation)
  for (let index = 0; index < count; index += 1) h[index] = value(z[index], parameter)
}

/**
 * delta(i) = delta(i) phi'(z(i)) for i in [0, count): phi' in double, rounded to float32, then the float32 product.
 * A NaN or infinite delta is not masked by a slope of 0: it becomes NaN.
 */
export function applyActivationSlope(
  activation: ActivationSettings,
  z: Float32Array,
  delta: Float32Array,
  count: number,
): void {
  const { slope } = FUNCTIONS[activation.name]
  const parameter = parameterOf(activation)
  for (let index = 0; index < count; index += 1) delta[index] *= Math.fround(slope(z[index], parameter))
}
