// The matrix products of a dense layer, in tiles of 2 x 16 outputs.
//
// A tile holds 8 vectors of sums and reads 4 vectors of one operand and 2 numbers of the other for 8 products: more sums
// would not fit beside their operands into 16 registers, fewer would wait for loads and for the latency of the addition.
// Each sum has its terms added in ascending order, each product rounded before it is added, so neither tile nor vector
// width shows in a result. The innermost loop is not unrolled (V8 would spill registers), and each exported function has
// one tile whose stores come last and side by side: the only form that V8 can join into wider vectors.
import { pad8 } from './pack'

/** sum + weight value, rounded twice */
@inline
function accumulate(sum: v128, weight: v128, value: v128): v128 {
  return f32x4.add(sum, f32x4.mul(weight, value))
}

/** z(v, o) = bias(o) + sum over k of weights(o, k) x(v, k): tiles of 2 units and the 16 samples of a panel. */
export function denseForward(
  x: usize,
  weights: usize,
  bias: usize,
  z: usize,
  panels: i32,
  fanIn: i32,
  fanOut: i32,
): void {
  const rowBytes: usize = (<usize>pad8(fanIn)) << 2
  const inputBytes: usize = (<usize>pad8(fanIn)) << 6
  const outputBytes: usize = (<usize>pad8(fanOut)) << 6
  for (let panel = 0; panel < panels; panel += 1) {
    for (let unit = 0; unit < fanOut; unit += 2) {
      let at = x
      let row0 = weights + <usize>unit * rowBytes
      let row1 = row0 + rowBytes
      let sum00 = v128.load_splat<f32>(bias + ((<usize>unit) << 2))
      let sum01 = sum00
      let sum02 = sum00
      let sum03 = sum00
      let sum10 = v128.load_splat<f32>(bias + ((<usize>unit) << 2), 4)
      let sum11 = sum10
      let sum12 = sum10
      let sum13 = sum10
      for (let input = fanIn; input > 0; input -= 1) {
        const value0 = v128.load(at)
        const value1 = v128.load(at, 16)
        const value2 = v128.load(at, 32)
        const value3 = v128.load(at, 48)
        const weight0 = v128.load_splat<f32>(row0)
        sum00 = accumulate(sum00, weight0, value0)
        sum01 = accumulate(sum01, weight0, value1)
        sum02 = accumulate(sum02, weight0, value2)
        sum03 = accumulate(sum03, weight0, value3)
        const weight1 = v128.load_splat<f32>(row1)
        sum10 = accumulate(sum10, weight1, value0)
        sum11 = accumulate(sum11, weight1, value1)
        sum12 = accumulate(sum12, weight1, value2)
        sum13 = accumulate(sum13, weight1, value3)
        at += 64
        row0 += 4
        row1 += 4
      }
      const to = z + ((<usize>unit) << 6)
      v128.store(to, sum00)
      v128.store(to, sum01, 16)
      v128.store(to, sum02, 32)
      v128.store(to, sum03, 48)
      v128.store(to, sum10, 64)
      v128.store(to, sum11, 80)
      v128.store(to, sum12, 96)
      v128.store(to, sum13, 112)
    }
    x += inputBytes
    z += outputBytes
  }
}

/**
 * dx(v, k) = sum over o of delta(v, o) weights(o, k): tiles of 2 inputs and 16 samples, the weights read column by column
 * where they are. That is faster than packing while a column's rows stay in the nearest cache.
 */
export function inputGradientInPlace(
  delta: usize,
  weights: usize,
  dx: usize,
  panels: i32,
  fanIn: i32,
  fanOut: i32,
): void {
  const rowBytes: usize = (<usize>pad8(fanIn)) << 2
  const inputBytes: usize = (<usize>pad8(fanIn)) << 6
  const outputBytes: usize = (<usize>pad8(fanOut)) << 6
  for (let panel = 0; panel < panels; panel += 1) {
    for (let input = 0; input < fanIn; input += 2) {
      let at = delta
      let pair = weights + ((<usize>input) << 2)
      let sum00 = f32x4.splat(0)
      let sum01 = sum00
      let sum02 = sum00
      let sum03 = sum00
      let sum10 = sum00
      let sum11 = sum00
      let sum12 = sum00
      let sum13 = sum00
      for (let unit = fanOut; unit > 0; unit -= 1) {
        const value0 = v128.load(at)
        const value1 = v128.load(at, 16)
        const value2 = v128.load(at, 32)
        const value3 = v128.load(at, 48)
        const weight0 = v128.load_splat<f32>(pair)
        sum00 = accumulate(sum00, weight0, value0)
        sum01 = accumulate(sum01, weight0, value1)
        sum02 = accumulate(sum02, weight0, value2)
        sum03 = accumulate(sum03, weight0, value3)
        const weight1 = v128.load_splat<f32>(pair, 4)
        sum10 = accumulate(sum10, weight1, value0)
        sum11 = accumulate(sum11, weight1, value1)
        sum12 = accumulate(sum12, weight1, value2)
        sum13 = accumulate(sum13, weight1, value3)
        at += 64
        pair += rowBytes
      }
      const to = dx + ((<usize>input) << 6)
      v128.store(to, sum00)
      v128.store(to, sum01, 16)
      v128.store(to, sum02, 32)
      v128.store(to, sum03, 48)
      v128.store(to, sum10, 64)
      v128.store(to, sum11, 80)
      v128.store(to, sum12, 96)
      v128.store(to, sum13, 112)
    }
    delta += outputBytes
    dx += inputBytes
  }
}

/** The same with weights from packWeights. */
export function inputGradientPacked(
  delta: usize,
  packedWeights: usize,
  dx: usize,
  panels: i32,
  fanIn: i32,
  fanOut: i32,
): void {
  const inputBytes: usize = (<usize>pad8(fanIn)) << 6
  const outputBytes: usize = (<usize>pad8(fanOut)) << 6
  for (let panel = 0; panel < panels; panel += 1) {
    let pair = packedWeights
    for (let input = 0; input < fanIn; input += 2) {
      let at = delta
      let sum00 = f32x4.splat(0)
      let sum01 = sum00
      let sum02 = sum00
      let sum03 = sum00
      let sum10 = sum00
      let sum11 = sum00
      let sum12 = sum00
      let sum13 = sum00
      for (let unit = fanOut; unit > 0; unit -= 1) {
        const value0 = v128.load(at)
        const value1 = v128.load(at, 16)
        const value2 = v128.load(at, 32)
        const value3 = v128.load(at, 48)
        const weight0 = v128.load_splat<f32>(pair)
        sum00 = accumulate(sum00, weight0, value0)
        sum01 = accumulate(sum01, weight0, value1)
        sum02 = accumulate(sum02, weight0, value2)
        sum03 = accumulate(sum03, weight0, value3)
        const weight1 = v128.load_splat<f32>(pair, 4)
        sum10 = accumulate(sum10, weight1, value0)
        sum11 = accumulate(sum11, weight1, value1)
        sum12 = accumulate(sum12, weight1, value2)
        sum13 = accumulate(sum13, weight1, value3)
        at += 64
        pair += 8
      }
      const to = dx + ((<usize>input) << 6)
      v128.store(to, sum00)
      v128.store(to, sum01, 16)
      v128.store(to, sum02, 32)
      v128.store(to, sum03, 48)
      v128.store(to, sum10, 64)
      v128.store(to, sum11, 80)
      v128.store(to, sum12, 96)
      v128.store(to, sum13, 112)
    }
    delta += outputBytes
    dx += inputBytes
  }
}

/**
 * dW(o, k) = sum over `count` rows of delta(., o) x(., k) for all whole blocks of 16 inputs: tiles of 2 units and 16
 * inputs. Operands from packInputs and packDeltas, whose blocks have room for `capacity` rows.
 */
export function weightGradientTiles16(
  packedInputs: usize,
  packedDeltas: usize,
  weightGradient: usize,
  count: i32,
  capacity: i32,
  fanIn: i32,
  fanOut: i32,
): void {
  const rowBytes: usize = (<usize>pad8(fanIn)) << 2
  const pairBytes: usize = (<usize>capacity) << 3
  const whole = pad8(fanIn) & ~15
  for (let input = 0; input < whole; input += 16) {
    let deltas = packedDeltas
    for (let unit = 0; unit < fanOut; unit += 2) {
      let at = packedInputs
      let pair = deltas
      let sum00 = f32x4.splat(0)
      let sum01 = sum00
      let sum02 = sum00
      let sum03 = sum00
      let sum10 = sum00
      let sum11 = sum00
      let sum12 = sum00
      let sum13 = sum00
      for (let row = count; row > 0; row -= 1) {
        const value0 = v128.load(at)
        const value1 = v128.load(at, 16)
        const value2 = v128.load(at, 32)
        const value3 = v128.load(at, 48)
        const delta0 = v128.load_splat<f32>(pair)
        sum00 = accumulate(sum00, delta0, value0)
        sum01 = accumulate(sum01, delta0, value1)
        sum02 = accumulate(sum02, delta0, value2)
        sum03 = accumulate(sum03, delta0, value3)
        const delta1 = v128.load_splat<f32>(pair, 4)
        sum10 = accumulate(sum10, delta1, value0)
        sum11 = accumulate(sum11, delta1, value1)
        sum12 = accumulate(sum12, delta1, value2)
        sum13 = accumulate(sum13, delta1, value3)
        at += 64
        pair += 8
      }
      const to0 = weightGradient + <usize>unit * rowBytes + ((<usize>input) << 2)
      const to1 = to0 + rowBytes
      v128.store(to0, sum00)
      v128.store(to0, sum01, 16)
      v128.store(to0, sum02, 32)
      v128.store(to0, sum03, 48)
      v128.store(to1, sum10)
      v128.store(to1, sum11, 16)
      v128.store(to1, sum12, 32)
      v128.store(to1, sum13, 48)
      deltas += pairBytes
    }
    packedInputs += (<usize>capacity) << 6
  }
}

/** The last 8 inputs where pad8(fanIn) is no multiple of 16: tiles of 2 units and 8 inputs. Otherwise nothing. */
export function weightGradientTiles8(
  packedInputs: usize,
  packedDeltas: usize,
  weightGradient: usize,
  count: i32,
  capacity: i32,
  fanIn: i32,
  fanOut: i32,
): void {
  const padded = pad8(fanIn)
  if ((padded & 8) === 0) return
  const input = padded - 8
  const rowBytes: usize = (<usize>padded) << 2
  const pairBytes: usize = (<usize>capacity) << 3
  const block = packedInputs + ((<usize>input * <usize>capacity) << 2)
  for (let unit = 0; unit < fanOut; unit += 2) {
    let at = block
    let pair = packedDeltas
    let sum00 = f32x4.splat(0)
    let sum01 = sum00
    let sum10 = sum00
    let sum11 = sum00
    for (let row = count; row > 0; row -= 1) {
      const value0 = v128.load(at)
      const value1 = v128.load(at, 16)
      const delta0 = v128.load_splat<f32>(pair)
      sum00 = accumulate(sum00, delta0, value0)
      sum01 = accumulate(sum01, delta0, value1)
      const delta1 = v128.load_splat<f32>(pair, 4)
      sum10 = accumulate(sum10, delta1, value0)
      sum11 = accumulate(sum11, delta1, value1)
      at += 32
      pair += 8
    }
    const to0 = weightGradient + <usize>unit * rowBytes + ((<usize>input) << 2)
    const to1 = to0 + rowBytes
    v128.store(to0, sum00)
    v128.store(to0, sum01, 16)
    v128.store(to1, sum10)
    v128.store(to1, sum11, 16)
    packedDeltas += pairBytes
  }
}

/** All lanes of `value` that belong to real samples, the others +0: `first` is the number of the vector's first lane. */
@inline
function realLanes(value: v128, first: i32, lanes: i32): v128 {
  return v128.and(value, i32x4.lt_s(i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(first)), i32x4.splat(lanes)))
}

/** The lane sums of one unit before the last tree: four partial sums. `full`: virtual panels in which all lanes count. */
@inline
function laneSums(at: usize, panelBytes: usize, full: i32, all: i32, lastLanes: i32): v128 {
  let sum0 = f32x4.splat(0)
  let sum1 = sum0
  let sum2 = sum0
  let sum3 = sum0
  let panel = 0
  for (; panel < full; panel += 1) {
    sum0 = f32x4.add(sum0, v128.load(at))
    sum1 = f32x4.add(sum1, v128.load(at, 16))
    sum2 = f32x4.add(sum2, v128.load(at, 32))
    sum3 = f32x4.add(sum3, v128.load(at, 48))
    at += panelBytes
  }
  for (; panel < all; panel += 1) {
    sum0 = f32x4.add(sum0, realLanes(v128.load(at), 0, lastLanes))
    sum1 = f32x4.add(sum1, realLanes(v128.load(at, 16), 4, lastLanes))
    sum2 = f32x4.add(sum2, realLanes(v128.load(at, 32), 8, lastLanes))
    sum3 = f32x4.add(sum3, realLanes(v128.load(at, 48), 12, lastLanes))
    at += panelBytes
  }
  return f32x4.add(f32x4.add(sum0, sum1), f32x4.add(sum2, sum3))
}

/** (a0 + a1, b0 + b1, a2 + a3, b2 + b3) */
@inline
function pairSums(a: v128, b: v128): v128 {
  return f32x4.add(v128.shuffle<i32>(a, b, 0, 4, 2, 6), v128.shuffle<i32>(a, b, 1, 5, 3, 7))
}

/** db(o) = lane sum of delta(., o), see DenseKernels: four units at a time, whose last trees are one. */
export function denseBiasGradient(
  delta: usize,
  biasGradient: usize,
  samples: i32,
  positions: i32,
  fanOut: i32,
): void {
  const panelBytes: usize = (<usize>pad8(fanOut)) << 6
  const lastLanes = ((samples - 1) & 15) + 1
  const full = (samples >> 4) * positions
  const all = ((samples + 15) >> 4) * positions
  for (let unit = 0; unit < fanOut; unit += 4) {
    const a = laneSums(delta, panelBytes, full, all, lastLanes)
    const b = laneSums(delta + 64, panelBytes, full, all, lastLanes)
    const c = laneSums(delta + 128, panelBytes, full, all, lastLanes)
    const d = laneSums(delta + 192, panelBytes, full, all, lastLanes)
    const ab = pairSums(a, b)
    const cd = pairSums(c, d)
    v128.store(biasGradient, f32x4.add(v128.shuffle<i64>(ab, cd, 0, 2), v128.shuffle<i64>(ab, cd, 1, 3)))
    delta += 256
    biasGradient += 16
  }
}
