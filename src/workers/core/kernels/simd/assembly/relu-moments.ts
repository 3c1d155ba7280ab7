// Moments of z and of relu(z) in one pass (StatisticsKernels.reluMoments): each number is read once. The walk over the panels
// is that of `moments`, written out again: a function that is handed what to do with each quad would not be inlined.
import {
  featureBytes,
  isSafe,
  joined,
  lanesBelow,
  largestOf4,
  paddedTo8,
  panelsOf,
  smallestLane,
  smallestOf4,
  squaresOf4,
  storeMoments,
  sumOf4,
  widened,
  widePanelSum,
} from './quads'

/** NaN and -0 stay. */
@inline
function rectified(quad: v128): v128 {
  return f32x4.pmax(quad, f32x4.splat(0))
}

@inline
function rectifiedSum(a: v128, b: v128, c: v128, d: v128): v128 {
  return sumOf4(rectified(a), rectified(b), rectified(c), rectified(d))
}

@inline
function rectifiedSquares(a: v128, b: v128, c: v128, d: v128): v128 {
  return squaresOf4(rectified(a), rectified(b), rectified(c), rectified(d))
}

export function reluMoments(values: usize, out: usize, samples: i32, positions: i32, features: i32): void {
  const panels = panelsOf(samples)
  const stride = featureBytes(paddedTo8(features))
  const infinity = f32x4.splat(<f32>Infinity)
  const negativeInfinity = f32x4.splat(-<f32>Infinity)
  const none = f32x4.splat(0)
  let sums = f64x2.splat(0)
  let squares = f64x2.splat(0)
  let hSums = f64x2.splat(0)
  let hSquares = f64x2.splat(0)
  let smallest = infinity
  let largest = negativeInfinity
  let place = values
  for (let panel = 0; panel < panels; panel += 1) {
    const lanes = samples - (panel << 4)
    const mask0 = lanesBelow(0, lanes)
    const mask1 = lanesBelow(4, lanes)
    const mask2 = lanesBelow(8, lanes)
    const mask3 = lanesBelow(12, lanes)
    for (let position = 0; position < positions; position += 1) {
      const end = place + featureBytes(features)
      let at = place
      if (lanes >= 16) {
        for (const pairs = place + featureBytes(features & ~1); at < pairs; at += 128) {
          const x0 = v128.load(at)
          const x1 = v128.load(at, 16)
          const x2 = v128.load(at, 32)
          const x3 = v128.load(at, 48)
          smallest = f32x4.pmin(smallest, smallestOf4(x0, x1, x2, x3))
          largest = f32x4.pmax(largest, largestOf4(x0, x1, x2, x3))
          const sum = sumOf4(x0, x1, x2, x3)
          const squared = squaresOf4(x0, x1, x2, x3)
          const hSum = rectifiedSum(x0, x1, x2, x3)
          const hSquared = rectifiedSquares(x0, x1, x2, x3)
          const x4 = v128.load(at, 64)
          const x5 = v128.load(at, 80)
          const x6 = v128.load(at, 96)
          const x7 = v128.load(at, 112)
          smallest = f32x4.pmin(smallest, smallestOf4(x4, x5, x6, x7))
          largest = f32x4.pmax(largest, largestOf4(x4, x5, x6, x7))
          sums = f64x2.add(sums, widened(f32x4.add(sum, sumOf4(x4, x5, x6, x7))))
          squares = f64x2.add(squares, widened(f32x4.add(squared, squaresOf4(x4, x5, x6, x7))))
          hSums = f64x2.add(hSums, widened(f32x4.add(hSum, rectifiedSum(x4, x5, x6, x7))))
          hSquares = f64x2.add(hSquares, widened(f32x4.add(hSquared, rectifiedSquares(x4, x5, x6, x7))))
        }
      }
      // One feature at a time: the first of a pair waits for the second.
      let sum = none
      let squared = none
      let hSum = none
      let hSquared = none
      for (; at < end; at += 64) {
        const x0 = v128.load(at)
        const x1 = v128.load(at, 16)
        const x2 = v128.load(at, 32)
        const x3 = v128.load(at, 48)
        const y0 = v128.and(x0, mask0)
        const y1 = v128.and(x1, mask1)
        const y2 = v128.and(x2, mask2)
        const y3 = v128.and(x3, mask3)
        sum = f32x4.add(sum, sumOf4(y0, y1, y2, y3))
        squared = f32x4.add(squared, squaresOf4(y0, y1, y2, y3))
        hSum = f32x4.add(hSum, rectifiedSum(y0, y1, y2, y3))
        hSquared = f32x4.add(hSquared, rectifiedSquares(y0, y1, y2, y3))
        if (((at - place) & 64) != 0 || at + 64 >= end) {
          sums = f64x2.add(sums, widened(sum))
          squares = f64x2.add(squares, widened(squared))
          hSums = f64x2.add(hSums, widened(hSum))
          hSquares = f64x2.add(hSquares, widened(hSquared))
          sum = none
          squared = none
          hSum = none
          hSquared = none
        }
        const least0 = v128.bitselect(x0, infinity, mask0)
        const least1 = v128.bitselect(x1, infinity, mask1)
        const least2 = v128.bitselect(x2, infinity, mask2)
        const least3 = v128.bitselect(x3, infinity, mask3)
        const most0 = v128.bitselect(x0, negativeInfinity, mask0)
        const most1 = v128.bitselect(x1, negativeInfinity, mask1)
        const most2 = v128.bitselect(x2, negativeInfinity, mask2)
        const most3 = v128.bitselect(x3, negativeInfinity, mask3)
        smallest = f32x4.pmin(smallest, smallestOf4(least0, least1, least2, least3))
        largest = f32x4.pmax(largest, largestOf4(most0, most1, most2, most3))
      }
      place += stride
    }
  }
  const count = <f64>samples * <f64>positions * <f64>features
  const low = <f64>smallestLane(smallest)
  const high = 0.0 - <f64>smallestLane(f32x4.neg(largest))
  let sum = joined(sums)
  let squared = joined(squares)
  if (!isSafe(squared)) {
    sum = widePanelSum(values, samples, positions, features, false)
    squared = widePanelSum(values, samples, positions, features, true)
  }
  storeMoments(out, count, sum, squared, low, high)
  sum = joined(hSums)
  squared = joined(hSquares)
  // Where nothing is above 0, all sums are 0 already.
  if (!isSafe(squared) && !(high <= 0 && squared == 0)) {
    sum = widePanelSum(values, samples, positions, features, false, 0)
    squared = widePanelSum(values, samples, positions, features, true, 0)
  }
  storeMoments(out + 32, count, sum, squared, max(low, 0), max(high, 0))
}
