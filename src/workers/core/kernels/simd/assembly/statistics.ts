// Measurements (StatisticsKernels): one reading pass over a tensor, sums in float64. A quad of float32 becomes two pairs of
// float64, added to each other at once: four running sums (even and odd quads of two lanes each) keep the adders busy,
// and one more pair would leave the registers.

@inline
function lowPair(quad: v128): v128 {
  return f64x2.promote_low_f32x4(quad)
}

@inline
function highPair(quad: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(quad, quad, 1, 0))
}

@inline
function sumOfQuad(quad: v128): v128 {
  return f64x2.add(lowPair(quad), highPair(quad))
}

@inline
function squaresOfQuad(quad: v128): v128 {
  const low = lowPair(quad)
  const high = highPair(quad)
  return f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high))
}

@inline
function joined(even: v128, odd: v128): f64 {
  const sum = f64x2.add(even, odd)
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
}

/** Ones in the lanes first, first + 1, ... below `count`. */
@inline
function lanesBelow(first: i32, count: i32): v128 {
  return i32x4.lt_s(i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3)), i32x4.splat(count))
}

@inline
function paddedTo8(count: i32): i32 {
  return (count + 7) & ~7
}

function panelsOf(samples: i32): i32 {
  return (samples + 15) >> 4
}

/** The address behind the last real feature of a position. */
@inline
function featureBytes(features: i32): usize {
  return (<usize>features) << 6
}

/** The first lane that is smaller than all before it; NaN is never smaller. */
function smallestLane(quad: v128): f32 {
  let smallest = f32x4.extract_lane(quad, 0)
  for (let lane = 1; lane < 4; lane += 1) {
    const value = f32x4.extract_lane(quad, 0)
    smallest = value < smallest ? value : smallest
    quad = v128.shuffle<i32>(quad, quad, 1, 2, 3, 0)
  }
  const last = f32x4.extract_lane(quad, 0)
  return last < smallest ? last : smallest
}

/** mean, mean square, smallest, largest; a missing sample is 0 in the sums and no candidate for the others. */
export function moments(values: usize, out: usize, samples: i32, positions: i32, features: i32): void {
  const panels = panelsOf(samples)
  const stride = featureBytes(paddedTo8(features))
  const infinity = f32x4.splat(<f32>Infinity)
  const negativeInfinity = f32x4.splat(-<f32>Infinity)
  let sumEven = f64x2.splat(0)
  let sumOdd = f64x2.splat(0)
  let squaresEven = f64x2.splat(0)
  let squaresOdd = f64x2.splat(0)
  let smallest = infinity
  let largest = negativeInfinity
  for (let panel = 0; panel < panels; panel += 1) {
    const lanes = samples - (panel << 4)
    const mask0 = lanesBelow(0, lanes)
    const mask1 = lanesBelow(4, lanes)
    const mask2 = lanesBelow(8, lanes)
    const mask3 = lanesBelow(12, lanes)
    for (let position = 0; position < positions; position += 1) {
      const end = values + featureBytes(features)
      if (lanes >= 16) {
        for (let at = values; at < end; at += 32) {
          const even = v128.load(at)
          const odd = v128.load(at, 16)
          sumEven = f64x2.add(sumEven, sumOfQuad(even))
          sumOdd = f64x2.add(sumOdd, sumOfQuad(odd))
          squaresEven = f64x2.add(squaresEven, squaresOfQuad(even))
          squaresOdd = f64x2.add(squaresOdd, squaresOfQuad(odd))
          smallest = f32x4.pmin(f32x4.pmin(smallest, even), odd)
          largest = f32x4.pmax(f32x4.pmax(largest, even), odd)
        }
      } else {
        for (let at = values; at < end; at += 32) {
          const evenMask = ((at - values) & 32) == 0 ? mask0 : mask2
          const oddMask = ((at - values) & 32) == 0 ? mask1 : mask3
          const even = v128.and(v128.load(at), evenMask)
          const odd = v128.and(v128.load(at, 16), oddMask)
          sumEven = f64x2.add(sumEven, sumOfQuad(even))
          sumOdd = f64x2.add(sumOdd, sumOfQuad(odd))
          squaresEven = f64x2.add(squaresEven, squaresOfQuad(even))
          squaresOdd = f64x2.add(squaresOdd, squaresOfQuad(odd))
          smallest = f32x4.pmin(smallest, v128.bitselect(even, infinity, evenMask))
          smallest = f32x4.pmin(smallest, v128.bitselect(odd, infinity, oddMask))
          largest = f32x4.pmax(largest, v128.bitselect(even, negativeInfinity, evenMask))
          largest = f32x4.pmax(largest, v128.bitselect(odd, negativeInfinity, oddMask))
        }
      }
      values += stride
    }
  }
  const count = <f64>samples * <f64>positions * <f64>features
  const meanSquare = joined(squaresEven, squaresOdd) / count
  // Squares cannot cancel: their sum is NaN exactly when an entry is.
  const isNaNIn = meanSquare != meanSquare
  store<f64>(out, isNaNIn ? NaN : joined(sumEven, sumOdd) / count)
  store<f64>(out, isNaNIn ? NaN : meanSquare, 8)
  // + 0: an extreme of -0 and of 0 is the same number.
  store<f64>(out, isNaNIn ? NaN : <f64>smallestLane(smallest) + 0.0, 16)
  store<f64>(out, isNaNIn ? NaN : 0.0 - <f64>smallestLane(f32x4.neg(largest)), 24)
}

export function meanSquare(values: usize, samples: i32, positions: i32, features: i32): f64 {
  const panels = panelsOf(samples)
  const stride = featureBytes(paddedTo8(features))
  let even = f64x2.splat(0)
  let odd = f64x2.splat(0)
  for (let panel = 0; panel < panels; panel += 1) {
    const lanes = samples - (panel << 4)
    const mask0 = lanesBelow(0, lanes)
    const mask1 = lanesBelow(4, lanes)
    const mask2 = lanesBelow(8, lanes)
    const mask3 = lanesBelow(12, lanes)
    for (let position = 0; position < positions; position += 1) {
      const end = values + featureBytes(features)
      for (let at = values; at < end; at += 64) {
        even = f64x2.add(even, squaresOfQuad(v128.and(v128.load(at), mask0)))
        odd = f64x2.add(odd, squaresOfQuad(v128.and(v128.load(at, 16), mask1)))
        even = f64x2.add(even, squaresOfQuad(v128.and(v128.load(at, 32), mask2)))
        odd = f64x2.add(odd, squaresOfQuad(v128.and(v128.load(at, 48), mask3)))
      }
      values += stride
    }
  }
  return joined(even, odd) / (<f64>samples * <f64>positions * <f64>features)
}

export function sumOfSquares(values: usize, rows: i32, columns: i32): f64 {
  const stride = (<usize>paddedTo8(columns)) << 2
  const whole = (<usize>(columns & ~7)) << 2
  const evenMask = lanesBelow(columns & ~7, columns)
  const oddMask = lanesBelow((columns & ~7) + 4, columns)
  let even = f64x2.splat(0)
  let odd = f64x2.splat(0)
  for (let row = 0; row < rows; row += 1) {
    for (let at: usize = 0; at < whole; at += 32) {
      even = f64x2.add(even, squaresOfQuad(v128.load(values + at)))
      odd = f64x2.add(odd, squaresOfQuad(v128.load(values + at, 16)))
    }
    if (whole < stride) {
      even = f64x2.add(even, squaresOfQuad(v128.and(v128.load(values + whole), evenMask)))
      odd = f64x2.add(odd, squaresOfQuad(v128.and(v128.load(values + whole, 16), oddMask)))
    }
    values += stride
  }
  return joined(even, odd)
}

export function squaredDistance(a: usize, b: usize, rows: i32, columns: i32): f64 {
  const stride = (<usize>paddedTo8(columns)) << 2
  const whole = (<usize>(columns & ~7)) << 2
  const evenMask = lanesBelow(columns & ~7, columns)
  const oddMask = lanesBelow((columns & ~7) + 4, columns)
  let even = f64x2.splat(0)
  let odd = f64x2.splat(0)
  for (let row = 0; row < rows; row += 1) {
    for (let at: usize = 0; at < whole; at += 32) {
      even = f64x2.add(even, squaresOfQuad(f32x4.sub(v128.load(a + at), v128.load(b + at))))
      odd = f64x2.add(odd, squaresOfQuad(f32x4.sub(v128.load(a + at, 16), v128.load(b + at, 16))))
    }
    if (whole < stride) {
      const evenRest = f32x4.sub(v128.load(a + whole), v128.load(b + whole))
      const oddRest = f32x4.sub(v128.load(a + whole, 16), v128.load(b + whole, 16))
      even = f64x2.add(even, squaresOfQuad(v128.and(evenRest, evenMask)))
      odd = f64x2.add(odd, squaresOfQuad(v128.and(oddRest, oddMask)))
    }
    a += stride
    b += stride
  }
  return joined(even, odd)
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
        const first = v128.or(
          v128.andnot(mask0, flatLanes(at, lowest, highest)),
          v128.andnot(mask1, flatLanes(at + 16, lowest, highest)),
        )
        const second = v128.or(
          v128.andnot(mask2, flatLanes(at + 32, lowest, highest)),
          v128.andnot(mask3, flatLanes(at + 48, lowest, highest)),
        )
        store<i32>(flag, load<i32>(flag) | (v128.any_true(v128.or(first, second)) ? 1 : 0))
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
