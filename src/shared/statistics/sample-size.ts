import { normalQuantile } from './normal-distribution'

/** How two samples are compared: seed by seed, or as independent samples. */
export type Design = 'paired' | 'independent'

/**
 * The smallest two-sided p that n against n values can have, when they do not overlap at all: 2^(1 - n) for the signed rank test of
 * n pairs, 2 / C(2n, n) for Mann-Whitney; 1 for n = 0. No data can do better, so no number of seeds below it can give a verdict.
 */
export function smallestP(n: number, design: Design): number {
  if (n <= 0) return 1
  if (design === 'paired') return Math.pow(2, 1 - n)
  let share = 2
  for (let k = 1; k <= n; k++) share *= k / (n + k)
  return Math.min(1, share)
}

/** The fewest seeds with which a complete separation has p <= alpha. */
export function fewestSeeds(alpha: number, design: Design): number {
  let n = 1
  while (smallestP(n, design) > alpha) n++
  return n
}

/**
 * The design with which a difference can be shown: pairs when n of them can reach alpha after a correction for all comparisons, else
 * independent samples. Depends on the numbers of seeds and comparisons only, never on a result, so it costs no error. Values of the
 * same seed are alike or unrelated; the independent test is then exact or errs on the safe side.
 */
export function designFor(n: number, alpha: number, comparisons: number): Design {
  return smallestP(n, 'paired') * comparisons <= alpha ? 'paired' : 'independent'
}

export interface Detectable {
  /** The smallest P(a better than b) > 1/2 that is found with the given power; null when none is. */
  readonly superiority: number | null
  readonly cliffsDelta: number | null
  readonly smallestP: number
}

/**
 * The smallest difference that n seeds a side show with the given power at a two-sided alpha: where `seedsFor` reaches n. A complete
 * separation, P = 1, is always shown when its p can reach alpha at all.
 */
export function detectable(n: number, design: Design, alpha = 0.05, power = 0.8): Detectable {
  const smallest = smallestP(n, design)
  if (smallest > alpha) return { superiority: null, cliffsDelta: null, smallestP: smallest }
  let [missed, found] = [0.5, 1]
  while (found - missed > 1e-9) {
    const middle = (missed + found) / 2
    if (seedsFor(middle, design, alpha, power) <= n) found = middle
    else missed = middle
  }
  return { superiority: found, cliffsDelta: 2 * found - 1, smallestP: smallest }
}

/**
 * Seeds a side that show P(a better than b) = `probability` with the given power at a two-sided alpha, not below the fewest:
 * ((z_(1 - alpha/2) s0 + z_power s1) / (P - 1/2))^2, where s0 and s1 are the deviations of the estimate of P, times sqrt(n), without a
 * difference and with it. Infinity for 1/2.
 *
 * - independent: s0^2 = 1/6, as in Noether 1987 (10.1080/01621459.1987.10478478), who takes s1 = s0; s1^2 = P (1 - P)
 *   ((1 - P) / (2 - P) + P / (1 + P)) of Hanley and McNeil 1982, which is 0 for a complete separation
 * - paired: s0^2 = 1/4, s1^2 = P (1 - P): the sign test, whose P is that of the pairs
 *
 * Both take the normal distribution: rough below about 10 seeds.
 */
export function seedsFor(probability: number, design: Design, alpha = 0.05, power = 0.8): number {
  const p = Math.max(probability, 1 - probability)
  const shape = design === 'paired' ? 1 : (1 - p) / (2 - p) + p / (1 + p)
  const without = normalQuantile(1 - alpha / 2) * Math.sqrt(design === 'paired' ? 1 / 4 : 1 / 6)
  const wanted = normalQuantile(power) * Math.sqrt(p * (1 - p) * shape)
  const root = (without + wanted) / (p - 0.5)
  return Math.max(Math.ceil(root * root), fewestSeeds(alpha, design))
}

/** What would settle a comparison that is open. */
export type MoreSeeds =
  | { readonly kind: 'about'; readonly seeds: number }
  /** The estimate is so near to 1/2 that this many more would not do: there may be nothing to find. */
  | { readonly kind: 'more-than'; readonly seeds: number }

/** Beyond this many more seeds an estimate from a few cannot tell how many. */
const MOST_MORE_SEEDS = 100

/**
 * About how many more seeds would settle a comparison with n seeds, if P(a better than b) were what was seen, with power 0.8 and
 * alpha shared by the comparisons. At least 1; above 10 in steps of 5, since an estimate from few seeds is no better.
 * @param design `auto` for the one that `designFor` takes with so many seeds
 */
export function moreSeeds(
  n: number,
  probability: number,
  design: Design | 'auto',
  alpha: number,
  comparisons: number,
): MoreSeeds {
  const needed = seedsNeeded(probability, design, alpha, comparisons)
  const more = Math.max(1, needed - n)
  if (!(more <= MOST_MORE_SEEDS)) return { kind: 'more-than', seeds: MOST_MORE_SEEDS }
  return { kind: 'about', seeds: more <= 10 ? more : Math.ceil(more / 5) * 5 }
}

function seedsNeeded(
  probability: number,
  design: Design | 'auto',
  alpha: number,
  comparisons: number,
): number {
  const share = alpha / comparisons
  if (design !== 'auto') return seedsFor(probability, design, share)
  const independent = seedsFor(probability, 'independent', share)
  return designFor(independent, alpha, comparisons) === 'independent'
    ? independent
    : seedsFor(probability, 'paired', share)
}
