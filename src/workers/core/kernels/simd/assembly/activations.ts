// activate and applySlope (ActivationKernels): one exported loop for each activation, chosen in ../simd-activations.ts, so
// nothing branches inside a loop. `count` is a multiple of 16. A turn does four vectors: V8 makes the constants anew in
// every turn, and sharing them saves 15 to 30 % against two vectors a turn.
import {
  expm1,
  expOfNegative,
  gelu,
  geluSlope,
  sigmoid,
  silu,
  siluSlope,
  softplus,
  tanh,
} from './functions'

const RELU = 1
const LEAKY_RELU = 2
const TANH = 4
const SIGMOID = 5
const ELU = 6
const SELU = 7
const GELU = 8
const SILU = 9
const SOFTPLUS = 10
const HARD_TANH = 11

/** Klambauer et al. 2017, equation 2 and appendix A: the fixed point mean 0, variance 1. */
const SELU_SCALE: f32 = 1.05070102
const SELU_SCALE_ALPHA: f32 = 1.75809932

/** phi(z). NaN fails every comparison, so each selection keeps z, or what is made of z, where nothing is known. */
@inline
function valueOf(code: i32, z: v128, parameter: v128): v128 {
  const zero = f32x4.splat(0)
  if (code == RELU) return f32x4.pmax(z, zero)
  if (code == LEAKY_RELU) return v128.bitselect(z, f32x4.mul(parameter, z), f32x4.gt(z, zero))
  if (code == TANH) return tanh(z)
  if (code == SIGMOID) return sigmoid(z)
  if (code == ELU) return v128.bitselect(z, f32x4.mul(parameter, expm1(z)), f32x4.gt(z, zero))
  if (code == SELU) {
    const above = f32x4.mul(f32x4.splat(SELU_SCALE), z)
    const below = f32x4.mul(f32x4.splat(SELU_SCALE_ALPHA), expm1(z))
    return v128.bitselect(above, below, f32x4.gt(z, zero))
  }
  if (code == GELU) return gelu(z)
  if (code == SILU) return silu(z)
  if (code == SOFTPLUS) return softplus(z)
  return f32x4.pmin(f32x4.pmax(z, f32x4.splat(-1)), f32x4.splat(1))
}

/** `slope`, or NaN where z is NaN: a comparison that holds is a vector of ones, which is a NaN. */
@inline
function orNaN(slope: v128, z: v128): v128 {
  return v128.or(slope, f32x4.ne(z, z))
}

/**
 * Whether phi' is computed from h = phi(z) instead of z. relu and hard-tanh can do with either, as h lies on the same side of
 * each kink as z and is NaN where z is: the backward pass has just read h for the gradient of the next weights.
 */
@inline
function slopeTakesOutput(code: i32): bool {
  return code == RELU || code == TANH || code == SIGMOID || code == HARD_TANH
}

/** phi' from four z, or four h where `slopeTakesOutput`; at a kink as in PyTorch. */
@inline
function slopeOf(code: i32, x: v128, parameter: v128): v128 {
  const zero = f32x4.splat(0)
  const one = f32x4.splat(1)
  if (code == TANH) return f32x4.sub(one, f32x4.mul(x, x))
  if (code == SIGMOID) return f32x4.mul(x, f32x4.sub(one, x))
  if (code == RELU) return orNaN(v128.and(one, f32x4.gt(x, zero)), x)
  if (code == LEAKY_RELU) return orNaN(v128.bitselect(one, parameter, f32x4.gt(x, zero)), x)
  if (code == ELU) {
    return v128.bitselect(one, f32x4.mul(parameter, expOfNegative(x)), f32x4.gt(x, zero))
  }
  if (code == SELU) {
    const below = f32x4.mul(f32x4.splat(SELU_SCALE_ALPHA), expOfNegative(x))
    return v128.bitselect(f32x4.splat(SELU_SCALE), below, f32x4.gt(x, zero))
  }
  if (code == GELU) return geluSlope(x)
  if (code == SILU) return siluSlope(x)
  if (code == SOFTPLUS) return sigmoid(x)
  return orNaN(v128.and(one, f32x4.lt(f32x4.abs(x), one)), x)
}

/** h = phi(z) */
@inline
function activateAll(code: i32, parameter: f32, z: usize, h: usize, count: i32): void {
  const bytes = (<usize>count) << 2
  const factor = f32x4.splat(parameter)
  for (let at: usize = 0; at < bytes; at += 64) {
    const first = valueOf(code, v128.load(z + at), factor)
    const second = valueOf(code, v128.load(z + at, 16), factor)
    const third = valueOf(code, v128.load(z + at, 32), factor)
    const fourth = valueOf(code, v128.load(z + at, 48), factor)
    v128.store(h + at, first)
    v128.store(h + at, second, 16)
    v128.store(h + at, third, 32)
    v128.store(h + at, fourth, 48)
  }
}

/** delta = delta phi' */
@inline
function slopeAll(code: i32, parameter: f32, z: usize, h: usize, delta: usize, count: i32): void {
  const bytes = (<usize>count) << 2
  const factor = f32x4.splat(parameter)
  const from = slopeTakesOutput(code) ? h : z
  for (let at: usize = 0; at < bytes; at += 64) {
    const first = f32x4.mul(v128.load(delta + at), slopeOf(code, v128.load(from + at), factor))
    const second = f32x4.mul(v128.load(delta + at, 16), slopeOf(code, v128.load(from + at, 16), factor))
    const third = f32x4.mul(v128.load(delta + at, 32), slopeOf(code, v128.load(from + at, 32), factor))
    const fourth = f32x4.mul(v128.load(delta + at, 48), slopeOf(code, v128.load(from + at, 48), factor))
    v128.store(delta + at, first)
    v128.store(delta + at, second, 16)
    v128.store(delta + at, third, 32)
    v128.store(delta + at, fourth, 48)
  }
}

/** The values of linear. */
export function copyNumbers(from: usize, to: usize, count: i32): void {
  memory.copy(to, from, (<usize>count) << 2)
}

export function activateRelu(parameter: f32, z: usize, h: usize, count: i32): void {
  activateAll(RELU, parameter, z, h, count)
}

export function activateLeakyRelu(parameter: f32, z: usize, h: usize, count: i32): void {
  activateAll(LEAKY_RELU, parameter, z, h, count)
}

export function activateTanh(parameter: f32, z: usize, h: usize, count: i32): void {
  activateAll(TANH, parameter, z, h, count)
}

export function activateSigmoid(parameter: f32, z: usize, h: usize, count: i32): void {
  activateAll(SIGMOID, parameter, z, h, count)
}

export function activateElu(parameter: f32, z: usize, h: usize, count: i32): void {
  activateAll(ELU, parameter, z, h, count)
}

export function activateSelu(parameter: f32, z: usize, h: usize, count: i32): void {
  activateAll(SELU, parameter, z, h, count)
}

export function activateGelu(parameter: f32, z: usize, h: usize, count: i32): void {
  activateAll(GELU, parameter, z, h, count)
}

export function activateSilu(parameter: f32, z: usize, h: usize, count: i32): void {
  activateAll(SILU, parameter, z, h, count)
}

export function activateSoftplus(parameter: f32, z: usize, h: usize, count: i32): void {
  activateAll(SOFTPLUS, parameter, z, h, count)
}

export function activateHardTanh(parameter: f32, z: usize, h: usize, count: i32): void {
  activateAll(HARD_TANH, parameter, z, h, count)
}

export function slopeRelu(parameter: f32, z: usize, h: usize, delta: usize, count: i32): void {
  slopeAll(RELU, parameter, z, h, delta, count)
}

export function slopeLeakyRelu(parameter: f32, z: usize, h: usize, delta: usize, count: i32): void {
  slopeAll(LEAKY_RELU, parameter, z, h, delta, count)
}

export function slopeTanh(parameter: f32, z: usize, h: usize, delta: usize, count: i32): void {
  slopeAll(TANH, parameter, z, h, delta, count)
}

export function slopeSigmoid(parameter: f32, z: usize, h: usize, delta: usize, count: i32): void {
  slopeAll(SIGMOID, parameter, z, h, delta, count)
}

export function slopeElu(parameter: f32, z: usize, h: usize, delta: usize, count: i32): void {
  slopeAll(ELU, parameter, z, h, delta, count)
}

export function slopeSelu(parameter: f32, z: usize, h: usize, delta: usize, count: i32): void {
  slopeAll(SELU, parameter, z, h, delta, count)
}

export function slopeGelu(parameter: f32, z: usize, h: usize, delta: usize, count: i32): void {
  slopeAll(GELU, parameter, z, h, delta, count)
}

export function slopeSilu(parameter: f32, z: usize, h: usize, delta: usize, count: i32): void {
  slopeAll(SILU, parameter, z, h, delta, count)
}

export function slopeSoftplus(parameter: f32, z: usize, h: usize, delta: usize, count: i32): void {
  slopeAll(SOFTPLUS, parameter, z, h, delta, count)
}

export function slopeHardTanh(parameter: f32, z: usize, h: usize, delta: usize, count: i32): void {
  slopeAll(HARD_TANH, parameter, z, h, delta, count)
}
