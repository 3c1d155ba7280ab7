// Copies of operands in the order in which the tiles of dense.ts read them.

/** Numbers of features or inputs with their padding. */
@inline
export function pad8(count: i32): i32 {
  return (count + 7) & ~7
}

// Columns of the 4 x 4 numbers whose rows are a, b, c, d.

@inline
function column0(a: v128, b: v128, c: v128, d: v128): v128 {
  return v128.shuffle<i64>(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 0, 4, 1, 5), 0, 2)
}
@inline
function column1(a: v128, b: v128, c: v128, d: v128): v128 {
  return v128.shuffle<i64>(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 0, 4, 1, 5), 1, 3)
}
@inline
function column2(a: v128, b: v128, c: v128, d: v128): v128 {
  return v128.shuffle<i64>(v128.shuffle<i32>(a, b, 2, 6, 3, 7), v128.shuffle<i32>(c, d, 2, 6, 3, 7), 0, 2)
}
@inline
function column3(a: v128, b: v128, c: v128, d: v128): v128 {
  return v128.shuffle<i64>(v128.shuffle<i32>(a, b, 2, 6, 3, 7), v128.shuffle<i32>(c, d, 2, 6, 3, 7), 1, 3)
}

/**
 * x(s, k) = data(indices(s), k): rows of a row-major data set (n, features) into panels, four rows at a time by 4 x 4
 * transposition. The lanes that fill up the last four repeat the last row.
 */
export function gatherRows(data: usize, indices: usize, x: usize, samples: i32, features: i32): void {
  const panelBytes: usize = (<usize>pad8(features)) << 6
  const rowBytes: usize = (<usize>features) << 2
  const last = samples - 1
  for (let sample = 0; sample < samples; sample += 4) {
    const row0 = data + <usize>load<i32>(indices + ((<usize>sample) << 2)) * rowBytes
    const row1 = data + <usize>load<i32>(indices + ((<usize>min(sample + 1, last)) << 2)) * rowBytes
    const row2 = data + <usize>load<i32>(indices + ((<usize>min(sample + 2, last)) << 2)) * rowBytes
    const row3 = data + <usize>load<i32>(indices + ((<usize>min(sample + 3, last)) << 2)) * rowBytes
    let to = x + <usize>(sample >> 4) * panelBytes + ((<usize>(sample & 15)) << 2)
    let feature: usize = 0
    for (; feature + 16 <= rowBytes; feature += 16) {
      const a = v128.load(row0 + feature)
      const b = v128.load(row1 + feature)
      const c = v128.load(row2 + feature)
      const d = v128.load(row3 + feature)
      v128.store(to, column0(a, b, c, d))
      v128.store(to, column1(a, b, c, d), 64)
      v128.store(to, column2(a, b, c, d), 128)
      v128.store(to, column3(a, b, c, d), 192)
      to += 256
    }
    for (; feature < rowBytes; feature += 4) {
      store<f32>(to, load<f32>(row0 + feature))
      store<f32>(to, load<f32>(row1 + feature), 4)
      store<f32>(to, load<f32>(row2 + feature), 8)
      store<f32>(to, load<f32>(row3 + feature), 12)
      to += 64
    }
  }
}

/**
 * The weights for the input gradient: (pad2(fanIn) / 2, fanOut, 2), so that a pair of inputs reads its weights in a row
 * over all units; four inputs of two units at a time. Columns beyond pad2(fanIn) have room in pad8(fanIn).
 */
export function packWeights(weights: usize, packed: usize, fanIn: i32, fanOut: i32): void {
  const rowBytes: usize = (<usize>pad8(fanIn)) << 2
  const pairBytes: usize = (<usize>fanOut) << 3
  for (let input = 0; input < fanIn; input += 4) {
    let from = weights + ((<usize>input) << 2)
    let to0 = packed
    let to1 = packed + pairBytes
    for (let left = fanOut; left > 1; left -= 2) {
      const even = v128.load(from)
      const odd = v128.load(from + rowBytes)
      v128.store(to0, v128.shuffle<i64>(even, odd, 0, 2))
      v128.store(to1, v128.shuffle<i64>(even, odd, 1, 3))
      from += 2 * rowBytes
      to0 += 16
      to1 += 16
    }
    if ((fanOut & 1) === 1) {
      store<i64>(to0, load<i64>(from))
      store<i64>(to1, load<i64>(from, 8))
    }
    packed += 2 * pairBytes
  }
}

/**
 * The inputs for the weight gradient: blocks of 16 features (the last one of 8 where pad8(features) is no multiple of
 * 16), each (samples * positions, 16), a real sample a row, in the order of the sum. Lanes beyond the last sample are
 * written too, and written over by the rows that follow.
 */
export function packInputs(x: usize, packed: usize, samples: i32, positions: i32, features: i32): void {
  const padded = pad8(features)
  const panels = (samples + 15) >> 4
  const capacity: usize = (<usize>(panels * positions)) << 4
  for (let panel = 0; panel < panels; panel += 1) {
    const lanes = min(16, samples - (panel << 4))
    for (let position = 0; position < positions; position += 1) {
      const from = x + ((<usize>(panel * positions + position) * <usize>padded) << 6)
      const row = <usize>(((panel * positions) << 4) + position * lanes)
      for (let feature = 0; feature < padded; feature += 4) {
        const block = feature & ~15
        const width: usize = block + 16 <= padded ? 64 : 32
        let to = packed + ((<usize>block * capacity) << 2) + row * width + ((<usize>(feature - block)) << 2)
        let at = from + ((<usize>feature) << 6)
        for (let lane = 0; lane < lanes; lane += 4) {
          const a = v128.load(at)
          const b = v128.load(at, 64)
          const c = v128.load(at, 128)
          const d = v128.load(at, 192)
          v128.store(to, column0(a, b, c, d))
          v128.store(to + width, column1(a, b, c, d))
          v128.store(to + 2 * width, column2(a, b, c, d))
          v128.store(to + 3 * width, column3(a, b, c, d))
          at += 16
          to += 4 * width
        }
      }
    }
  }
}

/** The deltas for the weight gradient: (pad2(fanOut) / 2, samples * positions, 2), real samples only, as above. */
export function packDeltas(delta: usize, packed: usize, samples: i32, positions: i32, fanOut: i32): void {
  const padded = pad8(fanOut)
  const panels = (samples + 15) >> 4
  const capacity: usize = (<usize>(panels * positions)) << 4
  for (let panel = 0; panel < panels; panel += 1) {
    const lanes = min(16, samples - (panel << 4))
    for (let position = 0; position < positions; position += 1) {
      const from = delta + ((<usize>(panel * positions + position) * <usize>padded) << 6)
      const row = <usize>(((panel * positions) << 4) + position * lanes)
      for (let unit = 0; unit < fanOut; unit += 2) {
        let at = from + ((<usize>unit) << 6)
        let to = packed + ((<usize>unit * capacity) << 2) + (row << 3)
        for (let lane = 0; lane < lanes; lane += 4) {
          const even = v128.load(at)
          const odd = v128.load(at, 64)
          v128.store(to, v128.shuffle<i32>(even, odd, 0, 4, 1, 5))
          v128.store(to, v128.shuffle<i32>(even, odd, 2, 6, 3, 7), 16)
          at += 16
          to += 32
        }
      }
    }
  }
}
