/**
 * Elementary functions in float32, operation by operation those of ../simd/assembly/functions.ts, so both give the same
 * bits. Every polynomial is the minimax polynomial (Remez exchange in 40-digit arithmetic, error weighted to be relative
 * to the function's value) with its coefficients rounded to float32 and moved by single units in the last place while
 * that lowered the largest error; the error given with it is the polynomial's own, before rounding of the evaluation.
 * Measured errors and limits of the functions: docs/numerics.md.
 */
const f = Math.fround

const LOG2_E = f(1.44269504)
/** 1.5 2^23: x + ROUNDER has the whole number nearest to x (ties to even) in its low bits. */
const ROUNDER = 12582912
/** ln 2 in two parts; the first has 9 trailing zero bits, so its product with an exponent is exact. */
const LN2_HIGH = f(0.693145751953125)
const LN2_LOW = f(1.42860677e-6)
/** e^-104 is below half the smallest subnormal, e^89 above the largest float32. */
const EXP_LOWEST = -104
const EXP_HIGHEST = 89
/** e^-20 - 1 and tanh(10) are -1 and 1 in float32. */
const EXPM1_LOWEST = -20
/** Below it e^x - 1 is x. */
const EXPM1_TINY = 2.9802322387695312e-8
const SQRT_HALF_BITS = 0x3f3504f3
const ONE_BITS = 0x3f800000
const SMALLEST_NORMAL = 1.1754943508222875e-38
const TWO_23 = 8388608
/** Phi(-14.5) is below half the smallest subnormal. */
const TAIL_END = 14.5
const TAIL_CENTRE = 3.5
/** 1 / sqrt(2 pi) */
const DENSITY_AT_0 = f(0.398942292)

const view = new Float32Array(1)
const bits = new Int32Array(view.buffer)

/** a b + c, rounded twice. */
function multiplyAdd(a: number, b: number, c: number): number {
  return f(f(a * b) + c)
}

function powerOfTwo(exponent: number): number {
  bits[0] = (exponent + 127) << 23
  return view[0]
}

/** The whole number nearest to x log2(e), for |x| <= 104: the exponent of e^x. */
function exponentOfExp(x: number): number {
  return f(f(f(x * LOG2_E) + ROUNDER) - ROUNDER)
}

/** x - n ln 2, in [-0.3466, 0.3466]. */
function reduced(x: number, n: number): number {
  return f(f(x - f(n * LN2_HIGH)) - f(n * LN2_LOW))
}

const EXP_0 = f(0.49999994)
const EXP_1 = f(0.16666512)
const EXP_2 = f(0.041668043)
const EXP_3 = f(0.008369716)
const EXP_4 = f(0.0013845644)

/** e^r - 1 = r + r^2 q(r) for |r| <= 0.348; error 2^-28.1 of e^r. */
function reducedExpm1(r: number): number {
  let q = multiplyAdd(EXP_4, r, EXP_3)
  q = multiplyAdd(q, r, EXP_2)
  q = multiplyAdd(q, r, EXP_1)
  q = multiplyAdd(q, r, EXP_0)
  return f(r + f(f(r * r) * q))
}

/** e^r 2^n in two factors, so that the last product rounds a subnormal once. */
function scaledExp(r: number, n: number): number {
  const half = n >> 1
  const fraction = f(1 + reducedExpm1(r))
  return f(f(fraction * powerOfTwo(half)) * powerOfTwo(n - half))
}

/** e^x: 0 below -103.97, through the subnormals, to Infinity above 88.72. */
export function exp(x: number): number {
  const bounded = x > EXP_HIGHEST ? EXP_HIGHEST : x < EXP_LOWEST ? EXP_LOWEST : x
  const n = exponentOfExp(bounded)
  return scaledExp(reduced(bounded, n), n)
}

/** e^x - 1 = 2 (2^(n-1) (e^r - 1) + (2^(n-1) - 1/2)), relatively exact near 0 and with the sign of a zero. */
export function expm1(x: number): number {
  if (Math.abs(x) < EXPM1_TINY) return x
  const bounded = x > EXP_HIGHEST ? EXP_HIGHEST : x < EXPM1_LOWEST ? EXPM1_LOWEST : x
  const n = exponentOfExp(bounded)
  const halfScale = powerOfTwo(n - 1)
  const half = f(f(halfScale * reducedExpm1(reduced(bounded, n))) + f(halfScale - 0.5))
  return f(half + half)
}

/** tanh x = -m / (m + 2) with the sign of x, m = e^(-2|x|) - 1. */
export function tanh(x: number): number {
  const doubled = f(Math.abs(x) * -2)
  const bounded = doubled < EXPM1_LOWEST ? EXPM1_LOWEST : doubled
  const n = exponentOfExp(bounded)
  const scale = powerOfTwo(n)
  const m = f(f(scale * reducedExpm1(reduced(bounded, n))) + f(scale - 1))
  const size = Math.abs(f(m / f(m + 2)))
  return x < 0 || Object.is(x, -0) ? -size : size
}

/** 1 / (1 + e^-x) as (x < 0 ? e : 1) / (1 + e), e = e^-|x|: relatively exact in the lower tail. */
export function sigmoid(x: number): number {
  const e = exp(-Math.abs(x))
  return f((x < 0 ? e : 1) / f(1 + e))
}

const LOG_0 = f(0.3333333)
const LOG_1 = f(-0.2500082)
const LOG_2 = f(0.20001228)
const LOG_3 = f(-0.16623381)
const LOG_4 = f(0.14201808)
const LOG_5 = f(-0.13160202)
const LOG_6 = f(0.12761585)
const LOG_7 = f(-0.07634495)

/** ln(1 + f) + k ln 2 = f - f^2/2 + f^3 p(f) + k ln 2 for 1 + f in [sqrt(1/2), sqrt(2)]; error 2^-27.3 of ln(1 + f). */
function logOfParts(fraction: number, k: number): number {
  let p = multiplyAdd(LOG_7, fraction, LOG_6)
  p = multiplyAdd(p, fraction, LOG_5)
  p = multiplyAdd(p, fraction, LOG_4)
  p = multiplyAdd(p, fraction, LOG_3)
  p = multiplyAdd(p, fraction, LOG_2)
  p = multiplyAdd(p, fraction, LOG_1)
  p = multiplyAdd(p, fraction, LOG_0)
  const square = f(fraction * fraction)
  let rest = f(f(fraction * square) * p)
  rest = f(rest + f(k * LN2_LOW))
  rest = f(rest - f(square * 0.5))
  return f(f(fraction + rest) + f(k * LN2_HIGH))
}

/** ln x: log(0) = -Infinity, log of a negative number is NaN. */
export function log(x: number): number {
  if (x < 0) return NaN
  if (x === 0) return -Infinity
  if (!(x < Infinity)) return x
  const subnormal = x < SMALLEST_NORMAL
  view[0] = subnormal ? f(x * TWO_23) : x
  const k = (bits[0] - SQRT_HALF_BITS) >> 23
  bits[0] -= k << 23
  return logOfParts(f(view[0] - 1), subnormal ? k - 23 : k)
}

/** ln(u + lost) for u in [1, 2^126] and `lost`, the rounding error of u, which carries NaN too. */
function logOfSum(u: number, lost: number): number {
  view[0] = u
  const k = (bits[0] - SQRT_HALF_BITS) >> 23
  bits[0] -= k << 23
  const main = f(view[0] - 1)
  bits[0] = ONE_BITS - (k << 23)
  return logOfParts(f(main + f(lost * view[0])), k)
}

/** ln(1 + x) for 0 <= x <= 2^125, relatively exact near 0. */
export function log1p(x: number): number {
  const u = f(1 + x)
  return x < 1 ? logOfSum(u, f(x - f(u - 1))) : logOfSum(u, f(1 - f(u - x)))
}

/** ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|), relatively exact in the lower tail. */
export function softplus(x: number): number {
  const e = exp(-Math.abs(x))
  const u = f(1 + e)
  return f((x < 0 ? 0 : x) + logOfSum(u, f(e - f(u - 1))))
}

/** min(|z|, 14.5): where the lower tail of the normal distribution ends. */
function tailPlace(z: number): number {
  const size = Math.abs(z)
  return size > TAIL_END ? TAIL_END : size
}

/** e^(-t^2 / 2) for t in [0, 14.5]; t^2 is taken apart at the upper 12 bits of t, whose square is exact. */
function bellCurve(t: number): number {
  view[0] = t
  bits[0] &= 0xfffff000
  const high = view[0]
  const square = f(high * high)
  const rest = f(f(t - high) * f(t + high))
  const n = exponentOfExp(f(f(square + rest) * -0.5))
  return scaledExp(f(reduced(f(square * -0.5), n) + f(rest * -0.5)), n)
}

const TAIL_0 = f(0.74441606)
const TAIL_1 = f(-0.5655617)
const TAIL_2 = f(0.31542507)
const TAIL_3 = f(-0.11605311)
const TAIL_4 = f(0.017406378)
const TAIL_5 = f(0.006493116)
const TAIL_6 = f(-0.0031753099)
const TAIL_7 = f(-0.0004949428)
const TAIL_8 = f(0.00042189631)
const TAIL_9 = f(0.00011068819)

/**
 * Phi(-t) e^(t^2 / 2) = g(w) / (t + 3.5), w = (t - 3.5) / (t + 3.5), for t in [0, 14.5]; error 2^-24.9.
 * Form of the fit: Shepherd and Laframboise 1981, Mathematics of Computation 36, 249-253.
 */
function scaledTail(t: number): number {
  const sum = f(t + TAIL_CENTRE)
  const w = f(f(t - TAIL_CENTRE) / sum)
  let g = multiplyAdd(TAIL_9, w, TAIL_8)
  g = multiplyAdd(g, w, TAIL_7)
  g = multiplyAdd(g, w, TAIL_6)
  g = multiplyAdd(g, w, TAIL_5)
  g = multiplyAdd(g, w, TAIL_4)
  g = multiplyAdd(g, w, TAIL_3)
  g = multiplyAdd(g, w, TAIL_2)
  g = multiplyAdd(g, w, TAIL_1)
  g = multiplyAdd(g, w, TAIL_0)
  return f(g / sum)
}

/** Phi(z), the standard normal distribution function, relatively exact in the lower tail. */
export function normalDistribution(z: number): number {
  const t = tailPlace(z)
  const tail = f(bellCurve(t) * scaledTail(t))
  return z < 0 ? tail : f(1 - tail)
}

/** z Phi(z) = max(z, 0) - |z| Phi(-|z|); NaN at -Infinity, as -Infinity times 0. */
export function gelu(z: number): number {
  const t = tailPlace(z)
  const tail = f(f(t * scaledTail(t)) * bellCurve(t))
  return f((z < 0 ? f(z * 0) : z) - tail)
}

/** gelu'(z) = Phi(z) + z phi(z); with b = e^(-t^2/2) (Phi(-t) e^(t^2/2) - t phi(0)), t = |z|: b below 0, 1 - b above. */
export function geluSlope(z: number): number {
  const t = tailPlace(z)
  const line = f(Math.abs(z) * DENSITY_AT_0)
  const below = f(bellCurve(t) * f(scaledTail(t) - line))
  return z < 0 ? below : f(1 - below)
}

/** z sigmoid(z); NaN at -Infinity, as -Infinity times 0. */
export function silu(z: number): number {
  return f(z * sigmoid(z))
}

/** silu'(z) = s (1 + z (1 - s)) with s = sigmoid(z) and 1 - s = sigmoid(-z) from the same exponential. */
export function siluSlope(z: number): number {
  const e = exp(-Math.abs(z))
  const larger = f(1 / f(1 + e))
  const smaller = f(e * larger)
  const s = z < 0 ? smaller : larger
  const complement = z < 0 ? larger : smaller
  return f(s * f(1 + f(z * complement)))
}
