import { z } from 'zod'
import golden from '../../golden/scipy-statistics.json'
import fixtures from '../../golden/stats_fixtures.json'

/** JSON has no infinities: they are written as `inf`. */
const number = z.union([z.number(), z.literal('inf').transform(() => Infinity)])
const numbers = z.array(number)
const row = z.tuple([z.number(), z.number()])
const ends = z.tuple([z.number(), z.number()])
const rankTest = z.object({
  a: numbers,
  b: numbers,
  less: z.number(),
  greater: z.number(),
  'two-sided': z.number(),
  origin: z.string(),
})
const twoSamples = z.object({ a: numbers, b: numbers, percentile: ends, BCa: ends })

/** What SciPy computes: `tests/golden/scipy-statistics.py` writes the file. */
export const SCIPY = z
  .object({
    normalCdf: z.array(row),
    normalQuantile: z.array(row),
    mannWhitney: z.array(rankTest),
    wilcoxon: z.array(rankTest),
    bootstrap: z.array(
      z.object({ values: numbers, statistic: z.enum(['mean', 'median']), percentile: ends, BCa: ends }),
    ),
    bootstrapDifference: twoSamples,
    bootstrapPaired: twoSamples,
    benjaminiHochberg: z.object({ p: numbers, adjusted: numbers }),
    wilson: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
    kaplanMeier: z.object({
      times: numbers,
      censored: z.array(z.union([z.literal(0), z.literal(1)])),
      steps: numbers,
      survival: numbers,
      low: numbers,
      high: numbers,
    }),
  })
  .parse(golden)

const sample = z.object({
  a: numbers,
  b: numbers,
  U_a_pairs_a_gt_b: z.number(),
  p_exact_a_less: z.number(),
  p_exact_a_greater: z.number(),
  p_exact_two_sided: z.number(),
  prob_a_less_b: z.number(),
})

/** Mann-Whitney by enumeration of all splits; the file's last case has no samples. */
export const MANN_WHITNEY_CASES = z
  .object({ cases: z.array(z.union([sample, z.object({ note: z.string(), p_exact_a_less: z.number() })])) })
  .parse(fixtures)
  .cases.filter((fixture) => 'a' in fixture)
