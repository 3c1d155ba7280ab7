import { normalCdf } from './normal-distribution'
import type { RankTest } from './rank-sums'
import { anySubsetSumShares, doubledRanks, exactTails, NO_EVIDENCE, tails } from './rank-sums'

/** Up to so many pairs all choices of signs are counted. */
const EXACT_PAIRS = 60

/** a - b where smaller is better and NaN is Infinity; two infinite values of one sign are a tie: 0. */
export function pairDifference(a: number, b: number): number {
  const [left, right] = [Number.isNaN(a) ? Infinity : a, Number.isNaN(b) ? Infinity : b]
  return left === right ? 0 : left - right
}

/**
 * Wilcoxon's signed rank test of pairs (a_i, b_i): probabilities, if the sign of each difference is as likely + as -, of a sum of
 * ranks as extreme as the one seen. A diverged trial against a finite one is the largest difference there is; two
 * diverged trials are a difference of 0.
 *
 * - zeros after Pratt 1959 (10.1080/01621459.1959.10501526): ranked with the others, then left out
 * - exact for up to 60 pairs, with ties too: all 2^k choices of signs of the k differences that are not 0
 * - else normal with mean (sum of ranks) / 2 and variance (sum of squared ranks) / 4, which holds ties and zeros exactly, and
 *   continuity corrected by 1/2
 * - no pairs, or every difference 0: 1 everywhere. The smallest two-sided value is 2^(1 - k)
 *
 * Source: Wilcoxon 1945 (10.2307/3001968).
 * @throws RangeError when the samples are not of one length
 */
export function wilcoxonSignedRank(a: readonly number[], b: readonly number[]): RankTest {
  if (a.length !== b.length) throw new RangeError('pairs need samples of one length')
  const differences = a.map((value, index) => pairDifference(value, b[index] ?? NaN))
  const ranks = doubledRanks(differences.map(Math.abs))
  const signed = ranks
    .map((rank, index) => ({ rank, sign: Math.sign(differences[index] ?? 0) }))
    .filter(({ sign }) => sign !== 0)
  if (signed.length === 0) return NO_EVIDENCE
  const positive = signed.reduce((sum, { rank, sign }) => sum + (sign > 0 ? rank : 0), 0)
  const kept = signed.map(({ rank }) => rank)
  if (a.length > EXACT_PAIRS) return normalTest(kept, positive)
  const { low, high, twoSided } = exactTails(anySubsetSumShares(kept), positive)
  return { less: low, greater: high, twoSided, method: 'exact' }
}

/** @param ranks doubled, as `positive` is: the half of the correction is 1 here */
function normalTest(ranks: readonly number[], positive: number): RankTest {
  const distance = positive - ranks.reduce((sum, rank) => sum + rank, 0) / 2
  const deviation = Math.sqrt(ranks.reduce((sum, rank) => sum + rank * rank, 0) / 4)
  const { low, high, twoSided } = tails(
    normalCdf((distance + 1) / deviation),
    normalCdf((1 - distance) / deviation),
  )
  return { less: low, greater: high, twoSided, method: 'normal' }
}
