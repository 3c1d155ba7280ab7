// Measurements (StatisticsKernels): one reading pass over a tensor.
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
  square,
  squaresOf4,
  storeMoments,
  sumOf4,
  widened,
  widenedSquares,
  widePanelSum,
} from './quads'

/** mean, mean square, smallest, largest; a missing sample is 0 in the sums and no candidate for the others. */
export function moments(values: usize, out: usize, samples: i32, positions: i32, features: i32): void {
  const panels = panelsOf(samples)
  const stride = featureBytes(paddedTo8(features))
  const infinity = f32x4.splat(<f32>Infinity)
  const negativeInfinity = f32x4.splat(-<f32>Infinity)
  let sums = f64x2.splat(0)
  let squares = f64x2.splat(0)
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
          const x4 = v128.load(at, 64)
          const x5 = v128.load(at, 80)
          const x6 = v128.load(at, 96)
          const x7 = v128.load(at, 112)
          sums = f64x2.add(sums, widened(f32x4.add(sumOf4(x0, x1, x2, x3), sumOf4(x4, x5, x6, x7))))
          const both = f32x4.add(squaresOf4(x0, x1, x2, x3), squaresOf4(x4, x5, x6, x7))
          squares = f64x2.add(squares, widened(both))
          smallest = f32x4.pmin(smallest, smallestOf4(x0, x1, x2, x3))
          smallest = f32x4.pmin(smallest, smallestOf4(x4, x5, x6, x7))
          largest = f32x4.pmax(largest, largestOf4(x0, x1, x2, x3))
          largest = f32x4.pmax(largest, largestOf4(x4, x5, x6, x7))
        }
      }
      // One feature at a time: the first of a pair waits for the second.
      let sumBefore = f32x4.splat(0)
      let squaresBefore = f32x4.splat(0)
      for (; at < end; at += 64) {
        const x0 = v128.load(at)
        const x1 = v128.load(at, 16)
        const x2 = v128.load(at, 32)
        const x3 = v128.load(at, 48)
        const y0 = v128.and(x0, mask0)
        const y1 = v128.and(x1, mask1)
        const y2 = v128.and(x2, mask2)
        const y3 = v128.and(x3, mask3)
        const sum = sumOf4(y0, y1, y2, y3)
        const squared = squaresOf4(y0, y1, y2, y3)
        if (((at - place) & 64) == 0 && at + 64 < end) {
          sumBefore = sum
          squaresBefore = squared
        } else {
          sums = f64x2.add(sums, widened(f32x4.add(sumBefore, sum)))
          squares = f64x2.add(squares, widened(f32x4.add(squaresBefore, squared)))
          sumBefore = f32x4.splat(0)
          squaresBefore = f32x4.splat(0)
        }
        const least0 = f32x4.pmin(v128.bitselect(x0, infinity, mask0), v128.bitselect(x1, infinity, mask1))
        const least1 = f32x4.pmin(v128.bitselect(x2, infinity, mask2), v128.bitselect(x3, infinity, mask3))
        const most0 = v128.bitselect(x0, negativeInfinity, mask0)
        const most1 = v128.bitselect(x1, negativeInfinity, mask1)
        const most2 = v128.bitselect(x2, negativeInfinity, mask2)
        const most3 = v128.bitselect(x3, negativeInfinity, mask3)
        smallest = f32x4.pmin(smallest, f32x4.pmin(least0, least1))
        largest = f32x4.pmax(largest, largestOf4(most0, most1, most2, most3))
      }
      place += stride
    }
  }
  const count = <f64>samples * <f64>positions * <f64>features
  let sum = joined(sums)
  let squared = joined(squares)
  if (!isSafe(squared)) {
    sum = widePanelSum(values, samples, positions, features, false)
    squared = widePanelSum(values, samples, positions, features, true)
  }
  const low = <f64>smallestLane(smallest)
  const high = 0.0 - <f64>smallestLane(f32x4.neg(largest))
  storeMoments(out, count, sum, squared, low, high)
}

export function meanSquare(values: usize, samples: i32, positions: i32, features: i32): f64 {
  const panels = panelsOf(samples)
  const stride = featureBytes(paddedTo8(features))
  let squares = f64x2.splat(0)
  let place = values
  for (let panel = 0; panel < panels; panel += 1) {
    const lanes = samples - (panel << 4)
    const mask0 = lanesBelow(0, lanes)
    const mask1 = lanesBelow(4, lanes)
    const mask2 = lanesBelow(8, lanes)
    const mask3 = lanesBelow(12, lanes)
    for (let position = 0; position < positions; position += 1) {
      const pairs = place + featureBytes(features & ~1)
      let at = place
      if (lanes >= 16) {
        for (; at < pairs; at += 128) squares = f64x2.add(squares, widened(squaresOfPair(at)))
      } else {
        for (; at < pairs; at += 128) {
          const first = maskedSquares(at, mask0, mask1, mask2, mask3)
          const both = f32x4.add(first, maskedSquares(at + 64, mask0, mask1, mask2, mask3))
          squares = f64x2.add(squares, widened(both))
        }
      }
      if (features & 1) squares = f64x2.add(squares, widened(maskedSquares(at, mask0, mask1, mask2, mask3)))
      place += stride
    }
  }
  let squared = joined(squares)
  if (!isSafe(squared)) squared = widePanelSum(values, samples, positions, features, true)
  return squared / (<f64>samples * <f64>positions * <f64>features)
}

/** The squares of 16 numbers in four lanes. */
@inline
function squaresAt(at: usize): v128 {
  return squaresOf4(v128.load(at), v128.load(at, 16), v128.load(at, 32), v128.load(at, 48))
}

@inline
function squaresOfPair(at: usize): v128 {
  return f32x4.add(squaresAt(at), squaresAt(at + 64))
}

@inline
function maskedSquares(at: usize, mask0: v128, mask1: v128, mask2: v128, mask3: v128): v128 {
  const x0 = v128.and(v128.load(at), mask0)
  const x1 = v128.and(v128.load(at, 16), mask1)
  const x2 = v128.and(v128.load(at, 32), mask2)
  const x3 = v128.and(v128.load(at, 48), mask3)
  return squaresOf4(x0, x1, x2, x3)
}

/** The squares of 16 differences in four lanes. */
@inline
function distancesAt(a: usize, b: usize): v128 {
  return squaresOf4(
    f32x4.sub(v128.load(a), v128.load(b)),
    f32x4.sub(v128.load(a, 16), v128.load(b, 16)),
    f32x4.sub(v128.load(a, 32), v128.load(b, 32)),
    f32x4.sub(v128.load(a, 48), v128.load(b, 48)),
  )
}

/** The squares of 32 entries of a row of a matrix, or of their differences from those of another, in four lanes. */
@inline
function entrySquares32(a: usize, b: usize, isDifference: bool): v128 {
  return isDifference ? f32x4.add(distancesAt(a, b), distancesAt(a + 64, b + 64)) : squaresOfPair(a)
}

/** The squares of 4 columns, those from `columns` on as 0. */
@inline
function entrySquares4(a: usize, b: usize, first: i32, columns: i32, isDifference: bool): v128 {
  const entries = isDifference ? f32x4.sub(v128.load(a), v128.load(b)) : v128.load(a)
  return square(v128.and(entries, lanesBelow(first, columns)))
}

/** The squares of 8 columns in four lanes; padding goes so far. */
@inline
function entrySquares8(a: usize, b: usize, first: i32, columns: i32, isDifference: bool): v128 {
  if (first >= columns) return f32x4.splat(0)
  const even = entrySquares4(a, b, first, columns, isDifference)
  return f32x4.add(even, entrySquares4(a + 16, b + 16, first + 4, columns, isDifference))
}

@inline
function matrixSquares(a: usize, b: usize, rows: i32, columns: i32, isDifference: bool): f64 {
  const stride = (<usize>paddedTo8(columns)) << 2
  const whole = (<usize>(columns & ~31)) << 2
  let squares = f64x2.splat(0)
  let left = a
  let right = b
  for (let row = 0; row < rows; row += 1) {
    for (let at: usize = 0; at < whole; at += 128)
      squares = f64x2.add(squares, widened(entrySquares32(left + at, right + at, isDifference)))
    const first = columns & ~31
    if (first < columns) {
      const x = left + whole
      const y = right + whole
      const s0 = entrySquares8(x, y, first, columns, isDifference)
      const s1 = entrySquares8(x + 32, y + 32, first + 8, columns, isDifference)
      const s2 = entrySquares8(x + 64, y + 64, first + 16, columns, isDifference)
      const s3 = entrySquares8(x + 96, y + 96, first + 24, columns, isDifference)
      squares = f64x2.add(squares, widened(sumOf4(s0, s1, s2, s3)))
    }
    left += stride
    right += stride
  }
  const squared = joined(squares)
  return isSafe(squared) ? squared : wideMatrixSquares(a, b, rows, columns, isDifference)
}

/** The same, every square and sum float64. */
function wideMatrixSquares(a: usize, b: usize, rows: i32, columns: i32, isDifference: bool): f64 {
  const stride = (<usize>paddedTo8(columns)) << 2
  let sum = f64x2.splat(0)
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 4) {
      const at = (<usize>column) << 2
      const entries = isDifference ? f32x4.sub(v128.load(a + at), v128.load(b + at)) : v128.load(a + at)
      const quad = v128.and(entries, lanesBelow(column, columns))
      sum = f64x2.add(sum, widenedSquares(quad))
    }
    a += stride
    b += stride
  }
  return joined(sum)
}

export function sumOfSquares(values: usize, rows: i32, columns: i32): f64 {
  return matrixSquares(values, values, rows, columns, false)
}

export function squaredDistance(a: usize, b: usize, rows: i32, columns: i32): f64 {
  return matrixSquares(a, b, rows, columns, true)
}

/** x - x is +0, all bits 0, for a finite x and NaN for any other. */
export function isFinite(values: usize, rows: i32, columns: i32): i32 {
  const stride = (<usize>paddedTo8(columns)) << 2
  const whole = (<usize>(columns & ~7)) << 2
  const evenMask = lanesBelow(columns & ~7, columns)
  const oddMask = lanesBelow((columns & ~7) + 4, columns)
  let found = i32x4.splat(0)
  for (let row = 0; row < rows; row += 1) {
    for (let at: usize = 0; at < whole; at += 32) {
      const even = v128.load(values + at)
      const odd = v128.load(values + at, 16)
      found = v128.or(found, v128.or(f32x4.sub(even, even), f32x4.sub(odd, odd)))
    }
    if (whole < stride) {
      const even = v128.and(v128.load(values + whole), evenMask)
      const odd = v128.and(v128.load(values + whole, 16), oddMask)
      found = v128.or(found, v128.or(f32x4.sub(even, even), f32x4.sub(odd, odd)))
    }
    values += stride
  }
  return v128.any_true(found) ? 0 : 1
}

export function isFinitePanels(values: usize, samples: i32, positions: i32, features: i32): i32 {
  const panels = panelsOf(samples)
  const stride = featureBytes(paddedTo8(features))
  let found = i32x4.splat(0)
  for (let panel = 0; panel < panels; panel += 1) {
    const lanes = samples - (panel << 4)
    const mask0 = lanesBelow(0, lanes)
    const mask1 = lanesBelow(4, lanes)
    const mask2 = lanesBelow(8, lanes)
    const mask3 = lanesBelow(12, lanes)
    for (let position = 0; position < positions; position += 1) {
      const end = values + featureBytes(features)
      for (let at = values; at < end; at += 64) {
        const x0 = v128.and(v128.load(at), mask0)
        const x1 = v128.and(v128.load(at, 16), mask1)
        const x2 = v128.and(v128.load(at, 32), mask2)
        const x3 = v128.and(v128.load(at, 48), mask3)
        found = v128.or(found, v128.or(f32x4.sub(x0, x0), f32x4.sub(x1, x1)))
        found = v128.or(found, v128.or(f32x4.sub(x2, x2), f32x4.sub(x3, x3)))
      }
      values += stride
    }
  }
  return v128.any_true(found) ? 0 : 1
}

/** Ones where x <= low or x >= high; comparisons with NaN are false. */
@inline
function flatLanes(at: usize, low: v128, high: v128): v128 {
  const x = v128.load(at)
  return v128.or(f32x4.le(x, low), f32x4.ge(x, high))
}

export function markAlive(
  values: usize,
  alive: usize,
  low: f32,
  high: f32,
  samples: i32,
  positions: i32,
  features: i32,
): void {
  const panels = panelsOf(samples)
  const stride = featureBytes(paddedTo8(features))
  const lowest = f32x4.splat(low)
  const highest = f32x4.splat(high)
  for (let panel = 0; panel < panels; panel += 1) {
    const lanes = samples - (panel << 4)
    const mask0 = lanesBelow(0, lanes)
    const mask1 = lanesBelow(4, lanes)
    const mask2 = lanesBelow(8, lanes)
    const mask3 = lanesBelow(12, lanes)
    for (let position = 0; position < positions; position += 1) {
      let at = values
      for (let flag = alive, end = alive + ((<usize>features) << 2); flag < end; flag += 4) {
        if (load<i32>(flag) == 0) {
          const first = v128.or(
            v128.andnot(mask0, flatLanes(at, lowest, highest)),
            v128.andnot(mask1, flatLanes(at + 16, lowest, highest)),
          )
          const second = v128.or(
            v128.andnot(mask2, flatLanes(at + 32, lowest, highest)),
            v128.andnot(mask3, flatLanes(at + 48, lowest, highest)),
          )
          store<i32>(flag, v128.any_true(v128.or(first, second)) ? 1 : 0)
        }
        at += 64
      }
      values += stride
    }
  }
}

export function countFlat(
  values: usize,
  low: f32,
  high: f32,
  samples: i32,
  positions: i32,
  features: i32,
): f64 {
  const panels = panelsOf(samples)
  const stride = featureBytes(paddedTo8(features))
  const lowest = f32x4.splat(low)
  const highest = f32x4.splat(high)
  let count: f64 = 0
  for (let panel = 0; panel < panels; panel += 1) {
    const lanes = samples - (panel << 4)
    const mask0 = lanesBelow(0, lanes)
    const mask1 = lanesBelow(4, lanes)
    const mask2 = lanesBelow(8, lanes)
    const mask3 = lanesBelow(12, lanes)
    for (let position = 0; position < positions; position += 1) {
      const end = values + featureBytes(features)
      // A lane that is all ones is -1.
      let negated = i32x4.splat(0)
      for (let at = values; at < end; at += 64) {
        const first = i32x4.add(
          v128.and(flatLanes(at, lowest, highest), mask0),
          v128.and(flatLanes(at + 16, lowest, highest), mask1),
        )
        const second = i32x4.add(
          v128.and(flatLanes(at + 32, lowest, highest), mask2),
          v128.and(flatLanes(at + 48, lowest, highest), mask3),
        )
        negated = i32x4.add(negated, i32x4.add(first, second))
      }
      const pairs = i32x4.extract_lane(negated, 0) + i32x4.extract_lane(negated, 1)
      count -= <f64>(pairs + i32x4.extract_lane(negated, 2) + i32x4.extract_lane(negated, 3))
      values += stride
    }
  }
  return count
}
