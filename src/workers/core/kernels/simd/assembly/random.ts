// unitDraws (RandomKernels): addressed uniform and normal draws in float64, bit for bit those of src/workers/core/random
// (unit-draws.ts, normal-quantile.ts) and src/workers/core/math/logarithms.ts, where formulas and sources stand.
import { philoxBlocks } from './philox'

/** Words of four blocks; then eight draws, for the last ones where `out` has no room for eight. */
const WORDS = memory.data(64, 64)
const REST = memory.data(64, 64)

const LN2_HIGH: f64 = 0.6931471803691238
const LN2_LOW: f64 = 1.9082149292705877e-10
const SQRT_2: f64 = 1.4142135623730951
const ONE_BITS: i64 = 0x3ff0000000000000
const FRACTION_BITS: i64 = 0xfffffffffffff
const TWO_52: f64 = 4503599627370496
const TWO_52_BITS: i64 = 0x4330000000000000
/** Half of 2^-52. */
const HALF_STEP: f64 = 1.1102230246251565e-16

/** A normal draw outside the centre that waits for a second one: its address (0: none) and its probability. */
let waitingAddress: usize = 0
let waitingProbability: f64 = 0

@inline
function multiplyAdd(a: v128, b: v128, c: f64): v128 {
  return f64x2.add(f64x2.mul(a, b), f64x2.splat(c))
}

/** (n + 1/2) / 2^52 with n the upper 52 bits of each pair of words: 1 + n / 2^52 has n as its fraction. */
@inline
function openUnits(words: v128): v128 {
  const bits = v128.or(i64x2.shr_u(words, 12), i64x2.splat(ONE_BITS))
  return f64x2.add(f64x2.sub(bits, f64x2.splat(1)), f64x2.splat(HALF_STEP))
}

/** Eight uniform draws of the blocks `block` to `block + 3`. */
@inline
function storeUniforms(out: usize, block: i32, key0: i32, key1: i32, row: i32, layer: i32, step: i32): void {
  const blocks = i32x4.add(i32x4.splat(block), i32x4(0, 1, 2, 3))
  philoxBlocks(blocks, i32x4.splat(row), i32x4.splat(layer), i32x4.splat(step), key0, key1, WORDS)
  const w0 = v128.load(WORDS)
  const w1 = v128.load(WORDS, 16)
  const w2 = v128.load(WORDS, 32)
  const w3 = v128.load(WORDS, 48)
  const even01 = v128.shuffle<i32>(w1, w0, 0, 4, 1, 5)
  const even23 = v128.shuffle<i32>(w1, w0, 2, 6, 3, 7)
  const odd01 = v128.shuffle<i32>(w3, w2, 0, 4, 1, 5)
  const odd23 = v128.shuffle<i32>(w3, w2, 2, 6, 3, 7)
  v128.store(out, openUnits(v128.shuffle<i64>(even01, odd01, 0, 2)))
  v128.store(out, openUnits(v128.shuffle<i64>(even01, odd01, 1, 3)), 16)
  v128.store(out, openUnits(v128.shuffle<i64>(even23, odd23, 0, 2)), 32)
  v128.store(out, openUnits(v128.shuffle<i64>(even23, odd23, 1, 3)), 48)
}

/** ln x for normal x > 0 */
@inline
function log(x: v128): v128 {
  const biased = f64x2.sub(
    v128.or(i64x2.shr_u(x, 52), i64x2.splat(TWO_52_BITS)),
    f64x2.splat(TWO_52 + 1023),
  )
  const whole = v128.or(v128.and(x, i64x2.splat(FRACTION_BITS)), i64x2.splat(ONE_BITS))
  const large = f64x2.gt(whole, f64x2.splat(SQRT_2))
  const mantissa = v128.bitselect(f64x2.mul(whole, f64x2.splat(0.5)), whole, large)
  const exponent = f64x2.add(biased, v128.and(f64x2.splat(1), large))
  const f = f64x2.sub(mantissa, f64x2.splat(1))
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f))
  const z = f64x2.mul(s, s)
  let series = f64x2.splat(2.0 / 21.0)
  series = multiplyAdd(series, z, 2.0 / 19.0)
  series = multiplyAdd(series, z, 2.0 / 17.0)
  series = multiplyAdd(series, z, 2.0 / 15.0)
  series = multiplyAdd(series, z, 2.0 / 13.0)
  series = multiplyAdd(series, z, 2.0 / 11.0)
  series = multiplyAdd(series, z, 2.0 / 9.0)
  series = multiplyAdd(series, z, 2.0 / 7.0)
  series = multiplyAdd(series, z, 2.0 / 5.0)
  series = multiplyAdd(series, z, 2.0 / 3.0)
  const correction = f64x2.mul(s, f64x2.sub(f, f64x2.mul(z, series)))
  const low = f64x2.sub(f64x2.sub(correction, f64x2.mul(exponent, f64x2.splat(LN2_LOW))), f)
  return f64x2.sub(f64x2.mul(exponent, f64x2.splat(LN2_HIGH)), low)
}

/** The quantile for |probability - 1/2| <= 0.425, `centred` being that difference. */
@inline
function centralQuantiles(centred: v128): v128 {
  const r = f64x2.sub(f64x2.splat(0.180625), f64x2.mul(centred, centred))
  let n = f64x2.splat(2509.0809287301226727)
  n = multiplyAdd(n, r, 33430.575583588128105)
  n = multiplyAdd(n, r, 67265.770927008700853)
  n = multiplyAdd(n, r, 45921.953931549871457)
  n = multiplyAdd(n, r, 13731.693765509461125)
  n = multiplyAdd(n, r, 1971.5909503065514427)
  n = multiplyAdd(n, r, 133.14166789178437745)
  n = multiplyAdd(n, r, 3.387132872796366608)
  let d = f64x2.splat(5226.495278852854561)
  d = multiplyAdd(d, r, 28729.085735721942674)
  d = multiplyAdd(d, r, 39307.89580009271061)
  d = multiplyAdd(d, r, 21213.794301586595867)
  d = multiplyAdd(d, r, 5394.1960214247511077)
  d = multiplyAdd(d, r, 687.1870074920579083)
  d = multiplyAdd(d, r, 42.313330701600911252)
  d = multiplyAdd(d, r, 1)
  return f64x2.div(f64x2.mul(centred, n), d)
}

@inline
function middleSizes(distance: v128): v128 {
  const r = f64x2.sub(distance, f64x2.splat(1.6))
  let n = f64x2.splat(7.7454501427834140764e-4)
  n = multiplyAdd(n, r, 0.0227238449892691845833)
  n = multiplyAdd(n, r, 0.24178072517745061177)
  n = multiplyAdd(n, r, 1.27045825245236838258)
  n = multiplyAdd(n, r, 3.64784832476320460504)
  n = multiplyAdd(n, r, 5.7694972214606914055)
  n = multiplyAdd(n, r, 4.6303378461565452959)
  n = multiplyAdd(n, r, 1.42343711074968357734)
  let d = f64x2.splat(1.05075007164441684324e-9)
  d = multiplyAdd(d, r, 5.475938084995344946e-4)
  d = multiplyAdd(d, r, 0.0151986665636164571966)
  d = multiplyAdd(d, r, 0.14810397642748007459)
  d = multiplyAdd(d, r, 0.68976733498510000455)
  d = multiplyAdd(d, r, 1.6763848301838038494)
  d = multiplyAdd(d, r, 2.05319162663775882187)
  d = multiplyAdd(d, r, 1)
  return f64x2.div(n, d)
}

@inline
function farSizes(distance: v128): v128 {
  const r = f64x2.sub(distance, f64x2.splat(5))
  let n = f64x2.splat(2.01033439929228813265e-7)
  n = multiplyAdd(n, r, 2.71155556874348757815e-5)
  n = multiplyAdd(n, r, 0.0012426609473880784386)
  n = multiplyAdd(n, r, 0.026532189526576123093)
  n = multiplyAdd(n, r, 0.29656057182850489123)
  n = multiplyAdd(n, r, 1.7848265399172913358)
  n = multiplyAdd(n, r, 5.4637849111641143699)
  n = multiplyAdd(n, r, 6.6579046435011037772)
  let d = f64x2.splat(2.04426310338993978564e-15)
  d = multiplyAdd(d, r, 1.4215117583164458887e-7)
  d = multiplyAdd(d, r, 1.8463183175100546818e-5)
  d = multiplyAdd(d, r, 7.868691311456132591e-4)
  d = multiplyAdd(d, r, 0.0148753612908506148525)
  d = multiplyAdd(d, r, 0.13692988092273580531)
  d = multiplyAdd(d, r, 0.59983220655588793769)
  d = multiplyAdd(d, r, 1)
  return f64x2.div(n, d)
}

/** The quantile for |probability - 1/2| > 0.425. */
function outerQuantiles(probability: v128): v128 {
  const lower = f64x2.lt(probability, f64x2.splat(0.5))
  const tail = v128.bitselect(probability, f64x2.sub(f64x2.splat(1), probability), lower)
  const distance = f64x2.sqrt(f64x2.neg(log(tail)))
  let size = middleSizes(distance)
  const far = f64x2.gt(distance, f64x2.splat(5))
  if (v128.any_true(far)) size = v128.bitselect(farSizes(distance), size, far)
  return v128.bitselect(f64x2.neg(size), size, lower)
}

/** Draws outside the centre are computed two at a time, in the order of their arrival. */
function storeOuter(address: usize, probability: f64): void {
  if (waitingAddress == 0) {
    waitingAddress = address
    waitingProbability = probability
    return
  }
  const quantiles = outerQuantiles(f64x2.replace_lane(f64x2.splat(probability), 0, waitingProbability))
  store<f64>(waitingAddress, f64x2.extract_lane(quantiles, 0))
  store<f64>(address, f64x2.extract_lane(quantiles, 1))
  waitingAddress = 0
}

/** Puts the quantiles of two probabilities in their place. */
@inline
function storeNormals(at: usize): void {
  const probability = v128.load(at)
  const centred = f64x2.sub(probability, f64x2.splat(0.5))
  const outer = f64x2.gt(f64x2.abs(centred), f64x2.splat(0.425))
  v128.store(at, centralQuantiles(centred))
  const lanes = i64x2.bitmask(outer)
  if (lanes & 1) storeOuter(at, f64x2.extract_lane(probability, 0))
  if (lanes & 2) storeOuter(at + 8, f64x2.extract_lane(probability, 1))
}

/** Column 2 b and 2 b + 1 come from block b; eight columns a turn. */
export function unitDraws(
  out: usize,
  count: i32,
  key0: i32,
  key1: i32,
  row: i32,
  layer: i32,
  step: i32,
  uniform: i32,
): void {
  waitingAddress = 0
  const whole = count & ~7
  for (let column = 0; column < count; column += 8) {
    const at = column < whole ? out + ((<usize>column) << 3) : REST
    storeUniforms(at, column >>> 1, key0, key1, row, layer, step)
    if (uniform) continue
    for (let pair: usize = 0; pair < 64; pair += 16) storeNormals(at + pair)
  }
  if (waitingAddress != 0) storeOuter(waitingAddress, waitingProbability)
  memory.copy(out + ((<usize>whole) << 3), REST, (<usize>(count - whole)) << 3)
}
