// The bidiagonal form of a matrix (StatisticsKernels.singularValues): Householder reflections from both sides in float64.
//
// Of each step two passes over the matrix are left. With v and y = factor A'v of the left reflection, u and
// x = factor (A u - v (y'u)) of the right one, the next matrix is A - v y' - x u'. Its first column is computed before the
// rest and gives the next v, so that the pass that writes the next matrix adds up the next y on its way.
import { lanesSum, makeReflection, splatAt } from './reflections'

/** Four numbers of a row: minus left y, minus right u. */
@inline
function reflected(entry: usize, left: v128, y: v128, right: v128, u: v128, isTwoSided: bool): v128 {
  const once = f64x2.sub(v128.load(entry), f64x2.mul(left, y))
  return isTwoSided ? f64x2.sub(once, f64x2.mul(right, u)) : once
}

/**
 * matrix(row, j) -= v(row) y(j) + x(row) u(j), then sums(j) = sum over rows of next(row) matrix(row, j): two rows at a time, so
 * that a large matrix is read in the order in which it lies.
 */
@inline
function reflectRows(
  matrix: usize,
  rows: i32,
  width: usize,
  start: usize,
  v: usize,
  y: usize,
  x: usize,
  u: usize,
  next: usize,
  sums: usize,
  isTwoSided: bool,
): void {
  for (let at = start; at < width; at += 16) v128.store(sums + at, f64x2.splat(0))
  let row = matrix
  let place: usize = 0
  for (const pairs = (<usize>(rows & ~1)) << 3; place < pairs; place += 16) {
    const other = row + width
    const left0 = splatAt(v + place)
    const left1 = splatAt(v + place + 8)
    const right0 = isTwoSided ? splatAt(x + place) : left0
    const right1 = isTwoSided ? splatAt(x + place + 8) : left1
    const weight0 = splatAt(next + place)
    const weight1 = splatAt(next + place + 8)
    for (let at = start; at < width; at += 16) {
      const y0 = v128.load(y + at)
      const u0 = isTwoSided ? v128.load(u + at) : y0
      const first = reflected(row + at, left0, y0, right0, u0, isTwoSided)
      const second = reflected(other + at, left1, y0, right1, u0, isTwoSided)
      v128.store(row + at, first)
      v128.store(other + at, second)
      const sum = f64x2.add(v128.load(sums + at), f64x2.mul(weight0, first))
      v128.store(sums + at, f64x2.add(sum, f64x2.mul(weight1, second)))
    }
    row = other + width
  }
  if (rows & 1) {
    const left = splatAt(v + place)
    const right = isTwoSided ? splatAt(x + place) : left
    const weight = splatAt(next + place)
    for (let at = start; at < width; at += 16) {
      const y0 = v128.load(y + at)
      const last = reflected(row + at, left, y0, right, isTwoSided ? v128.load(u + at) : y0, isTwoSided)
      v128.store(row + at, last)
      v128.store(sums + at, f64x2.add(v128.load(sums + at), f64x2.mul(weight, last)))
    }
  }
}

/** y(j) = factor sums(j) */
@inline
function scaleSums(sums: usize, y: usize, start: usize, end: usize, factor: f64): void {
  const scale = f64x2.splat(factor)
  for (let at = start; at < end; at += 16) v128.store(y + at, f64x2.mul(v128.load(sums + at), scale))
}

function reflectBothSides(
  matrix: usize,
  rows: i32,
  width: usize,
  start: usize,
  v: usize,
  y: usize,
  x: usize,
  u: usize,
  next: usize,
  sums: usize,
): void {
  reflectRows(matrix, rows, width, start, v, y, x, u, next, sums, true)
}

function reflectLeftSide(
  matrix: usize,
  rows: i32,
  width: usize,
  start: usize,
  v: usize,
  y: usize,
  next: usize,
  sums: usize,
): void {
  reflectRows(matrix, rows, width, start, v, y, 0, 0, next, sums, false)
}

/** y(j) = factor * (sum over rows of v(row) matrix(row, j)). */
function projectRows(matrix: usize, rows: i32, width: usize, v: usize, y: usize, factor: f64): void {
  const scale = f64x2.splat(factor)
  for (let at: usize = 0; at < width; at += 32) {
    let sum0 = f64x2.splat(0)
    let sum1 = f64x2.splat(0)
    let entry = matrix + at
    for (let place: usize = 0, end = (<usize>rows) << 3; place < end; place += 8) {
      const weight = splatAt(v + place)
      sum0 = f64x2.add(sum0, f64x2.mul(weight, v128.load(entry)))
      sum1 = f64x2.add(sum1, f64x2.mul(weight, v128.load(entry, 16)))
      entry += width
    }
    v128.store(y + at, f64x2.mul(sum0, scale))
    v128.store(y + at, f64x2.mul(sum1, scale), 16)
  }
}

/** The `rows` numbers at `entry` and below it. */
@inline
function copyColumn(entry: usize, rows: i32, width: usize, out: usize): void {
  for (let place: usize = 0, end = (<usize>rows) << 3; place < end; place += 8) {
    store<f64>(out + place, load<f64>(entry))
    entry += width
  }
}

/** Numbers `from` to `to` - 1 become 0. */
@inline
function clear(vector: usize, from: i32, to: i32): void {
  for (let index = from; index < to; index += 1) store<f64>(vector + ((<usize>index) << 3), 0)
}

/** out(row) = matrix(row, column) - v(row) y(column) - x(row) u(column); without x and u when `x` is 0. */
function nextColumn(
  matrix: usize,
  rows: i32,
  width: usize,
  column: i32,
  v: usize,
  y: usize,
  x: usize,
  u: usize,
  out: usize,
): void {
  const at = (<usize>column) << 3
  const left = load<f64>(y + at)
  const right = x == 0 ? 0 : load<f64>(u + at)
  let entry = matrix + at
  for (let place: usize = 0, end = (<usize>rows) << 3; place < end; place += 8) {
    let value = load<f64>(entry) - load<f64>(v + place) * left
    if (x != 0) value -= load<f64>(x + place) * right
    store<f64>(out + place, value)
    entry += width
  }
}

/** Reflections from the left until only the first `columns` rows differ from 0 on and above the diagonal. */
export function makeTriangular(
  matrix: usize,
  rows: i32,
  columns: i32,
  width: usize,
  y: usize,
  sums: usize,
  first: usize,
  second: usize,
): void {
  let v = first
  let next = second
  copyColumn(matrix, rows, width, v)
  let factor = makeReflection(v, rows, matrix)
  projectRows(matrix, rows, width, v, y, factor)
  for (let step = 0; step + 1 < columns; step += 1) {
    const column = step + 1
    const at = (<usize>step) << 3
    const top = matrix + <usize>step * width
    const diagonal = top + at
    for (let row = 1; row < columns - step; row += 1) store<f64>(diagonal + <usize>row * width, 0)
    // The top row is done after this reflection; y is 0 up to the diagonal.
    clear(y, column & ~3, column)
    const weight = splatAt(v + at)
    for (let place = (<usize>(column & ~3)) << 3; place < width; place += 16)
      v128.store(top + place, f64x2.sub(v128.load(top + place), f64x2.mul(weight, v128.load(y + place))))
    const below = rows - column
    const under = top + width
    nextColumn(under, below, width, column, v + at + 8, y, 0, 0, next + at + 8)
    factor = makeReflection(next + at + 8, below, under + at + 8)
    const start = (<usize>((column + 1) & ~3)) << 3
    // A block of four may take in the new diagonal, which stands there already.
    const pivot = load<f64>(under + at + 8)
    reflectLeftSide(under, below, width, start, v + at + 8, y, next + at + 8, sums)
    scaleSums(sums, y, start, width, factor)
    store<f64>(under + at + 8, pivot)
    const swapped = v
    v = next
    next = swapped
  }
}

/** x(row) = factor (matrix(row) . u - v(row) yu), two rows at a time; one row more may be written. */
function rightProducts(
  matrix: usize,
  rows: i32,
  width: usize,
  start: usize,
  u: usize,
  v: usize,
  x: usize,
  yu: f64,
  factor: f64,
): void {
  const left = f64x2.splat(yu)
  const scale = f64x2.splat(factor)
  let row = matrix
  for (let place: usize = 0, end = (<usize>rows) << 3; place < end; place += 16) {
    const other = row + width
    let even0 = f64x2.splat(0)
    let odd0 = f64x2.splat(0)
    let even1 = f64x2.splat(0)
    let odd1 = f64x2.splat(0)
    for (let at = start; at < width; at += 32) {
      const low = v128.load(u + at)
      const high = v128.load(u + at, 16)
      even0 = f64x2.add(even0, f64x2.mul(v128.load(row + at), low))
      odd0 = f64x2.add(odd0, f64x2.mul(v128.load(row + at, 16), high))
      even1 = f64x2.add(even1, f64x2.mul(v128.load(other + at), low))
      odd1 = f64x2.add(odd1, f64x2.mul(v128.load(other + at, 16), high))
    }
    const sum0 = f64x2.add(even0, odd0)
    const sum1 = f64x2.add(even1, odd1)
    const dots = f64x2.add(v128.shuffle<i64>(sum0, sum1, 0, 2), v128.shuffle<i64>(sum0, sum1, 1, 3))
    const rest = f64x2.sub(dots, f64x2.mul(v128.load(v + place), left))
    v128.store(x + place, f64x2.mul(rest, scale))
    row = other + width
  }
}

/** a . b from `start` on: number i goes into sum i mod 4, and the four are added as (0 + 2) + (1 + 3). */
function dot(a: usize, b: usize, start: usize, end: usize): f64 {
  let even = f64x2.splat(0)
  let odd = f64x2.splat(0)
  for (let at = start; at < end; at += 32) {
    even = f64x2.add(even, f64x2.mul(v128.load(a + at), v128.load(b + at)))
    odd = f64x2.add(odd, f64x2.mul(v128.load(a + at, 16), v128.load(b + at, 16)))
  }
  return lanesSum(f64x2.add(even, odd))
}

/**
 * d and e of the bidiagonal form of the upper (rows, columns) part, rows >= columns. Vectors: y, u and sums of `width` bytes, x,
 * `first` and `second` of rows + 1 numbers.
 */
export function makeBidiagonal(
  matrix: usize,
  rows: i32,
  columns: i32,
  width: usize,
  d: usize,
  e: usize,
  y: usize,
  u: usize,
  sums: usize,
  x: usize,
  first: usize,
  second: usize,
): void {
  let v = first
  let next = second
  copyColumn(matrix, rows, width, v)
  let factor = makeReflection(v, rows, d)
  projectRows(matrix, rows, width, v, y, factor)
  for (let step = 0; step + 1 < columns; step += 1) {
    const column = step + 1
    const at = (<usize>step) << 3
    const top = matrix + <usize>step * width
    const start = (<usize>(column & ~3)) << 3
    clear(y, column & ~3, column)
    const weight = splatAt(v + at)
    for (let place = start; place < width; place += 16)
      v128.store(u + place, f64x2.sub(v128.load(top + place), f64x2.mul(weight, v128.load(y + place))))
    clear(u, column & ~3, column)
    const right = makeReflection(u + at + 8, columns - column, e + at)
    if (right == 0) clear(u, column, <i32>(width >> 3))
    const below = rows - column
    const under = top + width
    rightProducts(under, below, width, start, u, v + at + 8, x + at + 8, dot(y, u, start, width), right)
    nextColumn(under, below, width, column, v + at + 8, y, x + at + 8, u, next + at + 8)
    factor = makeReflection(next + at + 8, below, d + at + 8)
    const rest = (<usize>((column + 1) & ~3)) << 3
    reflectBothSides(under, below, width, rest, v + at + 8, y, x + at + 8, u, next + at + 8, sums)
    scaleSums(sums, y, rest, width, factor)
    const swapped = v
    v = next
    next = swapped
  }
}
