// Largest and smallest singular value (StatisticsKernels.singularValues).
//
// 1. W, upright (long, short), times a power of two that makes its largest entry about 1, as float64.
// 2. A matrix at least twice as long as wide: Householder reflections from the left make it triangular first.
// 3. Householder reflections from both sides make it bidiagonal: diagonal d, above it e. Rows are contiguous: a reflection
//    from the left is two passes that run down blocks of eight columns, one from the right is a dot product a row.
// 4. The number of singular values below x is the number of negative D_k in
//      D_k = d_k^2 + t_k,  t_1 = -x^2,  t_(k+1) = t_k e_k^2 / D_k - x^2
//    (Sturm count of B'B - x^2 in its stationary qd form, which keeps tiny singular values apart). Each round counts at four x
//    for the largest and four for the smallest, between neighbours that are float32 numbers: 14 rounds fix one.

/** No pivot comes nearer to 0; entries are about 1, so its quotients stay far below the overflow. */
const SMALLEST_PIVOT: f64 = 1e-200

@inline
function splatAt(address: usize): v128 {
  return v128.load64_splat(address)
}

@inline
function lanesSum(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1)
}

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

/** Sum of squares: number i goes into sum i mod 4, and the four are added as (0 + 2) + (1 + 3). */
function squaresOf(vector: usize, count: i32): f64 {
  let low = f64x2.splat(0)
  let high = f64x2.splat(0)
  const end = vector + ((<usize>(count & ~3)) << 3)
  for (; vector < end; vector += 32) {
    const first = v128.load(vector)
    const second = v128.load(vector, 16)
    low = f64x2.add(low, f64x2.mul(first, first))
    high = f64x2.add(high, f64x2.mul(second, second))
  }
  let pair = low
  if (count & 2) {
    const first = v128.load(vector)
    pair = f64x2.add(pair, f64x2.mul(first, first))
    vector += 16
  }
  if (count & 1) {
    const last = f64x2.replace_lane(f64x2.splat(0), 0, load<f64>(vector) * load<f64>(vector))
    if (count & 2) high = f64x2.add(high, last)
    else pair = f64x2.add(pair, last)
  }
  return lanesSum(f64x2.add(pair, high))
}

/**
 * Turns the `count` numbers at `vector` into the v of a reflection 1 - factor v v' that maps them to (result, 0, 0, ...).
 * The result lies at `resultAt`. @returns factor; 0 when nothing has to be done
 */
function makeReflection(vector: usize, count: i32, resultAt: usize): f64 {
  const first = load<f64>(vector)
  const rest = squaresOf(vector + 8, count - 1)
  if (rest == 0) {
    store<f64>(resultAt, first)
    return 0
  }
  const squares = first * first + rest
  const length = sqrt(squares)
  const result = first > 0 ? -length : length
  store<f64>(resultAt, result)
  store<f64>(vector, first - result)
  return 1 / (squares - first * result)
}

/** sums(j) = factor * (sum over rows of v(row) matrix(row, j)), for `bytes` of columns, a multiple of four. */
function projectRows(
  matrix: usize,
  v: usize,
  sums: usize,
  rows: i32,
  width: usize,
  bytes: usize,
  factor: f64,
): void {
  const scale = f64x2.splat(factor)
  let at: usize = 0
  for (const pairs = bytes & ~63; at < pairs; at += 64) {
    let sum0 = f64x2.splat(0)
    let sum1 = f64x2.splat(0)
    let sum2 = f64x2.splat(0)
    let sum3 = f64x2.splat(0)
    let entry = matrix + at
    let weight = v
    for (let row = rows; row > 0; row -= 1) {
      const splat = splatAt(weight)
      sum0 = f64x2.add(sum0, f64x2.mul(splat, v128.load(entry)))
      sum1 = f64x2.add(sum1, f64x2.mul(splat, v128.load(entry, 16)))
      sum2 = f64x2.add(sum2, f64x2.mul(splat, v128.load(entry, 32)))
      sum3 = f64x2.add(sum3, f64x2.mul(splat, v128.load(entry, 48)))
      entry += width
      weight += 8
    }
    v128.store(sums + at, f64x2.mul(sum0, scale))
    v128.store(sums + at, f64x2.mul(sum1, scale), 16)
    v128.store(sums + at, f64x2.mul(sum2, scale), 32)
    v128.store(sums + at, f64x2.mul(sum3, scale), 48)
  }
  if (at < bytes) {
    let low = f64x2.splat(0)
    let high = f64x2.splat(0)
    let entry = matrix + at
    let weight = v
    for (let row = rows; row > 0; row -= 1) {
      const splat = splatAt(weight)
      low = f64x2.add(low, f64x2.mul(splat, v128.load(entry)))
      high = f64x2.add(high, f64x2.mul(splat, v128.load(entry, 16)))
      entry += width
      weight += 8
    }
    v128.store(sums + at, f64x2.mul(low, scale))
    v128.store(sums + at, f64x2.mul(high, scale), 16)
  }
}

/** row(j) -= weight sums(j) */
@inline
function subtractScaled(row: usize, sums: usize, bytes: usize, weight: v128): void {
  for (let at: usize = 0; at < bytes; at += 32) {
    const low = f64x2.sub(v128.load(row + at), f64x2.mul(weight, v128.load(sums + at)))
    const high = f64x2.sub(v128.load(row + at, 16), f64x2.mul(weight, v128.load(sums + at, 16)))
    v128.store(row + at, low)
    v128.store(row + at, high, 16)
  }
}

/** Reflections from the left until only the first `columns` rows differ from 0 on and above the diagonal. */
function makeTriangular(matrix: usize, v: usize, sums: usize, rows: i32, columns: i32, width: usize): void {
  for (let step = 0; step < columns; step += 1) {
    const diagonal = matrix + <usize>step * width + ((<usize>step) << 3)
    const below = rows - step
    for (let row = 0; row < below; row += 1)
      store<f64>(v + ((<usize>row) << 3), load<f64>(diagonal + <usize>row * width))
    const factor = makeReflection(v, below, diagonal)
    for (let row = 1; row < min(below, columns - step); row += 1) store<f64>(diagonal + <usize>row * width, 0)
    if (factor == 0 || step + 1 == columns) continue
    const start = (<usize>((step + 1) & ~3)) << 3
    applyFromLeft(matrix + <usize>step * width, v, sums, below, width, start, step + 1, factor)
  }
}

/** Columns `first` and further of `rows` rows: A -= v (factor v' A). Columns before `first` keep their values. */
function applyFromLeft(
  matrix: usize,
  v: usize,
  sums: usize,
  rows: i32,
  width: usize,
  start: usize,
  first: i32,
  factor: f64,
): void {
  const bytes = width - start
  projectRows(matrix + start, v, sums, rows, width, bytes, factor)
  for (let at = start, end = (<usize>first) << 3; at < end; at += 8) store<f64>(sums + (at - start), 0)
  let row = matrix + start
  for (let index = 0; index < rows; index += 1) {
    subtractScaled(row, sums, bytes, splatAt(v + ((<usize>index) << 3)))
    row += width
  }
}

/** row -= factor (row . u) u for `rows` rows: a reflection from the right. u is 0 before its first entry. */
function applyFromRight(matrix: usize, u: usize, rows: i32, width: usize, bytes: usize, factor: f64): void {
  let row = matrix
  for (let index = 0; index < rows; index += 1) {
    let even = f64x2.splat(0)
    let odd = f64x2.splat(0)
    for (let at: usize = 0; at < bytes; at += 32) {
      even = f64x2.add(even, f64x2.mul(v128.load(row + at), v128.load(u + at)))
      odd = f64x2.add(odd, f64x2.mul(v128.load(row + at, 16), v128.load(u + at, 16)))
    }
    subtractScaled(row, u, bytes, f64x2.splat(lanesSum(f64x2.add(even, odd)) * factor))
    row += width
  }
}

/** d and e of the bidiagonal form of the upper (rows, columns) part, rows >= columns. */
function makeBidiagonal(
  matrix: usize,
  v: usize,
  sums: usize,
  d: usize,
  e: usize,
  rows: i32,
  columns: i32,
  width: usize,
): void {
  for (let step = 0; step < columns; step += 1) {
    const topRow = matrix + <usize>step * width
    const diagonal = topRow + ((<usize>step) << 3)
    const below = rows - step
    for (let row = 0; row < below; row += 1)
      store<f64>(v + ((<usize>row) << 3), load<f64>(diagonal + <usize>row * width))
    const leftFactor = makeReflection(v, below, d + ((<usize>step) << 3))
    const next = step + 1
    if (next == columns) break
    const start = (<usize>(next & ~3)) << 3
    if (leftFactor != 0) applyFromLeft(topRow, v, sums, below, width, start, next, leftFactor)
    // The row right of the diagonal; what lies before it in its block of four is left out by zeros in u.
    const bytes = width - start
    const u = sums
    for (let at: usize = 0; at < bytes; at += 16) v128.store(u + at, v128.load(topRow + start + at))
    const skipped = ((<usize>next) << 3) - start
    for (let at: usize = 0; at < skipped; at += 8) store<f64>(u + at, 0)
    const rightFactor = makeReflection(u + skipped, columns - next, e + ((<usize>step) << 3))
    if (rightFactor != 0) applyFromRight(topRow + width + start, u, below - 1, width, bytes, rightFactor)
  }
}

/** d^2 and e^2 in place, the last e 0. @returns the sum of all: the squared Frobenius norm. */
function squareInPlace(d: usize, e: usize, count: i32): f64 {
  let sum: f64 = 0
  for (let index = 0; index < count; index += 1) {
    const at = (<usize>index) << 3
    const diagonal = load<f64>(d + at) * load<f64>(d + at)
    const above = index + 1 < count ? load<f64>(e + at) * load<f64>(e + at) : 0
    store<f64>(d + at, diagonal)
    store<f64>(e + at, above)
    sum += diagonal
    sum += above
  }
  return sum
}

/** Bounds a section: `part` fifths of the way from low to high, as the bits of a float32 that is not negative. */
@inline
function sectionBits(low: i32, high: i32, part: i32): i32 {
  return low + <i32>((<i64>(high - low) * <i64>part) / 5)
}

@inline
function squaredSection(low: i32, high: i32, part: i32): f64 {
  const x = <f64>reinterpret<f32>(sectionBits(low, high, part))
  return x * x
}

@inline
function squaredSections(bounds: usize, firstPart: i32): v128 {
  const low = load<i32>(bounds)
  const high = load<i32>(bounds, 4)
  const square = f64x2.splat(squaredSection(low, high, firstPart))
  return f64x2.replace_lane(square, 1, squaredSection(low, high, firstPart + 1))
}

/** d^2 + t, kept away from 0, on the positive side: a singular value of exactly x is not below x. */
@inline
function pivot(square: v128, t: v128): v128 {
  const sum = f64x2.add(square, t)
  const isTiny = f64x2.lt(f64x2.abs(sum), f64x2.splat(SMALLEST_PIVOT))
  return v128.bitselect(f64x2.splat(SMALLEST_PIVOT), sum, isTiny)
}

/** counts (8 int64): singular values below each of the four sections of the two bounds. */
function countBelow(d: usize, e: usize, count: i32, bounds: usize, counts: usize): void {
  const x0 = squaredSections(bounds, 1)
  const x1 = squaredSections(bounds, 3)
  const x2 = squaredSections(bounds + 8, 1)
  const x3 = squaredSections(bounds + 8, 3)
  let t0 = f64x2.neg(x0)
  let t1 = f64x2.neg(x1)
  let t2 = f64x2.neg(x2)
  let t3 = f64x2.neg(x3)
  const zero = f64x2.splat(0)
  let count0 = i64x2.splat(0)
  let count1 = i64x2.splat(0)
  let count2 = i64x2.splat(0)
  let count3 = i64x2.splat(0)
  for (let at: usize = 0, end = (<usize>count) << 3; at < end; at += 8) {
    const square = splatAt(d + at)
    const above = splatAt(e + at)
    const pivot0 = pivot(square, t0)
    const pivot1 = pivot(square, t1)
    const pivot2 = pivot(square, t2)
    const pivot3 = pivot(square, t3)
    // A lane that is all ones is -1.
    count0 = i64x2.sub(count0, f64x2.lt(pivot0, zero))
    count1 = i64x2.sub(count1, f64x2.lt(pivot1, zero))
    count2 = i64x2.sub(count2, f64x2.lt(pivot2, zero))
    count3 = i64x2.sub(count3, f64x2.lt(pivot3, zero))
    t0 = f64x2.sub(f64x2.mul(t0, f64x2.div(above, pivot0)), x0)
    t1 = f64x2.sub(f64x2.mul(t1, f64x2.div(above, pivot1)), x1)
    t2 = f64x2.sub(f64x2.mul(t2, f64x2.div(above, pivot2)), x2)
    t3 = f64x2.sub(f64x2.mul(t3, f64x2.div(above, pivot3)), x3)
  }
  v128.store(counts, count0)
  v128.store(counts, count1, 16)
  v128.store(counts, count2, 32)
  v128.store(counts, count3, 48)
}

/** Moves the bounds to the section in which the count reaches `target`. */
function narrow(bounds: usize, counts: usize, target: i64): void {
  const low = load<i32>(bounds)
  const high = load<i32>(bounds, 4)
  for (let part = 1; part <= 4; part += 1) {
    const x = sectionBits(low, high, part)
    if (load<i64>(counts + ((<usize>(part - 1)) << 3)) >= target) {
      store<i32>(bounds, x, 4)
      return
    }
    store<i32>(bounds, x)
  }
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
  const matrix = workspace
  const d = matrix + <usize>long * width
  const e = d + width
  const sums = e + width
  const bounds = sums + width
  const counts = bounds + 16
  const v = counts + 64
  copyUpright(weights, matrix, rows, columns, stride, width, scale)
  let height = long
  if (long >= 2 * short) {
    makeTriangular(matrix, v, sums, long, short, width)
    height = short
  }
  makeBidiagonal(matrix, v, sums, d, e, height, short, width)
  const squares = squareInPlace(d, e, short)
  // A little above the Frobenius norm, which no singular value exceeds.
  const high = reinterpret<i32>(<f32>(sqrt(squares) * 1.000001))
  store<i32>(bounds, 0)
  store<i32>(bounds, high, 4)
  store<i32>(bounds, 0, 8)
  store<i32>(bounds, high, 12)
  while (load<i32>(bounds, 4) - load<i32>(bounds) > 1 || load<i32>(bounds, 12) - load<i32>(bounds, 8) > 1) {
    countBelow(d, e, short, bounds, counts)
    narrow(bounds, counts, <i64>short)
    narrow(bounds + 8, counts + 32, 1)
  }
  store<f64>(out, <f64>load<f32>(bounds) / scale)
  store<f64>(out, <f64>load<f32>(bounds, 8) / scale, 8)
}
