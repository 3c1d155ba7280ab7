/**
 * What the exact rank tests share. Ranks are doubled, so that the mid-ranks of ties are whole numbers and a sum over them is a
 * whole number too. NaN counts as Infinity; infinite values that are equal are ties like any other.
 */

export interface RankTest {
  /** Small when the first sample is the smaller one. */
  readonly less: number
  /** Small when the first sample is the larger one. */
  readonly greater: number
  readonly twoSided: number
  readonly method: 'exact' | 'normal'
}

/** Nothing was compared, so nothing speaks against equality. */
export const NO_EVIDENCE: RankTest = { less: 1, greater: 1, twoSided: 1, method: 'exact' }

/** Twice the mid-rank of each value, 1-based: 2 (values below) + (values equal) + 1. Sum: n (n + 1). */
export function doubledRanks(values: readonly number[]): readonly number[] {
  const order = values.map((_, index) => index)
  const at = (index: number): number => {
    const value = values[index] ?? Infinity
    return Number.isNaN(value) ? Infinity : value
  }
  order.sort((left, right) => compareValues(at(left), at(right)))
  const ranks = new Array<number>(values.length).fill(0)
  for (let start = 0; start < order.length;) {
    let end = start
    while (end < order.length && at(order[end] ?? 0) === at(order[start] ?? 0)) end++
    for (let place = start; place < end; place++) ranks[order[place] ?? 0] = start + end + 1
    start = end
  }
  return ranks
}

/** Ascending; equal infinities are equal, where their difference is NaN. */
function compareValues(left: number, right: number): number {
  if (left < right) return -1
  return left > right ? 1 : 0
}

/** Sum of t^3 - t over the groups of t equal ranks: what ties take from the variance of a rank sum. */
export function tieTerm(ranks: readonly number[]): number {
  const sizes = new Map<number, number>()
  for (const rank of ranks) sizes.set(rank, (sizes.get(rank) ?? 0) + 1)
  return [...sizes.values()].reduce((sum, size) => sum + size * size * size - size, 0)
}

/**
 * Shares of all subsets of exactly `size` of the ranks by their sum: element s is the share with sum s. Dynamic programming over
 * the ranks, every subset counted once (Streitberg and Roehmel 1986); counts above 2^53 are rounded, each by 1e-16 of itself.
 */
export function subsetSumShares(ranks: readonly number[], size: number): Float64Array {
  const ascending = [...ranks].sort((a, b) => a - b)
  const length = ascending.slice(ranks.length - size).reduce((sum, rank) => sum + rank, 0) + 1
  const ways = Array.from({ length: size + 1 }, () => new Float64Array(length))
  const [none] = ways
  if (none !== undefined) none[0] = 1
  ascending.forEach((rank, taken) => {
    for (let count = Math.min(size, taken + 1); count > 0; count--) {
      const row = ways[count]
      const before = ways[count - 1]
      if (row === undefined || before === undefined) continue
      // No rank so far is larger than this one, so no sum of `count` of them is larger than count times it.
      const largest = Math.min(length - 1, count * rank)
      for (let sum = largest; sum >= rank; sum--) row[sum] = (row[sum] ?? 0) + (before[sum - rank] ?? 0)
    }
  })
  return normalized(ways[size] ?? new Float64Array(1))
}

/** Shares of all 2^n subsets of the ranks by their sum. */
export function anySubsetSumShares(ranks: readonly number[]): Float64Array {
  const length = ranks.reduce((sum, rank) => sum + rank, 0) + 1
  const shares = new Float64Array(length)
  shares[0] = 1
  for (const rank of ranks) {
    for (let sum = length - 1; sum >= 0; sum--) {
      shares[sum] = ((shares[sum] ?? 0) + (sum >= rank ? (shares[sum - rank] ?? 0) : 0)) / 2
    }
  }
  return shares
}

function normalized(counts: Float64Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts.map((count) => count / total)
}

/** One-sided and two-sided probabilities of a rank sum. */
export interface TailProbabilities {
  /** Of a sum at or below the one seen. */
  readonly low: number
  /** Of a sum at or above it. */
  readonly high: number
  /** Twice the smaller, at most 1. */
  readonly twoSided: number
}

/** The tails of an exact distribution at the sum that was seen. */
export function exactTails(shares: Float64Array, seen: number): TailProbabilities {
  const add = (sum: number, share: number): number => sum + share
  return tails(
    Math.min(1, shares.subarray(0, seen + 1).reduce(add, 0)),
    Math.min(1, shares.subarray(seen).reduce(add, 0)),
  )
}

export function tails(low: number, high: number): TailProbabilities {
  return { low, high, twoSided: Math.min(1, 2 * Math.min(low, high)) }
}
