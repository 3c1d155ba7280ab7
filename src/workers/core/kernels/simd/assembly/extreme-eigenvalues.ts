// Largest and smallest eigenvalue of B'B for a bidiagonal B (StatisticsKernels.singularValues), a lane each.
//
// p(x) = det(B'B - x) is the product of
//   D_k = d_k^2 + t_k,  t_1 = -x,  t_(k+1) = t_k e_k^2 / D_k - x
// (the pivots in their stationary qd form, which keeps tiny eigenvalues apart). With D' and D'' by x, g = D' / D and
// h = D'' / D,
//   G = p' / p = sum of g_k,  H = -(p' / p)' = sum of g_k^2 - h_k,
//   D'_1 = -1, D''_1 = 0,  D'_(k+1) = c_k g_k - 1,  D''_(k+1) = c_k (h_k - 2 g_k^2),  c_k = d_k^2 e_k^2 / D_k.
// Laguerre's step x - n / (G +- sqrt((n - 1) (n H - G^2))) goes from above all eigenvalues down to the largest, from 0 up to
// the smallest, never beyond, and cubes the error at each step where the eigenvalue stands alone.
import { splatAt } from './reflections'

/** A step that is this share of x or less is the last one: where many eigenvalues lie together, steps shrink slowly. */
const LAST_STEP: f64 = 1e-9

/** 200 are enough for half of 512 eigenvalues in one place, the slowest case. */
const MOST_STEPS = 400

/** d, e: squares. Lane 0: the largest eigenvalue, which is not above `bound`; lane 1: the smallest. */
export function extremeEigenvalues(d: usize, e: usize, count: i32, bound: f64): v128 {
  const zero = f64x2.splat(0)
  const one = f64x2.splat(1)
  const n = f64x2.splat(<f64>count)
  const others = f64x2.splat(<f64>(count - 1))
  // Outside of all eigenvalues every D is negative above them, positive below them.
  const outside = f64x2.replace_lane(f64x2.splat(1), 0, -1)
  let x = f64x2.replace_lane(zero, 0, bound)
  let moving = f64x2.eq(zero, zero)
  for (let step = 0; step < MOST_STEPS; step += 1) {
    let t = f64x2.neg(x)
    let slope = f64x2.neg(one)
    let bend = zero
    let sumG = zero
    let sumH = zero
    let isOutside = moving
    for (let at: usize = 0, end = (<usize>count) << 3; at < end; at += 8) {
      const square = splatAt(d + at)
      const above = splatAt(e + at)
      const pivot = f64x2.add(square, t)
      const inverse = f64x2.div(one, pivot)
      const ratio = f64x2.mul(above, inverse)
      const g = f64x2.mul(slope, inverse)
      const h = f64x2.mul(bend, inverse)
      const gg = f64x2.mul(g, g)
      const c = f64x2.mul(ratio, square)
      isOutside = v128.and(isOutside, f64x2.gt(f64x2.mul(pivot, outside), zero))
      sumG = f64x2.add(sumG, g)
      sumH = f64x2.add(sumH, f64x2.sub(gg, h))
      t = f64x2.sub(f64x2.mul(t, ratio), x)
      slope = f64x2.sub(f64x2.mul(c, g), one)
      bend = f64x2.mul(c, f64x2.sub(h, f64x2.add(gg, gg)))
    }
    const spread = f64x2.sub(f64x2.mul(n, sumH), f64x2.mul(sumG, sumG))
    const root = f64x2.sqrt(f64x2.mul(others, f64x2.pmax(zero, spread)))
    const moved = f64x2.div(n, f64x2.sub(sumG, f64x2.mul(outside, root)))
    const next = f64x2.sub(x, moved)
    // Where a pivot is 0 or on the wrong side, x is the eigenvalue but for rounding; no number comes of eigenvalues
    // below 1e-150, which stay 0.
    const isBetter = v128.and(isOutside, f64x2.eq(next, next))
    x = v128.bitselect(next, x, isBetter)
    moving = v128.and(isBetter, f64x2.gt(f64x2.abs(moved), f64x2.mul(f64x2.splat(LAST_STEP), next)))
    if (!v128.any_true(moving)) break
  }
  return x
}
