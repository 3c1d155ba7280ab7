import { normalCdf } from './normal-distribution'
import type { RankTest } from './rank-sums'
import { doubledRanks, exactTails, NO_EVIDENCE, subsetSumShares, tails, tieTerm } from './rank-sums'

/** Both samples together: up to here all orders are counted, beyond it the normal distribution stands in. */
const EXACT_VALUES = 60

/**
 * The Mann-Whitney test of two independent samples: probabilities, if both come from one distribution, of a rank sum of `a` as
 * extreme as the one seen. Smaller is better; NaN counts as Infinity, and diverged trials tie among themselves.
 *
 * - exact for n + m <= 60, with ties too: all choices of n from the n + m mid-ranks, equally likely
 * - else normal with mean n m / 2 and variance n m / 12 (N + 1 - sum(t^3 - t) / (N (N - 1))), continuity corrected by 1/2
 * - two-sided: twice the smaller tail, at most 1
 * - an empty sample, or all values equal: 1 everywhere
 *
 * Source: Mann and Whitney 1947 (10.1214/aoms/1177730491); ties: Streitberg and Roehmel 1986, Lehmann 1975.
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): RankTest {
  const [n, m] = [a.length, b.length]
  if (n === 0 || m === 0) return NO_EVIDENCE
  const ranks = doubledRanks([...a, ...b])
  const seen = ranks.slice(0, n).reduce((sum, rank) => sum + rank, 0)
  if (n + m > EXACT_VALUES) return normalTest(ranks, seen / 2 - (n * (n + 1)) / 2, n, m)
  const total = (n + m) * (n + m + 1)
  // Counting the choices of the smaller sample is the same, and shorter.
  const { low, high, twoSided } =
    n <= m
      ? exactTails(subsetSumShares(ranks, n), seen)
      : swapped(exactTails(subsetSumShares(ranks, m), total - seen))
  return { less: low, greater: high, twoSided, method: 'exact' }
}

function swapped({ low, high }: { low: number; high: number }): ReturnType<typeof tails> {
  return tails(high, low)
}

/** @param u pairs with a > b, a tie one half */
function normalTest(ranks: readonly number[], u: number, n: number, m: number): RankTest {
  const all = n + m
  const variance = ((n * m) / 12) * (all + 1 - tieTerm(ranks) / (all * (all - 1)))
  if (variance <= 0) return { ...NO_EVIDENCE, method: 'normal' }
  const distance = u - (n * m) / 2
  const deviation = Math.sqrt(variance)
  const { low, high, twoSided } = tails(
    normalCdf((distance + 0.5) / deviation),
    normalCdf((0.5 - distance) / deviation),
  )
  return { less: low, greater: high, twoSided, method: 'normal' }
}
