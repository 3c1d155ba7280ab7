// dropoutMask (RandomKernels).
import { philoxBlocks } from './philox'

/** Four words of the four blocks of four samples. */
const WORDS = memory.data(64, 64)

/** Counter words of the samples beside each other in a vector. */
@inline
function neighbours(first: i32): v128 {
  return i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3))
}

/**
 * Panels of 0 (where the word is below `threshold`) and `keepScale`. A vector holds four samples of one feature, and the
 * four words of a block serve four features, so four blocks at once give a square of 4 features by 4 samples. The
 * positions of a sample share their mask: whole channels are dropped.
 */
export function dropoutMask(
  mask: usize,
  samples: i32,
  positions: i32,
  features: i32,
  key0: i32,
  key1: i32,
  layer: i32,
  step: i32,
  threshold: i32,
  keepScale: f32,
): void {
  const limit = i32x4.splat(threshold)
  const kept = f32x4.splat(keepScale)
  const layers = i32x4.splat(layer)
  const steps = i32x4.splat(step)
  const positionBytes = (<usize>((features + 7) & ~7)) << 6
  const panelBytes = positionBytes * positions
  for (let sample = 0; sample < samples; sample += 4) {
    const rows = neighbours(sample)
    const panel = mask + (<usize>(sample >> 4)) * panelBytes + ((<usize>(sample & 15)) << 2)
    for (let feature = 0; feature < features; feature += 4) {
      philoxBlocks(i32x4.splat(feature >> 2), rows, layers, steps, key0, key1, WORDS)
      for (let position = 0; position < positions; position++) {
        const out = panel + (<usize>position) * positionBytes + ((<usize>feature) << 6)
        for (let word: usize = 0; word < 4; word++) {
          const dropped = i32x4.lt_u(v128.load(WORDS + (word << 4)), limit)
          v128.store(out + (word << 6), v128.andnot(kept, dropped))
        }
      }
    }
  }
}
