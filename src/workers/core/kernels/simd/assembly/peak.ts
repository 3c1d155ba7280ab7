// What the dense kernels could reach at most.

/** sum + weight value, rounded twice */
@inline
function accumulate(sum: v128, weight: v128, value: v128): v128 {
  return f32x4.add(sum, f32x4.mul(weight, value))
}

/**
 * The tile of dense.ts over operands that stay in the nearest cache, `turns` times: 8 independent chains of products and
 * sums, PEAK_OPERATIONS floating-point operations a turn and nothing to pack or to store. Any loop with less in it was
 * slower. `values`: PEAK_BYTES of ordinary numbers. Returns the sum of the chains' first lanes,
 * which keeps the work alive.
 */
export function peak128(values: usize, turns: i32): f32 {
  let sum00 = f32x4.splat(0)
  let sum01 = sum00
  let sum02 = sum00
  let sum03 = sum00
  let sum10 = sum00
  let sum11 = sum00
  let sum12 = sum00
  let sum13 = sum00
  for (let turn = 0; turn < turns; turn += 1) {
    let at = values
    let pair = values
    for (let left = 192; left > 0; left -= 1) {
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
  }
  const row0 = f32x4.add(f32x4.add(sum00, sum01), f32x4.add(sum02, sum03))
  const row1 = f32x4.add(f32x4.add(sum10, sum11), f32x4.add(sum12, sum13))
  return f32x4.extract_lane(f32x4.add(row0, row1), 0)
}
