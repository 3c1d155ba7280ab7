// Sums of products over all features: preluGradient (ActivationKernels) and dotPanels (ElementKernels).
import { clearLine, EVERY_LANE, lastLanes, LINE, panelStride } from './lane-sums'

/** What is summed: a b, or a min(b, 0). */
const PLAIN = 0
const NEGATIVE = 1

const SUMS_32 = memory.data(64, 64)

@inline
function term(kind: i32, a: usize, b: usize, mask: usize): v128 {
  const right = kind == PLAIN ? v128.load(b) : f32x4.min(v128.load(b), f32x4.splat(0))
  return v128.and(f32x4.mul(v128.load(a), right), v128.load(mask))
}

/** Adds the features of `panels` virtual panels to the 16 sums. */
@inline
function addProducts(kind: i32, a: usize, b: usize, panels: i32, features: i32, mask: usize): void {
  const padding = panelStride(features) - ((<usize>features) << 6)
  let sum0 = v128.load(SUMS_32)
  let sum1 = v128.load(SUMS_32, 16)
  let sum2 = v128.load(SUMS_32, 32)
  let sum3 = v128.load(SUMS_32, 48)
  for (; panels > 0; panels--) {
    for (let feature = features; feature > 0; feature--) {
      sum0 = f32x4.add(sum0, term(kind, a, b, mask))
      sum1 = f32x4.add(sum1, term(kind, a + 16, b + 16, mask + 16))
      sum2 = f32x4.add(sum2, term(kind, a + 32, b + 32, mask + 32))
      sum3 = f32x4.add(sum3, term(kind, a + 48, b + 48, mask + 48))
      a += LINE
      b += LINE
    }
    a += padding
    b += padding
  }
  v128.store(SUMS_32, sum0)
  v128.store(SUMS_32, sum1, 16)
  v128.store(SUMS_32, sum2, 32)
  v128.store(SUMS_32, sum3, 48)
}

/** Panels that are full, then the last one without its missing samples. */
@inline
function sumProducts(kind: i32, a: usize, b: usize, samples: i32, positions: i32, features: i32): f32 {
  const full = ((samples - 1) >> 4) * positions
  const skipped = panelStride(features) * full
  clearLine(SUMS_32)
  addProducts(kind, a, b, full, features, EVERY_LANE)
  addProducts(kind, a + skipped, b + skipped, positions, features, lastLanes(samples))
  const sums = f32x4.add(
    f32x4.add(v128.load(SUMS_32), v128.load(SUMS_32, 16)),
    f32x4.add(v128.load(SUMS_32, 32), v128.load(SUMS_32, 48)),
  )
  return (
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 1) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3))
  )
}

/** Lane sum of a b. */
export function dotPanels(a: usize, b: usize, samples: i32, positions: i32, features: i32): f32 {
  return sumProducts(PLAIN, a, b, samples, positions, features)
}

/** Lane sum of dh min(z, 0). */
export function preluGradient(z: usize, dh: usize, samples: i32, positions: i32, features: i32): f32 {
  return sumProducts(NEGATIVE, dh, z, samples, positions, features)
}
