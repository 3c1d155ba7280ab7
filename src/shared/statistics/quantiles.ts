/**
 * Quantiles that know what a diverged trial is: NaN counts as +Infinity, the worst value there is, and an
 * infinite value takes its place in the order like any other.
 */
export interface Quartiles {
  readonly q25: number
  readonly median: number
  readonly q75: number
}

/** Sorts the first `count` values in place, ascending; NaN becomes +Infinity first. */
function sortWorstLast(values: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) if (Number.isNaN(values[i])) values[i] = Infinity
  if (count > 24) {
    values.subarray(0, count).sort()
    return
  }
  for (let i = 1; i < count; i++) {
    const value = values[i] ?? Infinity
    let j = i - 1
    for (; j >= 0 && (values[j] ?? Infinity) > value; j--) values[j + 1] = values[j] ?? Infinity
    values[j + 1] = value
  }
}

/**
 * x_(k) + f (x_(k+1) - x_(k)) with k + f = (count - 1) p over the first `count` ascending values: type 7 of
 * Hyndman & Fan 1996 (10.1080/00031305.1996.10473566), NumPy's default. Between a finite and an infinite
 * value it is the infinite one, so the median of [1, Infinity] is Infinity.
 * @param p share in [0, 1]
 * @returns NaN when count is 0
 * @throws RangeError when p is outside [0, 1]
 */
function quantileOfSorted(sorted: Float64Array, count: number, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must be in [0, 1], is ${String(p)}`)
  if (count === 0) return NaN
  const position = (count - 1) * p
  const below = Math.floor(position)
  const share = position - below
  const low = sorted[below] ?? NaN
  const high = sorted[below + 1] ?? low
  if (share === 0 || low === high) return low
  if (low === -Infinity) return low
  if (high === Infinity) return high
  // Halves of finite values differ by a finite value.
  return high - low === Infinity ? 2 * between(low / 2, high / 2, share) : between(low, high, share)
}

/** low + share (high - low) from the nearer end, so that it never leaves [low, high]. */
function between(low: number, high: number, share: number): number {
  const difference = high - low
  return share < 0.5 ? low + difference * share : high - difference * (1 - share)
}

function sortedCopy(values: ArrayLike<number>): Float64Array {
  const sorted = new Float64Array(values)
  sortWorstLast(sorted, sorted.length)
  return sorted
}

/**
 * The p-quantile of the values, type 7 (see `quantileOfSorted`); NaN counts as +Infinity.
 * @throws RangeError when p is outside [0, 1]
 */
export function quantile(values: ArrayLike<number>, p: number): number {
  const sorted = sortedCopy(values)
  return quantileOfSorted(sorted, sorted.length, p)
}

/** The 0.5-quantile; the median of a finite and an infinite value is infinite. NaN without values. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5)
}

/** Quartiles of the first `count` values, which are sorted in place. */
export function quartilesInPlace(values: Float64Array, count: number): Quartiles {
  sortWorstLast(values, count)
  return {
    q25: quantileOfSorted(values, count, 0.25),
    median: quantileOfSorted(values, count, 0.5),
    q75: quantileOfSorted(values, count, 0.75),
  }
}

export function quartiles(values: ArrayLike<number>): Quartiles {
  return quartilesInPlace(new Float64Array(values), values.length)
}

/** q75 - q25; NaN when both are infinite (no spread can be told) or there is no value. */
export function interquartileRange(values: ArrayLike<number>): number {
  const { q25, q75 } = quartiles(values)
  return q75 - q25
}
