// Elementary functions of four float32, built from + - * /, comparisons and integer bits alone: the same bits on every
// processor. The twin in ../../scalar/functions.ts does the same operations in the same order; how the polynomials came
// about stands there. Measured errors and limits: docs/numerics.md.
//
// NaN: every clamp is pmin(x, bound) or pmax(x, bound) with x FIRST. pmin(a, b) is b < a ? b : a, so a NaN x stays;
// with the operands exchanged the bound would take its place.

const LOG2_E: f32 = 1.44269504
/** 1.5 2^23: x + ROUNDER has the whole number nearest to x (ties to even) in its low bits. */
const ROUNDER: f32 = 12582912
const ROUNDER_BITS: i32 = 0x4b400000
/** ln 2 in two parts; the first has 9 trailing zero bits, so its product with an exponent is exact. */
const LN2_HIGH: f32 = 0.693145751953125
const LN2_LOW: f32 = 1.42860677e-6
/** e^-104 is below half the smallest subnormal, e^89 above the largest float32. */
const EXP_LOWEST: f32 = -104
const EXP_HIGHEST: f32 = 89
/** e^-20 - 1 and tanh(10) are -1 and 1 in float32. */
const EXPM1_LOWEST: f32 = -20
/** Below it e^x - 1 is x. */
const EXPM1_TINY: f32 = 2.9802322387695312e-8
const SQRT_HALF_BITS: i32 = 0x3f3504f3
const SMALLEST_NORMAL: f32 = 1.1754943508222875e-38
const TWO_23: f32 = 8388608
/** Phi(-14.5) is below half the smallest subnormal. */
const TAIL_END: f32 = 14.5
const TAIL_CENTRE: f32 = 3.5
/** 1 / sqrt(2 pi) */
const DENSITY_AT_0: f32 = 0.398942292

@inline
function multiplyAdd(a: v128, b: v128, c: f32): v128 {
  return f32x4.add(f32x4.mul(a, b), f32x4.splat(c))
}

/** x log2(e) + ROUNDER: the exponent of e^x in its low bits. */
@inline
function exponentSum(x: v128): v128 {
  return f32x4.add(f32x4.mul(x, f32x4.splat(LOG2_E)), f32x4.splat(ROUNDER))
}

/** x - n ln 2 with n of `exponentSum`, in [-0.3466, 0.3466]. */
@inline
function reduced(x: v128, sum: v128): v128 {
  const n = f32x4.sub(sum, f32x4.splat(ROUNDER))
  return f32x4.sub(
    f32x4.sub(x, f32x4.mul(n, f32x4.splat(LN2_HIGH))),
    f32x4.mul(n, f32x4.splat(LN2_LOW)),
  )
}

/** e^r - 1 = r + r^2 q(r) for |r| <= 0.348. */
@inline
function reducedExpm1(r: v128): v128 {
  let q = f32x4.splat(0.0013845644)
  q = multiplyAdd(q, r, 0.008369716)
  q = multiplyAdd(q, r, 0.041668043)
  q = multiplyAdd(q, r, 0.16666512)
  q = multiplyAdd(q, r, 0.49999994)
  return f32x4.add(r, f32x4.mul(f32x4.mul(r, r), q))
}

/** 2^(n + shift), n of `exponentSum`, for a normal result. */
@inline
function power(sum: v128, shift: i32): v128 {
  return i32x4.add(i32x4.shl(sum, 23), i32x4.splat((127 + shift) << 23))
}

/** e^r 2^n in two factors 2^floor(n/2) and 2^(n - floor(n/2)), so that the last product rounds a subnormal once. */
@inline
function scaledExp(r: v128, sum: v128): v128 {
  const n = i32x4.sub(sum, i32x4.splat(ROUNDER_BITS))
  const half = i32x4.shr_s(n, 1)
  const one = i32x4.splat(127)
  const first = i32x4.shl(i32x4.add(half, one), 23)
  const second = i32x4.shl(i32x4.add(i32x4.sub(n, half), one), 23)
  const fraction = f32x4.add(f32x4.splat(1), reducedExpm1(r))
  return f32x4.mul(f32x4.mul(fraction, first), second)
}

/** e^x */
@inline
export function exp(x: v128): v128 {
  const bounded = f32x4.pmax(f32x4.pmin(x, f32x4.splat(EXP_HIGHEST)), f32x4.splat(EXP_LOWEST))
  const sum = exponentSum(bounded)
  return scaledExp(reduced(bounded, sum), sum)
}

/** e^x for x <= 0; anything but NaN for x > 89. */
@inline
export function expOfNegative(x: v128): v128 {
  const bounded = f32x4.pmax(x, f32x4.splat(EXP_LOWEST))
  const sum = exponentSum(bounded)
  return scaledExp(reduced(bounded, sum), sum)
}

/** e^x - 1 */
@inline
export function expm1(x: v128): v128 {
  const bounded = f32x4.pmax(f32x4.pmin(x, f32x4.splat(EXP_HIGHEST)), f32x4.splat(EXPM1_LOWEST))
  const sum = exponentSum(bounded)
  const fraction = reducedExpm1(reduced(bounded, sum))
  const halfScale = power(sum, -1)
  const half = f32x4.add(f32x4.mul(halfScale, fraction), f32x4.sub(halfScale, f32x4.splat(0.5)))
  const tiny = f32x4.lt(f32x4.abs(x), f32x4.splat(EXPM1_TINY))
  return v128.bitselect(x, f32x4.add(half, half), tiny)
}

/** tanh x = -m / (m + 2) with the sign of x, m = e^(-2|x|) - 1. */
@inline
export function tanh(x: v128): v128 {
  const doubled = f32x4.mul(f32x4.abs(x), f32x4.splat(-2))
  const bounded = f32x4.pmax(doubled, f32x4.splat(EXPM1_LOWEST))
  const sum = exponentSum(bounded)
  const fraction = reducedExpm1(reduced(bounded, sum))
  const scale = power(sum, 0)
  const m = f32x4.add(f32x4.mul(scale, fraction), f32x4.sub(scale, f32x4.splat(1)))
  const size = f32x4.div(m, f32x4.add(m, f32x4.splat(2)))
  return v128.bitselect(x, size, i32x4.splat(<i32>0x80000000))
}

/** 1 / (1 + e^-x) as (x < 0 ? e : 1) / (1 + e), e = e^-|x|. */
@inline
export function sigmoid(x: v128): v128 {
  const e = expOfNegative(f32x4.neg(f32x4.abs(x)))
  const one = f32x4.splat(1)
  return f32x4.div(v128.bitselect(e, one, f32x4.lt(x, f32x4.splat(0))), f32x4.add(one, e))
}

/** Exponent k of x = 2^k m, m in [sqrt(1/2), sqrt(2)), for normal x > 0. */
@inline
function exponentOf(x: v128): v128 {
  return i32x4.shr_s(i32x4.sub(x, i32x4.splat(SQRT_HALF_BITS)), 23)
}

/** ln(1 + f) + k ln 2 = f - f^2/2 + f^3 p(f) + k ln 2 for 1 + f in [sqrt(1/2), sqrt(2)]. */
@inline
function logOfParts(f: v128, k: v128): v128 {
  let p = f32x4.splat(-0.07634495)
  p = multiplyAdd(p, f, 0.12761585)
  p = multiplyAdd(p, f, -0.13160202)
  p = multiplyAdd(p, f, 0.14201808)
  p = multiplyAdd(p, f, -0.16623381)
  p = multiplyAdd(p, f, 0.20001228)
  p = multiplyAdd(p, f, -0.2500082)
  p = multiplyAdd(p, f, 0.3333333)
  const square = f32x4.mul(f, f)
  const exponent = f32x4.convert_i32x4_s(k)
  let rest = f32x4.mul(f32x4.mul(f, square), p)
  rest = f32x4.add(rest, f32x4.mul(exponent, f32x4.splat(LN2_LOW)))
  rest = f32x4.sub(rest, f32x4.mul(square, f32x4.splat(0.5)))
  return f32x4.add(f32x4.add(f, rest), f32x4.mul(exponent, f32x4.splat(LN2_HIGH)))
}

/** ln x */
@inline
export function log(x: v128): v128 {
  const subnormal = f32x4.lt(x, f32x4.splat(SMALLEST_NORMAL))
  const normal = v128.bitselect(f32x4.mul(x, f32x4.splat(TWO_23)), x, subnormal)
  const k = exponentOf(normal)
  const f = f32x4.sub(i32x4.sub(normal, i32x4.shl(k, 23)), f32x4.splat(1))
  const exponent = i32x4.sub(k, v128.and(i32x4.splat(23), subnormal))
  const finite = logOfParts(f, exponent)
  const infinity = f32x4.splat(Infinity)
  const inside = v128.and(f32x4.gt(x, f32x4.splat(0)), f32x4.lt(x, infinity))
  const belowZero = v128.bitselect(f32x4.splat(NaN), x, f32x4.lt(x, f32x4.splat(0)))
  const outside = v128.bitselect(f32x4.neg(infinity), belowZero, f32x4.eq(x, f32x4.splat(0)))
  return v128.bitselect(finite, outside, inside)
}

/** ln(u + lost) for u in [1, 2^126] and `lost`, the rounding error of u, which carries NaN too. */
@inline
function logOfSum(u: v128, lost: v128): v128 {
  const k = exponentOf(u)
  const bits = i32x4.shl(k, 23)
  const inverse = i32x4.sub(f32x4.splat(1), bits)
  const f = f32x4.add(f32x4.sub(i32x4.sub(u, bits), f32x4.splat(1)), f32x4.mul(lost, inverse))
  return logOfParts(f, k)
}

/** ln(1 + x) for 0 <= x <= 2^125 */
@inline
export function log1p(x: v128): v128 {
  const one = f32x4.splat(1)
  const u = f32x4.add(one, x)
  return logOfSum(u, f32x4.sub(f32x4.pmin(x, one), f32x4.sub(u, f32x4.pmax(x, one))))
}

/** ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|) */
@inline
export function softplus(x: v128): v128 {
  const one = f32x4.splat(1)
  const e = expOfNegative(f32x4.neg(f32x4.abs(x)))
  const u = f32x4.add(one, e)
  const rest = logOfSum(u, f32x4.sub(e, f32x4.sub(u, one)))
  return f32x4.add(f32x4.pmax(x, f32x4.splat(0)), rest)
}

/** min(|z|, 14.5): where the lower tail of the normal distribution ends. */
@inline
export function tailPlace(z: v128): v128 {
  return f32x4.pmin(f32x4.abs(z), f32x4.splat(TAIL_END))
}

/** e^(-t^2 / 2) for t in [0, 14.5]; t^2 is taken apart at the upper 12 bits of t, whose square is exact. */
@inline
export function bellCurve(t: v128): v128 {
  const high = v128.and(t, i32x4.splat(<i32>0xfffff000))
  const square = f32x4.mul(high, high)
  const rest = f32x4.mul(f32x4.sub(t, high), f32x4.add(t, high))
  const minusHalf = f32x4.splat(-0.5)
  const sum = exponentSum(f32x4.mul(f32x4.add(square, rest), minusHalf))
  const r = f32x4.add(reduced(f32x4.mul(square, minusHalf), sum), f32x4.mul(rest, minusHalf))
  return scaledExp(r, sum)
}

/** Phi(-t) e^(t^2 / 2) = g(w) / (t + 3.5), w = (t - 3.5) / (t + 3.5), for t in [0, 14.5]. */
@inline
export function scaledTail(t: v128): v128 {
  const sum = f32x4.add(t, f32x4.splat(TAIL_CENTRE))
  const w = f32x4.div(f32x4.sub(t, f32x4.splat(TAIL_CENTRE)), sum)
  let g = f32x4.splat(0.00011068819)
  g = multiplyAdd(g, w, 0.00042189631)
  g = multiplyAdd(g, w, -0.0004949428)
  g = multiplyAdd(g, w, -0.0031753099)
  g = multiplyAdd(g, w, 0.006493116)
  g = multiplyAdd(g, w, 0.017406378)
  g = multiplyAdd(g, w, -0.11605311)
  g = multiplyAdd(g, w, 0.31542507)
  g = multiplyAdd(g, w, -0.5655617)
  g = multiplyAdd(g, w, 0.74441606)
  return f32x4.div(g, sum)
}

/** Phi(z): the tail at |z|, below 0 itself, above 0 taken from 1. */
@inline
export function normalDistribution(z: v128): v128 {
  const t = tailPlace(z)
  const tail = f32x4.mul(bellCurve(t), scaledTail(t))
  return v128.bitselect(tail, f32x4.sub(f32x4.splat(1), tail), f32x4.lt(z, f32x4.splat(0)))
}

/** z Phi(z) = max(z, 0) - |z| Phi(-|z|); NaN at -Infinity, as -Infinity times 0. */
@inline
export function gelu(z: v128): v128 {
  const zero = f32x4.splat(0)
  const t = tailPlace(z)
  const tail = f32x4.mul(f32x4.mul(t, scaledTail(t)), bellCurve(t))
  return f32x4.sub(v128.bitselect(f32x4.mul(z, zero), z, f32x4.lt(z, zero)), tail)
}

/** gelu'(z) = Phi(z) + z phi(z); with b = e^(-t^2/2) (Phi(-t) e^(t^2/2) - t phi(0)), t = |z|: b below 0, 1 - b above. */
@inline
export function geluSlope(z: v128): v128 {
  const t = tailPlace(z)
  const line = f32x4.mul(f32x4.abs(z), f32x4.splat(DENSITY_AT_0))
  const below = f32x4.mul(bellCurve(t), f32x4.sub(scaledTail(t), line))
  return v128.bitselect(below, f32x4.sub(f32x4.splat(1), below), f32x4.lt(z, f32x4.splat(0)))
}

/** z sigmoid(z); NaN at -Infinity, as -Infinity times 0. */
@inline
export function silu(z: v128): v128 {
  return f32x4.mul(z, sigmoid(z))
}

/** silu'(z) = s (1 + z (1 - s)) with s = sigmoid(z) and 1 - s = sigmoid(-z) from the same exponential. */
@inline
export function siluSlope(z: v128): v128 {
  const one = f32x4.splat(1)
  const e = expOfNegative(f32x4.neg(f32x4.abs(z)))
  const larger = f32x4.div(one, f32x4.add(one, e))
  const smaller = f32x4.mul(e, larger)
  const negative = f32x4.lt(z, f32x4.splat(0))
  const s = v128.bitselect(smaller, larger, negative)
  const complement = v128.bitselect(larger, smaller, negative)
  return f32x4.mul(s, f32x4.add(one, f32x4.mul(z, complement)))
}
