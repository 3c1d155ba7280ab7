import { scaleByPowerOfTwo } from './power-of-two'

/** ln 2 in two parts: the first has 21 trailing zero bits, so its product with an exponent is exact. */
export const LN2_HIGH = 0.6931471803691238
export const LN2_LOW = 1.9082149292705877e-10
const LOG2_E = 1.4426950408889634
/** exp overflows above the first and is below half the smallest subnormal under the second. */
const OVERFLOW = 709.782712893384
const UNDERFLOW = -745.1332191019412

/**
 * e^r - 1 for |r| <= ln(2)/2 as 2r / (c - r), with c = r coth(r/2) = 2 + r^2/6 - r^4/360 + ...
 * (coefficients 2 B(2n) / (2n)!, B the Bernoulli numbers). Since e^r = (c + r) / (c - r), this is exact but for rounding.
 */
function reducedExpm1(r: number): number {
  const t = r * r
  const rest =
    t *
    (1 / 6 +
      t *
        (-1 / 360 +
          t *
            (1 / 15120 +
              t *
                (-1 / 604800 +
                  t * (1 / 23950080 + t * (-1.0568380277374986e-9 + t * 2.6765073061369358e-11))))))
  return (2 * r) / (2 + rest - r)
}

/**
 * e^x in double arithmetic, error below 2 ulp; exp(NaN) = NaN, exp(-Infinity) = 0, exp(Infinity) = Infinity.
 * The same bits in every engine, which Math.exp does not promise.
 */
export function exp(x: number): number {
  if (x !== x) return NaN
  if (x > OVERFLOW) return Infinity
  if (x < UNDERFLOW) return 0
  const exponent = Math.floor(x * LOG2_E + 0.5)
  const r = x - exponent * LN2_HIGH - exponent * LN2_LOW
  return scaleByPowerOfTwo(1 + reducedExpm1(r), exponent)
}

/** e^x - 1 without cancellation near 0; expm1(-0) = -0, expm1(-Infinity) = -1, expm1(NaN) = NaN. */
export function expm1(x: number): number {
  if (x !== x) return NaN
  if (x > OVERFLOW) return Infinity
  if (x < -40) return -1
  const exponent = Math.floor(x * LOG2_E + 0.5)
  if (exponent === 0) return reducedExpm1(x)
  const fraction = reducedExpm1(x - exponent * LN2_HIGH - exponent * LN2_LOW)
  if (exponent > 60) return scaleByPowerOfTwo(1 + fraction, exponent)
  return scaleByPowerOfTwo(fraction, exponent) + (scaleByPowerOfTwo(1, exponent) - 1)
}
