// permutation (RandomKernels), bit for bit that of src/workers/core/random/permutation.ts, where its source stands.
import { philoxBlocks } from './philox'

/** Words of the four blocks of 16 places, then of one block drawn again. */
const WORDS = memory.data(64, 64)
const AGAIN = memory.data(64, 64)

/** What an attempt adds to the first counter word. */
const ATTEMPT: i32 = 0x1000000

/** The first word of place `index`, from its second attempt on, that favours no value below `range`; a rare case. */
function drawnAgain(
  index: i32,
  range: u32,
  refused: u32,
  key0: i32,
  key1: i32,
  row: v128,
  layer: v128,
  step: v128,
): u32 {
  let counter = index >>> 2
  let word: u32
  do {
    counter += ATTEMPT
    philoxBlocks(i32x4.splat(counter), row, layer, step, key0, key1, AGAIN)
    word = load<u32>(AGAIN + ((<usize>(index & 3)) << 4))
  } while (word > u32.MAX_VALUE - refused)
  return word % range
}

/** Uniform on 0..index from the words of the 16 places around `index`. */
@inline
function boundedDraw(index: i32, key0: i32, key1: i32, row: v128, layer: v128, step: v128): u32 {
  const range = <u32>index + 1
  const word = load<u32>(WORDS + ((<usize>(index & 3)) << 4) + (<usize>(index & 12)))
  // The last 2^32 mod range words are refused. Most words lie below even the last `range` of all.
  const last: u32 = u32.MAX_VALUE
  if (word > last - range) {
    const refused: u32 = (last - range + 1) % range
    if (word > last - refused) return drawnAgain(index, range, refused, key0, key1, row, layer, step)
  }
  return word % range
}

export function permutation(
  order: usize,
  count: i32,
  key0: i32,
  key1: i32,
  row: i32,
  layer: i32,
  step: i32,
): void {
  for (let index = 0; index < count; index += 1) store<i32>(order + ((<usize>index) << 2), index)
  const rows = i32x4.splat(row)
  const layers = i32x4.splat(layer)
  const steps = i32x4.splat(step)
  for (let first = (count - 1) & ~15; first >= 0; first -= 16) {
    const blocks = i32x4.add(i32x4.splat(first >>> 2), i32x4(0, 1, 2, 3))
    philoxBlocks(blocks, rows, layers, steps, key0, key1, WORDS)
    for (let index = min(first + 15, count - 1); index >= max(first, 1); index -= 1) {
      const place = order + ((<usize>index) << 2)
      const other = order + ((<usize>boundedDraw(index, key0, key1, rows, layers, steps)) << 2)
      const held = load<i32>(place)
      store<i32>(place, load<i32>(other))
      store<i32>(other, held)
    }
  }
}
