import type { TrialRecord } from '../sweep'
import type { Interval } from './bootstrap'
import { bootstrapDifference, bootstrapPairedDifference } from './bootstrap'
import { mannWhitney } from './mann-whitney'
import type { Metric } from './metrics'
import { finalValue, isResult, WORST_VALUE } from './metrics'
import { holm } from './multiple-comparisons'
import { median } from './quantiles'
import type { Design, MoreSeeds } from './sample-size'
import { designFor, moreSeeds } from './sample-size'
import type { Superiority } from './superiority'
import { pairedSuperiority, superiority } from './superiority'
import { wilcoxonSignedRank } from './wilcoxon'

/** The value of a metric that one seed ended with; the metric's worst value, or NaN, for a trial that diverged. */
export interface SeedValue {
  readonly seed: number
  readonly value: number
}

/** The final values of the trials that are results. */
export function seedValues(trials: readonly TrialRecord[], metric: Metric): readonly SeedValue[] {
  return trials.filter(isResult).map((trial) => ({ seed: trial.seed, value: finalValue(trial, metric) }))
}

export interface ComparisonSide {
  /** Values compared: all, or those with a partner when paired. */
  readonly n: number
  /** Those of them that count as the worst value. */
  readonly diverged: number
  /** In the metric's own unit; infinite when diverged trials decide it, NaN without values. */
  readonly median: number
}

/**
 * - better, worse: a against b, when the adjusted p is <= alpha and the interval of P(a better than b) does not hold 1/2
 * - equal: every seed ends with the same number on both sides, to the last bit, or all values of both are one number
 * - practically-equal: the interval of the difference lies within the margin
 * - inconclusive: none of these
 */
export type Verdict = 'better' | 'worse' | 'equal' | 'practically-equal' | 'inconclusive'

export interface Comparison {
  readonly metric: Metric
  readonly design: Design
  readonly a: ComparisonSide
  readonly b: ComparisonSide
  /** Seeds of either side without a partner, left out when paired; 0 when independent. */
  readonly unpaired: number
  /** Median of a minus median of b, in the metric's unit; null when both diverge or a side is empty. */
  readonly difference: number | null
  /** Median of a / median of b; null unless both are finite and above 0. */
  readonly ratio: number | null
  /** BCa interval of the difference, at 1 - alpha; null below 2 values, and when none is wanted. An end may be infinite; two diverged medians differ by 0. */
  readonly interval: Interval | null
  /** P(a better than b), whichever way the metric runs. */
  readonly superiority: Superiority
  readonly test: 'wilcoxon' | 'mann-whitney'
  /** Two-sided. */
  readonly p: number
  /** After Holm over `comparisons`. */
  readonly adjustedP: number
  readonly comparisons: number
  readonly alpha: number
  readonly verdict: Verdict
  /** What would settle it; null unless inconclusive. */
  readonly moreSeeds: MoreSeeds | null
}

export interface ComparisonOptions {
  /** `auto`, the default, takes pairs by seed when there are enough of them to show anything (see `designFor`). */
  readonly design?: Design | 'auto'
  /** 0.05. */
  readonly alpha?: number
  /** How many comparisons belong together, when more than are given here. */
  readonly comparisons?: number
  /** Differences of medians up to this size do not matter; without it nothing is called practically equal. */
  readonly margin?: number
  /** Of the interval of the difference; 2000, and 0 for no interval. */
  readonly resamples?: number
  readonly seed?: number
}

export interface ComparedPair {
  readonly a: readonly SeedValue[]
  readonly b: readonly SeedValue[]
}

/** One pair by itself; `comparisons` makes its p Holm's most careful one, that of the smallest of so many. */
export function compare(
  a: readonly SeedValue[],
  b: readonly SeedValue[],
  metric: Metric,
  options: ComparisonOptions = {},
): Comparison {
  const [comparison] = compareAll([{ a, b }], metric, options)
  if (comparison === undefined) throw new RangeError('one pair makes one comparison')
  return comparison
}

/**
 * All pairs that answer one question, with Holm's correction over all of them. A diverged trial has the worst value of the metric, and
 * diverged trials tie. An empty side, or n = 1, gives p = 1 and no interval: inconclusive.
 */
export function compareAll(
  pairs: readonly ComparedPair[],
  metric: Metric,
  options: ComparisonOptions = {},
): readonly Comparison[] {
  const turns = compareInTurns(pairs, metric, options)
  for (;;) {
    const turn = turns.next()
    if (turn.done === true) return turn.value
  }
}

/** As `compareAll`, with a break before each pair: a window that computes stays alive between them. */
export function* compareInTurns(
  pairs: readonly ComparedPair[],
  metric: Metric,
  options: ComparisonOptions = {},
): Generator<undefined, readonly Comparison[]> {
  const { alpha = 0.05 } = options
  const comparisons = Math.max(1, pairs.length, options.comparisons ?? 0)
  const measured: Measured[] = []
  for (const pair of pairs) {
    yield
    measured.push(measure(pair, metric, alpha, comparisons, options))
  }
  const adjusted = holm(
    measured.map(({ figures }) => figures.p),
    comparisons,
  )
  return measured.map(({ figures, isEqual }, index) => {
    const judged = { ...figures, adjustedP: adjusted[index] ?? 1, comparisons, alpha }
    const verdict = isEqual ? 'equal' : verdictOf(judged, options.margin)
    const { probability } = figures.superiority
    const n = Math.min(figures.a.n, figures.b.n)
    const isOpen = verdict === 'inconclusive'
    const settle = isOpen ? moreSeeds(n, probability, options.design ?? 'auto', alpha, comparisons) : null
    return { ...judged, verdict, moreSeeds: settle }
  })
}

type Judged = Omit<Comparison, 'verdict' | 'moreSeeds'>

interface Measured {
  readonly figures: Omit<Judged, 'adjustedP' | 'comparisons' | 'alpha'>
  readonly isEqual: boolean
}

function measure(
  pair: ComparedPair,
  metric: Metric,
  alpha: number,
  comparisons: number,
  { design: asked = 'auto', resamples = 2000, seed = 1 }: ComparisonOptions,
): Measured {
  const matched = matchSeeds(pair)
  const design = asked === 'auto' ? designFor(matched.a.length, alpha, comparisons) : asked
  const isPaired = design === 'paired'
  // Smaller is better from here on: an accuracy is mirrored, and the worst value is Infinity.
  const mirror = WORST_VALUE[metric] > 0 ? 1 : -1
  const costs = (values: readonly SeedValue[]): readonly number[] =>
    values.map(({ value }) => (Number.isNaN(value) ? Infinity : value * mirror))
  const [a, b] = isPaired ? [costs(matched.a), costs(matched.b)] : [costs(pair.a), costs(pair.b)]
  const options = { level: 1 - alpha, resamples, seed }
  const interval =
    resamples > 0 ? (isPaired ? bootstrapPairedDifference : bootstrapDifference)(a, b, median, options) : null
  const [left, right] = [sideOf(a, mirror), sideOf(b, mirror)]
  const isComparable = Number.isFinite(left.median) || Number.isFinite(right.median)
  const figures = {
    metric,
    design,
    a: left,
    b: right,
    unpaired: isPaired ? pair.a.length + pair.b.length - a.length - b.length : 0,
    difference: isComparable && a.length > 0 && b.length > 0 ? left.median - right.median : null,
    ratio: ratioOf(left.median, right.median),
    interval: mirrored(interval, mirror),
    superiority: (isPaired ? pairedSuperiority : superiority)(a, b, 1 - alpha),
    test: isPaired ? ('wilcoxon' as const) : ('mann-whitney' as const),
    p: (isPaired ? wilcoxonSignedRank : mannWhitney)(a, b).twoSided,
  }
  const isWhole = [pair.a, pair.b].every(({ length }) => length === matched.a.length)
  return { figures, isEqual: (isWhole && areEqual(costs(matched.a), costs(matched.b))) || areOneNumber(a, b) }
}

/** The values of the seeds that both sides have, in the order of a. */
function matchSeeds({ a, b }: ComparedPair): ComparedPair {
  const partners = new Map(b.map((value) => [value.seed, value]))
  const left = a.filter(({ seed }) => partners.has(seed))
  return { a: left, b: left.flatMap(({ seed }) => partners.get(seed) ?? []) }
}

function sideOf(costs: readonly number[], mirror: number): ComparisonSide {
  return {
    n: costs.length,
    diverged: costs.filter((cost) => cost === Infinity).length,
    median: median(costs) * mirror,
  }
}

function ratioOf(a: number, b: number): number | null {
  return Number.isFinite(a) && Number.isFinite(b) && a > 0 && b > 0 ? a / b : null
}

function mirrored(interval: Interval | null, mirror: number): Interval | null {
  if (interval === null || mirror > 0) return interval
  return { ...interval, low: 0 - interval.high, high: 0 - interval.low }
}

function areEqual(a: readonly number[], b: readonly number[]): boolean {
  return a.length > 0 && a.every((value, index) => value === b[index])
}

function areOneNumber(a: readonly number[], b: readonly number[]): boolean {
  return a.length > 0 && b.length > 0 && new Set([...a, ...b]).size === 1
}

function verdictOf({ adjustedP, alpha, superiority: p, interval }: Judged, margin?: number): Verdict {
  if (adjustedP <= alpha && p.low > 0.5) return 'better'
  if (adjustedP <= alpha && p.high < 0.5) return 'worse'
  const isSmall =
    margin !== undefined && interval !== null && interval.low >= -margin && interval.high <= margin
  return isSmall ? 'practically-equal' : 'inconclusive'
}
