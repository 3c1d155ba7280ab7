import { normalCdf, normalDensity } from '../statistics/normal-distribution'

/**
 * Variance of N(0, 1) given |x| <= cut: 1 - 2 cut density(cut) / (2 Phi(cut) - 1); 0.7737413 at 2, so its standard deviation
 * is TRUNCATED_NORMAL_STD. `cut` > 0. Source: Johnson, Kotz and Balakrishnan 1994, section 10.1.
 */
export function truncatedNormalVariance(cut: number): number {
  return 1 - (2 * cut * normalDensity(cut)) / (2 * normalCdf(cut) - 1)
}
