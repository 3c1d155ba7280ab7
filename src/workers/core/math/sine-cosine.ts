import { evaluatePolynomial } from './polynomial'

/** pi/2 in three parts of 33 bits: the products with a quadrant below 2^20 are exact. */
const HALF_PI_1 = 1.57079632673412561417
const HALF_PI_2 = 6.0771005063039659766e-11
const HALF_PI_3 = 2.0222662487959505854e-21
const TWO_OVER_PI = 0.6366197723675814
/** Largest size of an argument: quadrants stay below 2^20. */
const LARGEST = 1e6

/** (sin(r) - r) / r^3 and (cos(r) - 1 + r^2/2) / r^4 as polynomials in r^2, for |r| <= pi/4. Source: fdlibm, k_sin.c and k_cos.c. */
const SINE = [
  -1.66666666666666324348e-1, 8.33333333332248946124e-3, -1.98412698298579493134e-4,
  2.75573137070700676789e-6, -2.50507602534068634195e-8, 1.58969099521155010221e-10,
]
const COSINE = [
  4.16666666666666019037e-2, -1.38888888888741095749e-3, 2.48015872894767294178e-5,
  -2.75573143513906633035e-7, 2.0875723212981748279e-9, -1.13596475577881948265e-11,
]

function reducedSine(r: number): number {
  const square = r * r
  return r + r * square * evaluatePolynomial(SINE, square)
}

function reducedCosine(r: number): number {
  const square = r * r
  const half = 0.5 * square
  const main = 1 - half
  return main + (1 - main - half + square * square * evaluatePolynomial(COSINE, square))
}

/** sin(x + quadrants pi/2). */
function shiftedSine(x: number, quadrants: number): number {
  if (!(Math.abs(x) <= LARGEST)) return NaN
  const quadrant = Math.floor(x * TWO_OVER_PI + 0.5)
  const r = x - quadrant * HALF_PI_1 - quadrant * HALF_PI_2 - quadrant * HALF_PI_3
  const turn = quadrant + quadrants
  switch (turn - 4 * Math.floor(turn / 4)) {
    case 0:
      return reducedSine(r)
    case 1:
      return reducedCosine(r)
    case 2:
      return -reducedSine(r)
    default:
      return -reducedCosine(r)
  }
}

/** sin x for x in radians, |x| <= 1e6 (NaN beyond); absolute error below 3e-16. The same bits in every engine. */
export function sin(x: number): number {
  return shiftedSine(x, 0)
}

/** cos x for x in radians, |x| <= 1e6 (NaN beyond); absolute error below 3e-16. The same bits in every engine. */
export function cos(x: number): number {
  return shiftedSine(x, 1)
}
