import { LN2_HIGH, LN2_LOW } from './exponentials'
import { evaluatePolynomial } from './polynomial'

/** Taylor coefficients of 2 artanh(s) / s - 2 in s^2, divided by s^2. */
const ARTANH = [2 / 3, 2 / 5, 2 / 7, 2 / 9, 2 / 11, 2 / 13, 2 / 15, 2 / 17, 2 / 19, 2 / 21]

const SMALLEST_NORMAL = 2.2250738585072014e-308
const TWO_54 = 18014398509481984
const SQRT_2 = 1.4142135623730951

const number64 = new Float64Array(1)
const words32 = new Uint32Array(number64.buffer)
number64[0] = 1
/** Which of the two words holds sign and exponent: 1 on a little-endian machine. */
const HIGH_WORD = words32[1] === 0x3ff00000 ? 1 : 0

/**
 * Natural logarithm in double arithmetic, error below 2 ulp: x = 2^k m, ln m = 2 artanh((m - 1) / (m + 1)).
 * log(0) = -Infinity, log of a negative number and of NaN is NaN.
 */
export function log(x: number): number {
  if (!(x >= 0)) return NaN
  if (x === 0) return -Infinity
  if (x === Infinity) return Infinity
  const subnormal = x < SMALLEST_NORMAL
  number64[0] = subnormal ? x * TWO_54 : x
  const high = words32[HIGH_WORD]
  let exponent = (high >>> 20) - 1023 - (subnormal ? 54 : 0)
  words32[HIGH_WORD] = (high & 0xfffff) | 0x3ff00000
  let mantissa = number64[0]
  if (mantissa > SQRT_2) {
    mantissa /= 2
    exponent += 1
  }
  const f = mantissa - 1
  const s = f / (2 + f)
  const z = s * s
  const correction = s * (f - z * evaluatePolynomial(ARTANH, z))
  return exponent * LN2_HIGH - (correction - exponent * LN2_LOW - f)
}

/** ln(1 + x) without loss near 0: ln(u) + (x - (u - 1)) / u with u = 1 + x; log1p(-0) = -0, log1p(-1) = -Infinity. */
export function log1p(x: number): number {
  const u = 1 + x
  if (u === 1) return x
  if (!(u > 0) || u === Infinity) return log(u)
  return log(u) + (x - (u - 1)) / u
}
