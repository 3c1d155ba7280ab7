// Householder reflections of vectors in float64, for the spectrum of a matrix.

@inline
export function splatAt(address: usize): v128 {
  return v128.load64_splat(address)
}

@inline
export function lanesSum(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1)
}

/** Squares that sum up to less are none beside entries of about 1; the quotient of a reflection cannot overflow. */
const NO_SQUARES: f64 = 1e-280

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
export function makeReflection(vector: usize, count: i32, resultAt: usize): f64 {
  const first = load<f64>(vector)
  const rest = squaresOf(vector + 8, count - 1)
  if (rest < NO_SQUARES) {
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
