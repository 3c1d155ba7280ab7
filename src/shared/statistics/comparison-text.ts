import type { Comparison, ComparisonSide } from './comparison'
import type { Metric } from './metrics'
import { WORST_VALUE } from './metrics'
import type { MoreSeeds } from './sample-size'

export const METRIC_NAMES: Readonly<Record<Metric, string>> = {
  trainLoss: 'training loss',
  trainAccuracy: 'training accuracy',
  testLoss: 'test loss',
  testAccuracy: 'test accuracy',
}

/** What the final values stand for: the end of a training, or the start where no update was made. */
export type Moment = 'end' | 'start'

/**
 * One sentence that says what a comparison found and on what it rests:
 * `he-normal ends lower than xavier-normal: median training loss 0.200 against 1.15, P(better) 1.00 [0.72, 1.00], n = 10 pairs,
 * p = 0.006 after Holm over 3 comparisons.` The better one is named first, and where nothing is settled the one that is ahead.
 * @param context where the comparison holds, such as `depth 10`; empty where there is one place only
 */
export function comparisonSentence(
  comparison: Comparison,
  a: string,
  b: string,
  moment: Moment = 'end',
  context = '',
): string {
  const sentence = plainSentence(comparison, a, b, moment)
  // Only a label may begin a sentence with a small letter: labels are the names of the spec.
  return context === ''
    ? sentence.replace(/^(it is|there is) /, (words) => words.charAt(0).toUpperCase() + words.slice(1))
    : `${context}: ${sentence}`
}

function plainSentence(comparison: Comparison, a: string, b: string, moment: Moment): string {
  const { verdict, superiority } = comparison
  if (verdict === 'worse' || (verdict === 'inconclusive' && superiority.probability < 0.5))
    return plainSentence(turned(comparison), b, a, moment)
  const empty = [comparison.a.n === 0 ? a : null, comparison.b.n === 0 ? b : null].filter(
    (one) => one !== null,
  )
  if (empty.length > 0)
    return `there is nothing to compare yet: ${empty.join(' and ')} ${empty.length === 1 ? 'has' : 'have'} no finished trial.`
  const extreme = WORST_VALUE[comparison.metric] > 0 ? 'lower' : 'higher'
  switch (verdict) {
    case 'equal':
      return equalSentence(comparison, a, b, moment)
    case 'practically-equal':
      return `${a} and ${b} ${moment} practically equal: ${evidence(comparison)}.`
    case 'inconclusive':
      return `it is undecided whether ${a} or ${b} ${moment}s ${extreme}: ${evidence(comparison)}; ${moreSeedsText(comparison)}.`
    case 'better':
      return `${a} ${moment}s ${extreme} than ${b}: ${evidence(comparison)}.`
  }
}

function equalSentence(comparison: Comparison, a: string, b: string, moment: Moment): string {
  if (comparison.a.diverged === comparison.a.n) {
    return `${a} and ${b} are alike: every trial of both diverged, ${countText(comparison)}.`
  }
  return `${a} and ${b} ${moment} equal: the same ${METRIC_NAMES[comparison.metric]} to the last bit, ${countText(comparison)}.`
}

function evidence(comparison: Comparison): string {
  const { metric, superiority } = comparison
  return [
    `median ${METRIC_NAMES[metric]} ${mediansText(comparison)}`,
    `P(better) ${shareText(superiority.probability)} [${shareText(superiority.low)}, ${shareText(superiority.high)}]`,
    countText(comparison),
    pText(comparison),
  ].join(', ')
}

function mediansText({ a, b }: Comparison): string {
  const digits =
    [3, 4, 5, 6].find((count) => numberText(a.median, count) !== numberText(b.median, count)) ?? 3
  return `${sideText(a, digits)} against ${sideText(b, digits)}`
}

/** `0.200`, `0.200 (2 of 10 diverged)`, `diverged (8 of 10)`. */
function sideText({ n, diverged, median }: ComparisonSide, digits: number): string {
  if (!Number.isFinite(median)) return `diverged (${diverged} of ${n})`
  return diverged === 0
    ? numberText(median, digits)
    : `${numberText(median, digits)} (${diverged} of ${n} diverged)`
}

/** So many significant digits; beyond 100,000 and below 0.0001 as `3.90e7`. */
function numberText(value: number, digits: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size >= 1e5 || size < 1e-4)) return value.toExponential(digits - 1).replace('e+', 'e')
  return value.toPrecision(digits)
}

/** Two digits, and more where two would say 0, 1/2 or 1 of what is none of them. */
function shareText(share: number): string {
  const text = [2, 3, 4, 5]
    .map((digits) => share.toFixed(digits))
    .find((rounded) => Number(rounded) === share || ![0, 0.5, 1].includes(Number(rounded)))
  return text ?? share.toFixed(2)
}

function countText({ design, a, b, unpaired }: Comparison): string {
  if (design === 'independent') return a.n === b.n ? `n = ${a.n} each` : `n = ${a.n} and ${b.n}`
  const alone =
    unpaired === 0 ? '' : ` (${unpaired} ${unpaired === 1 ? 'seed' : 'seeds'} without a partner left out)`
  return `n = ${a.n} ${a.n === 1 ? 'pair' : 'pairs'}${alone}`
}

/** `p = 0.006 after Holm over 3 comparisons`. */
function pText({ adjustedP, alpha, comparisons }: Comparison): string {
  const after = comparisons === 1 ? '' : ` after Holm over ${comparisons} comparisons`
  return `${probabilityText(adjustedP, alpha)}${after}`
}

/** `p = 0.006`, `p < 0.001`: never 0, never rounded to the other side of alpha. */
export function probabilityText(p: number, alpha: number): string {
  if (p < 0.001) return 'p < 0.001'
  const rounded = [p < 0.01 ? 1 : 2, 3, 4, 5]
    .map((digits) => Number(p.toPrecision(digits)))
    .find((value) => Math.sign(value - alpha) === Math.sign(p - alpha) && (value === 1) === (p === 1))
  return `p = ${rounded ?? p}`
}

function moreSeedsText({ moreSeeds, a, b, comparisons }: Comparison): string {
  if (a.n === 1 || b.n === 1) return 'one seed cannot tell a difference from chance'
  return moreSeeds === null ? 'more seeds may settle it' : settlingText(moreSeeds, comparisons)
}

function settlingText({ kind, seeds }: MoreSeeds, comparisons: number): string {
  const together = comparisons === 1 ? '' : ', all comparisons counted'
  if (kind === 'more-than')
    return `more than ${seeds} more seeds would be needed, or there is nothing to find`
  return `about ${seeds} more ${seeds === 1 ? 'seed' : 'seeds'} would settle it${together}`
}

/** The same comparison with its sides exchanged. */
export function turned(comparison: Comparison): Comparison {
  const { a, b, difference, ratio, interval, superiority } = comparison
  return {
    ...comparison,
    a: b,
    b: a,
    difference: difference === null ? null : 0 - difference,
    ratio: ratio === null ? null : 1 / ratio,
    interval: interval === null ? null : { ...interval, low: 0 - interval.high, high: 0 - interval.low },
    superiority: {
      ...superiority,
      probability: 1 - superiority.probability,
      better: superiority.worse,
      worse: superiority.better,
      low: 1 - superiority.high,
      high: 1 - superiority.low,
      cliffsDelta: 0 - superiority.cliffsDelta,
    },
    verdict: comparison.verdict === 'worse' ? 'better' : comparison.verdict,
  }
}
