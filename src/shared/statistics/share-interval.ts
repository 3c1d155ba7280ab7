import { normalQuantile } from './normal-distribution'

export interface ShareInterval {
  readonly low: number
  readonly high: number
  readonly level: number
}

/** The two-sided normal quantile of a level: 1.96 for 0.95. */
export function normalWidth(level: number): number {
  return normalQuantile((1 + level) / 2)
}

/**
 * Wilson's score interval of a share of n: all p with |share - p| <= z sqrt(p (1 - p) / n). Never of width 0: from 5 of 5 it reaches
 * down to 0.57, and it is [0, 1] for n = 0. Also for a mean of scores in [0, 1], such as 1, 1/2 for a tie, 0: the variance of those is
 * at most p (1 - p). Source: Wilson 1927 (10.1080/01621459.1927.10502953).
 */
export function wilsonInterval(share: number, n: number, level = 0.95): ShareInterval {
  if (n === 0) return { low: 0, high: 1, level }
  const z = normalWidth(level)
  const square = (z * z) / n
  const centre = share + square / 2
  const half = Math.sqrt(square * (share * (1 - share) + square / 4))
  return {
    low: share === 0 ? 0 : Math.max(0, (centre - half) / (1 + square)),
    high: share === 1 ? 1 : Math.min(1, (centre + half) / (1 + square)),
    level,
  }
}
