// Largest and smallest singular value (StatisticsKernels.singularValues).
//
// 1. W, upright (long, short), times a power of two that makes its largest entry about 1, as float64.
// 2. A matrix at least twice as long as wide: reflections from the left make it triangular first.
// 3. Reflections from both sides make it bidiagonal: diagonal d, above it e.
// 4. Laguerre's iteration from both sides on the characteristic polynomial of B'B.
import { makeBidiagonal, makeTriangular } from './bidiagonal'
import { extremeEigenvalues } from './extreme-eigenvalues'

/** The power of two 2^-e for 2^e <= largest < 2^(e+1), by the bits of the float64. */
function inversePowerOfTwo(largest: f64): f64 {
  const exponent = (reinterpret<i64>(largest) >> 52) & 2047
  return reinterpret<f64>((2046 - exponent) << 52)
}

/** The largest |w|; NaN when an entry is not finite. */
function largestMagnitude(weights: usize, rows: i32, columns: i32, stride: usize): f64 {
  const whole = (<usize>(columns & ~3)) << 2
  const rest = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(columns & 3))
  let largest = f32x4.splat(0)
  let wrong = i32x4.splat(0)
  for (let row = 0; row < rows; row += 1) {
    for (let at: usize = 0; at < whole; at += 16) {
      const quad = v128.load(weights + at)
      wrong = v128.or(wrong, f32x4.sub(quad, quad))
      largest = f32x4.pmax(largest, f32x4.abs(quad))
    }
    if (columns & 3) {
      const quad = v128.and(v128.load(weights + whole), rest)
      wrong = v128.or(wrong, f32x4.sub(quad, quad))
      largest = f32x4.pmax(largest, f32x4.abs(quad))
    }
    weights += stride
  }
  if (v128.any_true(wrong)) return NaN
  largest = f32x4.pmax(largest, v128.shuffle<i32>(largest, largest, 2, 3, 0, 1))
  return <f64>f32x4.extract_lane(f32x4.pmax(largest, v128.shuffle<i32>(largest, largest, 1, 0, 3, 2)), 0)
}

/** matrix (long, short rounded up to 4) row-major; columns beyond the last are 0 and stay so. */
function copyUpright(
  weights: usize,
  matrix: usize,
  rows: i32,
  columns: i32,
  stride: usize,
  width: usize,
  scale: f64,
): void {
  const isUpright = rows >= columns
  for (let row = 0; row < rows; row += 1) {
    if (isUpright) {
      const start = matrix + <usize>row * width
      // Pairs of numbers; the last one may take in a column beyond, which is made 0 below.
      for (let column = 0; column < columns; column += 2) {
        const at = (<usize>column) << 2
        const pair = f64x2.promote_low_f32x4(v128.load64_zero(weights + at))
        v128.store(start + (at << 1), f64x2.mul(pair, f64x2.splat(scale)))
      }
    } else {
      let place = matrix + ((<usize>row) << 3)
      for (let column = 0; column < columns; column += 1) {
        store<f64>(place, <f64>load<f32>(weights + ((<usize>column) << 2)) * scale)
        place += width
      }
    }
    weights += stride
  }
  const long = max(rows, columns)
  const short = min(rows, columns)
  for (let row = 0; row < long; row += 1) {
    const end = matrix + <usize>row * width + width
    for (let at = matrix + <usize>row * width + ((<usize>short) << 3); at < end; at += 8) store<f64>(at, 0)
  }
}

/**
 * d^2 and e^2 in place, the last e 0. @returns the largest sum of magnitudes in a row times the largest in a column, which
 * no squared singular value exceeds
 */
function squareInPlace(d: usize, e: usize, count: i32): f64 {
  let inRow: f64 = 0
  let inColumn: f64 = 0
  let before: f64 = 0
  for (let index = 0; index < count; index += 1) {
    const at = (<usize>index) << 3
    const diagonal = abs(load<f64>(d + at))
    const above = index + 1 < count ? abs(load<f64>(e + at)) : 0
    inRow = max(inRow, diagonal + above)
    inColumn = max(inColumn, diagonal + before)
    store<f64>(d + at, diagonal * diagonal)
    store<f64>(e + at, above * above)
    before = above
  }
  return inRow * inColumn
}

export function singularValues(weights: usize, out: usize, rows: i32, columns: i32, workspace: usize): void {
  const stride = (<usize>((columns + 7) & ~7)) << 2
  const largest = largestMagnitude(weights, rows, columns, stride)
  if (!(largest > 0)) {
    store<f64>(out, largest)
    store<f64>(out, largest, 8)
    return
  }
  const scale = inversePowerOfTwo(largest)
  const long = max(rows, columns)
  const short = min(rows, columns)
  const width = (<usize>((short + 3) & ~3)) << 3
  const height = (<usize>((long + 2) & ~1)) << 3
  const matrix = workspace
  const d = matrix + <usize>long * width
  const e = d + width
  const y = e + width
  const u = y + width
  const sums = u + width
  const x = sums + width
  const v = x + height
  const next = v + height
  copyUpright(weights, matrix, rows, columns, stride, width, scale)
  let remaining = long
  if (long >= 2 * short) {
    makeTriangular(matrix, long, short, width, y, sums, v, next)
    remaining = short
  }
  makeBidiagonal(matrix, remaining, short, width, d, e, y, u, sums, x, v, next)
  // A little more, so that rounding leaves it above.
  const bound = squareInPlace(d, e, short) * 1.000001
  const both = extremeEigenvalues(d, e, short, bound)
  store<f64>(out, sqrt(f64x2.extract_lane(both, 0)) / scale)
  store<f64>(out, sqrt(f64x2.extract_lane(both, 1)) / scale, 8)
}
