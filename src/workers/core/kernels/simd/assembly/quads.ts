// Sums over quads of float32, for the measurements: 32 numbers are added up in float32 by a tree of three levels, and only
// their sum of four lanes becomes float64: what that loses is far below the float32 that is recorded, and promoting every
// number would take more than twice the time. Squares that float32 cannot hold are summed again in float64.

/** A sum of squares above this, and finite, has lost nothing to the underflow of float32, even over millions of numbers. */
const SAFE_SQUARES: f64 = 8.077935669463161e-28 // 2^-90

@inline
export function isSafe(squares: f64): bool {
  return squares > SAFE_SQUARES && squares < Infinity
}

/** Four lanes as two float64 sums: (x0 + x2, x1 + x3). */
@inline
export function widened(quad: v128): v128 {
  const high = f64x2.promote_low_f32x4(v128.shuffle<i64>(quad, quad, 1, 0))
  return f64x2.add(f64x2.promote_low_f32x4(quad), high)
}

/** The same of the squares, each of them float64. */
@inline
export function widenedSquares(quad: v128): v128 {
  const low = f64x2.promote_low_f32x4(quad)
  const high = f64x2.promote_low_f32x4(v128.shuffle<i64>(quad, quad, 1, 0))
  return f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high))
}

@inline
export function joined(sum: v128): f64 {
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
}

@inline
export function square(quad: v128): v128 {
  return f32x4.mul(quad, quad)
}

@inline
export function sumOf4(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.add(f32x4.add(a, b), f32x4.add(c, d))
}

@inline
export function squaresOf4(a: v128, b: v128, c: v128, d: v128): v128 {
  return sumOf4(square(a), square(b), square(c), square(d))
}

@inline
export function smallestOf4(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.pmin(f32x4.pmin(a, b), f32x4.pmin(c, d))
}

@inline
export function largestOf4(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d))
}

/** Ones in the lanes first, first + 1, ... below `count`. */
@inline
export function lanesBelow(first: i32, count: i32): v128 {
  return i32x4.lt_s(i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3)), i32x4.splat(count))
}

@inline
export function paddedTo8(count: i32): i32 {
  return (count + 7) & ~7
}

export function panelsOf(samples: i32): i32 {
  return (samples + 15) >> 4
}

/** The address behind the last real feature of a position. */
@inline
export function featureBytes(features: i32): usize {
  return (<usize>features) << 6
}

/** The first lane that is smaller than all before it; NaN is never smaller. */
@inline
export function smallestLane(quad: v128): f32 {
  let smallest = f32x4.extract_lane(quad, 0)
  for (let lane = 1; lane < 4; lane += 1) {
    const value = f32x4.extract_lane(quad, 0)
    smallest = value < smallest ? value : smallest
    quad = v128.shuffle<i32>(quad, quad, 1, 2, 3, 0)
  }
  const last = f32x4.extract_lane(quad, 0)
  return last < smallest ? last : smallest
}

/** mean, mean square, smallest, largest. Squares cannot cancel: their sum is NaN exactly when an entry is. */
export function storeMoments(
  out: usize,
  count: f64,
  sum: f64,
  squares: f64,
  smallest: f64,
  largest: f64,
): void {
  const isNaNIn = squares != squares
  store<f64>(out, isNaNIn ? NaN : sum / count)
  store<f64>(out, isNaNIn ? NaN : squares / count, 8)
  // + 0: an extreme of -0 and of 0 is the same number.
  store<f64>(out, isNaNIn ? NaN : smallest + 0.0, 16)
  store<f64>(out, isNaNIn ? NaN : largest + 0.0, 24)
}

/**
 * Float64 sum of all real entries, or of their squares, each quad (x0, x1, x2, x3) adding (x0 + x2, x1 + x3). Entries that are
 * below `least` count as it.
 */
export function widePanelSum(
  values: usize,
  samples: i32,
  positions: i32,
  features: i32,
  squared: bool,
  least: f32 = -<f32>Infinity,
): f64 {
  const least4 = f32x4.splat(least)
  const panels = panelsOf(samples)
  const stride = featureBytes(paddedTo8(features))
  let sum = f64x2.splat(0)
  for (let panel = 0; panel < panels; panel += 1) {
    for (let position = 0; position < positions; position += 1) {
      for (let at: usize = 0, end = featureBytes(features); at < end; at += 16) {
        const mask = lanesBelow((<i32>(at >> 2) & 15) + (panel << 4), samples)
        const quad = v128.and(f32x4.pmax(v128.load(values + at), least4), mask)
        sum = f64x2.add(sum, squared ? widenedSquares(quad) : widened(quad))
      }
      values += stride
    }
  }
  return joined(sum)
}
