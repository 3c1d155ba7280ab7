// Distinct units (StatisticsKernels.distinctUnits). Nearly always two different units differ in their first weight
// already: the first weights of all units are laid side by side, and four of them at a time are compared with those of
// the units before. Only where one of the four is not far from all of them, they are compared in full.

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

/** Ones where a and b are further apart than the tolerance; not where one is no number, which is looked at in full. */
@inline
function farLanes(a: v128, b: v128, tolerance: v128): v128 {
  return f32x4.gt(f32x4.abs(f32x4.sub(a, b)), tolerance)
}

/**
 * Whether the first weights of the four units from `first` on are further than the tolerance from those of all units
 * before them, and from each other.
 */
function areFarFromAll(keys: usize, first: i32, count: i32, tolerance: v128): bool {
  const key = v128.load(keys + ((<usize>first) << 2))
  const next = v128.shuffle<i32>(key, key, 1, 2, 3, 0)
  const opposite = v128.shuffle<i32>(key, key, 2, 3, 0, 1)
  let far = v128.and(farLanes(key, next, tolerance), farLanes(key, opposite, tolerance))
  for (let at = keys, end = keys + ((<usize>first) << 2); at < end; at += 8) {
    const one = farLanes(key, v128.load32_splat(at), tolerance)
    const other = farLanes(key, v128.load32_splat(at + 4), tolerance)
    far = v128.and(far, v128.and(one, other))
  }
  const beyond = i32x4.ge_s(i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3)), i32x4.splat(count))
  return i32x4.all_true(v128.or(far, beyond))
}

/** Compares a unit with all before it: EQUAL if one is, else NEAR if one is. */
function closestBefore(
  unit: i32,
  weights: usize,
  bias: usize,
  fanIn: i32,
  stride: usize,
  tolerance: f32,
): i32 {
  const row = weights + <usize>unit * stride
  const near4 = f32x4.splat(tolerance)
  let closest = DIFFERENT
  for (let other = 0; other < unit; other += 1) {
    const inBias = compareNumbers(
      load<f32>(bias + ((<usize>unit) << 2)),
      load<f32>(bias + ((<usize>other) << 2)),
      tolerance,
    )
    if (inBias <= closest) continue
    closest = max(closest, min(inBias, compareRows(row, weights + <usize>other * stride, fanIn, near4)))
    if (closest == EQUAL) break
  }
  return closest
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
  const units = (fanOut + 3) & ~3
  for (let unit = 0; unit < units; unit += 1) {
    const key = unit < fanOut ? load<f32>(weights + <usize>unit * stride) : <f32>Infinity
    store<f32>(workspace + ((<usize>unit) << 2), key)
  }
  let distinct = 0
  let distinctNear = 0
  for (let first = 0; first < fanOut; first += 4) {
    const count = min(4, fanOut - first)
    if (areFarFromAll(workspace, first, fanOut, near4)) {
      distinct += count
      distinctNear += count
      continue
    }
    for (let unit = first; unit < first + count; unit += 1) {
      const closest = closestBefore(unit, weights, bias, fanIn, stride, tolerance)
      if (closest != EQUAL) distinct += 1
      if (closest == DIFFERENT) distinctNear += 1
    }
  }
  store<i32>(out, distinct)
  store<i32>(out, distinctNear, 4)
}
