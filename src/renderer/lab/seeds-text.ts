import { designFor, detectable, fewestSeeds } from '@shared/statistics/sample-size'
import { sweepQuestion } from '@shared/statistics/sweep-comparisons'
import type { Expansion } from '@shared/sweep'
import { formatNoun } from '../common/format'

const ALPHA = 0.05

/** What so many seeds can tell; `isTooFew` when not even a complete separation would be told from chance. */
export interface SeedsReach {
  readonly text: string
  readonly isTooFew: boolean
}

/** Pairs that the sweep's question compares, all of them counted in the correction; at least 1. */
export function comparisonsAsked(expansion: Expansion): number {
  const groups = sweepQuestion(expansion)?.groups ?? []
  const pairs = groups.reduce((sum, { configurations: { length } }) => sum + (length * (length - 1)) / 2, 0)
  return Math.max(1, pairs)
}

/** The smallest difference that `seeds` seeds show at p <= 0.05 with power 0.8, alpha shared by all comparisons. */
export function seedsReach(seeds: number, comparisons: number): SeedsReach {
  const design = designFor(seeds, ALPHA, comparisons)
  const alpha = ALPHA / comparisons
  const { superiority } = detectable(seeds, design, alpha)
  const among = comparisons === 1 ? '' : ` among ${formatNoun(comparisons, 'comparison')}`
  if (superiority === null) {
    const least = Math.min(fewestSeeds(alpha, 'independent'), fewestSeeds(alpha, 'paired'))
    return {
      text: `${formatNoun(seeds, 'seed')} cannot tell any difference from chance${among}. Use ${least} or more.`,
      isTooFew: true,
    }
  }
  const share = Math.floor(superiority * 100)
  return {
    text: `Shows a difference${among} when one side ends better with ${share} % or more of the seeds (80 % power).`,
    isTooFew: false,
  }
}
