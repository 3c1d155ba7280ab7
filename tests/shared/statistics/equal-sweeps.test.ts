import { expect, test } from 'vitest'
import { EQUAL_SWEEPS, falseVerdicts } from './equal-sweeps'

/** Seconds of work on a busy machine; the figures do not depend on it. */
const TIMEOUT = 120_000

test.each(EQUAL_SWEEPS)(
  'at most 5 % of 1,000 sweeps of equal configurations get a verdict: $shape, n = $n, $configurations configurations, common $common',
  (sweeps) => {
    expect(falseVerdicts(sweeps, 1000)).toBeLessThanOrEqual(0.05)
  },
  TIMEOUT,
)

test(
  'more than 5 % would get one if every pair were judged as the only one',
  () => {
    expect(
      falseVerdicts({ shape: 'lognormal', n: 20, configurations: 4, common: 0 }, 1000, 'none'),
    ).toBeGreaterThan(0.08)
  },
  TIMEOUT,
)
