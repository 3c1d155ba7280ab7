import { median } from './quantiles'

/** What stands for a sample: all count NaN as +Infinity, the worst value, and an infinite value is never left out. */
export const LOCATIONS = ['median', 'iqm', 'mean'] as const
export type Location = (typeof LOCATIONS)[number]

/** The median, interquartile mean or mean; NaN without values. */
export function locate(values: ArrayLike<number>, location: Location): number {
  switch (location) {
    case 'median':
      return median(values)
    case 'iqm':
      return interquartileMean(values)
    case 'mean':
      return mean(values)
  }
}

/**
 * Sum of the values / n. The sum is compensated (Neumaier 1974, 10.1002/zamm.19740540106), so that neither the order of the
 * values nor their number shows. +Infinity when one value is (also beside -Infinity: the worse wins); NaN without values.
 */
export function mean(values: ArrayLike<number>): number {
  const sum = compensatedSum(values, () => 1)
  if (Number.isFinite(sum) || Array.from(values).some((value) => !Number.isFinite(value))) {
    return sum / values.length
  }
  return compensatedSum(values, () => 1 / values.length)
}

/**
 * Mean of the middle half of the ascending values: value i covers [i / n, (i + 1) / n] and counts with the share of
 * [1/4, 3/4] that it covers. Exact for every n, where a trimmed mean drops whole values only when 4 divides n. The value itself for
 * n = 1, the mean for n = 2, NaN for n = 0; infinite only when the worst quarter is not all that is infinite.
 * Source: Agarwal et al. 2021 (arXiv:2108.13264) recommend it for few seeds.
 */
export function interquartileMean(values: ArrayLike<number>): number {
  const n = values.length
  const sorted = Float64Array.from(values, (value) => (Number.isNaN(value) ? Infinity : value)).sort()
  const weight = (i: number): number =>
    Math.max(0, Math.min(4 * (i + 1), 3 * n) - Math.max(4 * i, n)) / (2 * n)
  return n === 0 ? NaN : compensatedSum(sorted, weight)
}

/** Sum of weight(i) times value i; a value of weight 0 does not count, whatever it is; 0 without values. */
function compensatedSum(values: ArrayLike<number>, weight: (i: number) => number): number {
  let sum = 0
  let lost = 0
  let infinite = 0
  for (let i = 0; i < values.length; i++) {
    const factor = weight(i)
    if (factor === 0) continue
    const term = factor * (values[i] ?? NaN)
    if (Number.isNaN(term) || term === Infinity) return Infinity
    if (term === -Infinity) infinite = term
    const next = sum + term
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum
    sum = next
  }
  if (infinite !== 0) return infinite
  return Number.isFinite(sum) ? sum + lost : sum
}
