// Distinct units (StatisticsKernels.distinctUnits). Nearly always two different units differ in their first weight
// already: the first weights of all units are laid side by side, and each is compared with all earlier ones, four at a
// time. Only pairs that agree there are compared in full.

const DIFFERENT = 0
const NEAR = 1
const EQUAL = 2

/** Ones where a and b are equal or at most `tolerance` apart. */
@inline
function nearLanes(a: v128, b: v128, tolerance: v128): v128 {
  return v128.or(f32x4.eq(a, b), f32x4.le(f32x4.abs(f32x4.sub(a, b)), tolerance))
}

/** Compares two rows of `count` numbers; ends at the first block that is not even near. */
function compareRows(a: usize, b: usize, count: i32, tolerance: v128): i32 {
  let isEqual = true
  for (let at = 0; at < count; at += 4) {
    const left = v128.load(a)
    const right = v128.load(b)
    const real = at + 4 <= count ? 15 : (1 << (count - at)) - 1
    if ((i32x4.bitmask(nearLanes(left, right, tolerance)) & real) != real) return DIFFERENT
    if ((i32x4.bitmask(f32x4.eq(left, right)) & real) != real) isEqual = false
    a += 16
    b += 16
  }
  return isEqual ? EQUAL : NEAR
}

function compareNumbers(a: f32, b: f32, tolerance: f32): i32 {
  if (a == b) return EQUAL
  return abs(a - b) <= tolerance ? NEAR : DIFFERENT
}

export function distinctUnits(
  weights: usize,
  bias: usize,
  out: usize,
  fanIn: i32,
  fanOut: i32,
  tolerance: f32,
  workspace: usize,
): void {
  const stride = (<usize>((fanIn + 7) & ~7)) << 2
  const near4 = f32x4.splat(tolerance)
  for (let unit = 0; unit < fanOut; unit += 1)
    store<f32>(workspace + ((<usize>unit) << 2), load<f32>(weights + <usize>unit * stride))
  let distinct = 0
  let distinctNear = 0
  for (let unit = 0; unit < fanOut; unit += 1) {
    const row = weights + <usize>unit * stride
    const key = v128.load_splat<f32>(row)
    let closest = DIFFERENT
    for (let first = 0; first < unit && closest != EQUAL; first += 4) {
      const earlier = first + 4 <= unit ? 15 : (1 << (unit - first)) - 1
      const keys = v128.load(workspace + ((<usize>first) << 2))
      let candidates = i32x4.bitmask(nearLanes(keys, key, near4)) & earlier
      while (candidates != 0) {
        const other = first + ctz(candidates)
        candidates &= candidates - 1
        const inBias = compareNumbers(
          load<f32>(bias + ((<usize>unit) << 2)),
          load<f32>(bias + ((<usize>other) << 2)),
          tolerance,
        )
        if (inBias == DIFFERENT) continue
        const found = min(inBias, compareRows(row, weights + <usize>other * stride, fanIn, near4))
        closest = max(closest, found)
        if (closest == EQUAL) break
      }
    }
    if (closest != EQUAL) distinct += 1
    if (closest == DIFFERENT) distinctNear += 1
  }
  store<i32>(out, distinct)
  store<i32>(out, distinctNear, 4)
}
