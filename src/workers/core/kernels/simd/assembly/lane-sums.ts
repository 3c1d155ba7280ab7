// Sums over panels with one sum a lane. A "line" is the 16 numbers of one feature of one virtual panel: 64 bytes.

/** Bytes of a line. */
export const LINE: usize = 64

/** All bits of all 16 lanes. */
export const EVERY_LANE = memory.data<i32>([-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1], 64)

const FIRST_LANES = memory.data(64, 64)

/** The 16 sums in float64; pairs of lanes in ascending order. */
export const SUMS = memory.data(128, 64)

/** Bytes between the virtual panels of `features` channels. */
@inline
export function panelStride(features: i32): usize {
  return (<usize>((features + 7) & ~7)) << 6
}

/** Mask of the lanes that hold samples in the last panel: where a lane is missing, its number counts as +0. */
export function lastLanes(samples: i32): usize {
  const last = (samples - 1) & 15
  for (let lane = 0; lane < 16; lane++) store<i32>(FIRST_LANES + ((<usize>lane) << 2), lane <= last ? -1 : 0)
  return FIRST_LANES
}

/** Lanes 0 and 1 as float64. */
@inline
export function lowPair(numbers: v128): v128 {
  return f64x2.promote_low_f32x4(numbers)
}

/** Lanes 2 and 3 as float64. */
@inline
export function highPair(numbers: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(numbers, numbers, 1, 1))
}

/** Two float64 pairs rounded to four float32. */
@inline
export function roundPairs(low: v128, high: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2)
}

/** 64 bytes of 0. */
@inline
export function clearLine(line: usize): void {
  const zero = i32x4.splat(0)
  v128.store(line, zero)
  v128.store(line, zero, 16)
  v128.store(line, zero, 32)
  v128.store(line, zero, 48)
}

export function clearSums(): void {
  clearLine(SUMS)
  clearLine(SUMS + 64)
}

/** Lanes l + (l + 4) with (l + 8) + (l + 12) into 4 sums, then (0 + 1) + (2 + 3). */
export function foldSums(): f64 {
  const low = f64x2.add(
    f64x2.add(v128.load(SUMS), v128.load(SUMS, 32)),
    f64x2.add(v128.load(SUMS, 64), v128.load(SUMS, 96)),
  )
  const high = f64x2.add(
    f64x2.add(v128.load(SUMS, 16), v128.load(SUMS, 48)),
    f64x2.add(v128.load(SUMS, 80), v128.load(SUMS, 112)),
  )
  return (
    f64x2.extract_lane(low, 0) +
    f64x2.extract_lane(low, 1) +
    (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1))
  )
}
