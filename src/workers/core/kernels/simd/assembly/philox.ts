// Philox4x32-10, four blocks at a time. Definition and source: src/workers/core/random/philox.ts.

const MULTIPLIER_0: i32 = 0xd2511f53
const MULTIPLIER_1: i32 = 0xcd9e8d57
const WEYL_0: i32 = 0x9e3779b9
const WEYL_1: i32 = 0xbb67ae85
const ROUNDS = 10

/**
 * Words of four blocks, one block a lane: `c0` to `c3` are the counter words of the four, and word w of block l is
 * written to words + 16 w + 4 l. A product is kept whole as two pairs of 64 bits.
 */
@inline
export function philoxBlocks(
  c0: v128,
  c1: v128,
  c2: v128,
  c3: v128,
  key0: i32,
  key1: i32,
  words: usize,
): void {
  const multiplier0 = i32x4.splat(MULTIPLIER_0)
  const multiplier1 = i32x4.splat(MULTIPLIER_1)
  for (let round = 0; round < ROUNDS; round++) {
    const first0 = i64x2.extmul_low_i32x4_u(multiplier0, c0)
    const last0 = i64x2.extmul_high_i32x4_u(multiplier0, c0)
    const first1 = i64x2.extmul_low_i32x4_u(multiplier1, c2)
    const last1 = i64x2.extmul_high_i32x4_u(multiplier1, c2)
    const high0 = v128.shuffle<i32>(first0, last0, 1, 3, 5, 7)
    const high1 = v128.shuffle<i32>(first1, last1, 1, 3, 5, 7)
    c0 = v128.xor(v128.xor(high1, c1), i32x4.splat(key0))
    c1 = v128.shuffle<i32>(first1, last1, 0, 2, 4, 6)
    c2 = v128.xor(v128.xor(high0, c3), i32x4.splat(key1))
    c3 = v128.shuffle<i32>(first0, last0, 0, 2, 4, 6)
    key0 += WEYL_0
    key1 += WEYL_1
  }
  v128.store(words, c0)
  v128.store(words, c1, 16)
  v128.store(words, c2, 32)
  v128.store(words, c3, 48)
}
