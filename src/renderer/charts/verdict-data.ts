import { factorHeading } from '@shared/factor-titles'
import { METRIC_NAMES, type Moment } from '@shared/statistics/comparison-text'
import type { Verdict } from '@shared/statistics/comparison'
import type { Metric } from '@shared/statistics/metrics'
import { WORST_VALUE } from '@shared/statistics/metrics'
import { median } from '@shared/statistics/quantiles'
import { hasPairs } from '@shared/statistics/superiority'
import type { SweepComparison, SweepComparisons } from '@shared/statistics/sweep-comparisons'
import { formatCount, formatNoun } from '../common/format'
import type { DataTable } from './data-table'
import { FINAL_METRICS } from './final-metrics'
import { formatMeasure } from './number-format'

/** Contexts that one headline names before it counts the rest. */
const MOST_CONTEXTS = 4
/** Headlines above the charts: more belong in the view of the verdicts. */
const MOST_HEADLINES = 2

/** The comparison with the better side first; as it stands where none is better. */
function betterFirst({
  aLabel,
  bLabel,
  comparison: { verdict },
}: SweepComparison): readonly [string, string] {
  return verdict === 'worse' ? [bLabel, aLabel] : [aLabel, bLabel]
}

/** `depth 3, depth 10 and depth 20`; `depth 3, depth 10, depth 20 and 4 more`. */
function listed(contexts: readonly string[]): string {
  const named = contexts.filter((context) => context !== '')
  const shown = named.length > MOST_CONTEXTS ? named.slice(0, MOST_CONTEXTS - 1) : named
  const rest = named.length - shown.length
  const parts = rest > 0 ? [...shown, `${rest} more`] : shown
  const last = parts.at(-1)
  return last === undefined || parts.length === 1
    ? (last ?? '')
    : `${parts.slice(0, -1).join(', ')} and ${last}`
}

function isAlike(verdict: Verdict): boolean {
  return verdict === 'equal' || verdict === 'practically-equal'
}

function headline(
  first: string,
  second: string,
  own: readonly SweepComparison[],
  metric: Metric,
  moment: Moment,
): string {
  const contexts = (wanted: (verdict: Verdict) => boolean): readonly string[] =>
    own.filter(({ comparison }) => wanted(comparison.verdict)).map(({ context }) => context)
  const at = (found: readonly string[]): string => (listed(found) === '' ? '' : ` at ${listed(found)}`)
  const settled = contexts((verdict) => verdict === 'better' || verdict === 'worse')
  const alike = contexts(isAlike)
  const open = contexts((verdict) => verdict === 'inconclusive')
  const direction = WORST_VALUE[metric] > 0 ? 'lower' : 'higher'
  const parts = [
    settled.length > 0
      ? `${first} ${moment}s with a ${direction} ${METRIC_NAMES[metric]} than ${second}${at(settled)}`
      : null,
    alike.length > 0
      ? `${settled.length > 0 ? 'they' : `${first} and ${second}`} show no difference${at(alike)}`
      : null,
    open.length > 0
      ? settled.length + alike.length > 0
        ? `it is undecided${at(open)}`
        : `It is undecided whether ${first} or ${second} ${moment}s with the ${direction} ${METRIC_NAMES[metric]}${at(open)}`
      : null,
  ]
  return parts.filter((part) => part !== null).join('; ')
}

/** Comparisons from which on one that leads all others of its context gets a single line. */
const LEAST_FOR_A_LEADER = 4

/**
 * Where every comparison of a context has one side in common, the best of many levels: `At depth 2 he-normal (gain 1.41) ends with the
 * lowest training loss, ahead of 5 of 6 others; it is undecided against he-normal (gain 2).` Null where there is no such side.
 */
function leaderHeadline(own: readonly SweepComparison[], metric: Metric, moment: Moment): string | null {
  const [first] = own
  if (first === undefined || own.length < LEAST_FOR_A_LEADER || own.some(({ a }) => a !== first.a))
    return null
  const ahead = own.filter(({ comparison: { verdict } }) => verdict === 'better')
  const open = own.filter(({ comparison: { verdict } }) => verdict === 'inconclusive')
  if (ahead.length === 0) return null
  const where = first.context === '' ? '' : `At ${first.context} `
  const extreme = WORST_VALUE[metric] > 0 ? 'lowest' : 'highest'
  const count = ahead.length === own.length ? `all ${own.length}` : `${ahead.length} of ${own.length}`
  const undecided =
    open.length > 0 ? `; it is undecided against ${listed(open.map(({ bLabel }) => bLabel))}` : ''
  return `${where}${first.aLabel} ${moment}s with the ${extreme} ${METRIC_NAMES[metric]}, ahead of ${count} others${undecided}.`
}

/**
 * What a sweep may conclude, in a few short lines: one for the best of many levels, else one for each winner and loser, naming where it
 * holds; one for all of them where many are open and none is settled. The pair settled most often comes first, among equals the one
 * that lies furthest apart.
 */
export function verdictHeadlines(verdicts: SweepComparisons, metric: Metric): readonly string[] {
  const open = openHeadline(verdicts)
  if (open !== null) return [open]
  const { comparisons } = verdicts
  const contexts = new Map<string, SweepComparison[]>()
  for (const one of comparisons) contexts.set(one.context, [...(contexts.get(one.context) ?? []), one])
  const leaders = new Map(
    [...contexts].map(([context, own]) => [context, leaderHeadline(own, metric, verdicts.moment)]),
  )
  const others = comparisons.filter(({ context }) => (leaders.get(context) ?? null) === null)
  return [
    ...[...leaders.values()].filter((line) => line !== null),
    ...pairHeadlines(others, metric, verdicts.moment),
  ]
}

/** Open comparisons from which on a line each says less than their number. */
const LEAST_FOR_A_COUNT = 4

/** `None of 40 comparisons is settled with 5 seeds a side.` Null where something is settled, or where few are open. */
function openHeadline({ comparisons, leftOut }: SweepComparisons): string | null {
  const isOpen = comparisons.every(({ comparison }) => comparison.verdict === 'inconclusive')
  if (comparisons.length < LEAST_FOR_A_COUNT || !isOpen) return null
  const sides = comparisons.flatMap(({ comparison: { a, b } }) => [a.n, b.n])
  const [least, most] = [Math.min(...sides), Math.max(...sides)]
  const seeds = least === most ? formatNoun(most, 'seed') : `${least} to ${formatNoun(most, 'seed')}`
  const count = formatNoun(comparisons.length, 'comparison')
  return `None of ${leftOut > 0 ? 'the first ' : ''}${count} is settled with ${seeds} a side.`
}

function isSettled({ comparison: { verdict } }: SweepComparison): boolean {
  return verdict === 'better' || verdict === 'worse'
}

/** How far apart the two medians lie: a loss in ratio, an accuracy in difference; where one of them diverged, without a bound. */
function differenceSize({ comparison: { metric, a, b, ratio } }: SweepComparison): number {
  if (!Number.isFinite(a.median) || !Number.isFinite(b.median)) return Infinity
  return FINAL_METRICS[metric].isLoss && ratio !== null
    ? Math.abs(Math.log(ratio))
    : Math.abs(a.median - b.median)
}

/** The largest first. */
function compareSizes(left: number, right: number): number {
  return left === right || Number.isNaN(left - right) ? 0 : right - left
}

function pairHeadlines(
  comparisons: readonly SweepComparison[],
  metric: Metric,
  moment: Moment,
): readonly string[] {
  const pairs = new Map<string, SweepComparison[]>()
  for (const one of comparisons) {
    const key = JSON.stringify(betterFirst(one))
    // What is undecided in one place stands with the pair that is settled in another.
    const turned = JSON.stringify([...betterFirst(one)].reverse())
    const known = one.comparison.verdict === 'inconclusive' && pairs.has(turned) ? turned : key
    pairs.set(known, [...(pairs.get(known) ?? []), one])
  }
  const settled = (own: readonly SweepComparison[]): number => own.filter(isSettled).length
  const size = (own: readonly SweepComparison[]): number =>
    median(own.filter(isSettled).map((one) => differenceSize(one)))
  return [...pairs.values()]
    .sort((left, right) => settled(right) - settled(left) || compareSizes(size(left), size(right)))
    .flatMap((own) => {
      const lead = own.find(isSettled) ?? own[0]
      if (lead === undefined) return []
      const [first, second] = betterFirst(lead)
      return [`${headline(first, second, own, metric, moment)}.`]
    })
}

/** The headlines that fit above the charts, and how many comparisons there are in all. */
export function verdictSummary(verdicts: SweepComparisons, metric: Metric): readonly string[] {
  return verdictHeadlines(verdicts, metric).slice(0, MOST_HEADLINES)
}

/** `2 are settled`, `1 is settled`. */
function counted(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** `Of 3 comparisons, 2 are settled and 1 is undecided; 4 more are not listed.` */
export function verdictCaption(verdicts: SweepComparisons): string {
  const { comparisons, question, leftOut } = verdicts
  if (question === null) return 'Nothing varies in this sweep but the seed: there is nothing to compare.'
  if (comparisons.length === 0)
    return `No two configurations differ in the ${factorHeading(question.factor)} alone: there is nothing to compare.`
  const count = (wanted: (verdict: Verdict) => boolean): number =>
    comparisons.filter(({ comparison }) => wanted(comparison.verdict)).length
  const groups = [
    [count((verdict) => verdict === 'better' || verdict === 'worse'), 'is settled', 'are settled'],
    [count(isAlike), 'shows no difference', 'show no difference'],
    [count((verdict) => verdict === 'inconclusive'), 'is undecided', 'are undecided'],
  ] as const
  const found = groups.filter(([number]) => number > 0)
  const rest = leftOut > 0 ? `; ${counted(leftOut, 'more is', 'more are')} not listed` : ''
  const [[, one, many] = [0, '', '']] = found
  if (found.length > 1) {
    const parts = found.map(([number, is, are]) => counted(number, is, are))
    return `Of ${formatNoun(comparisons.length, 'comparison')}, ${listed(parts)}${rest}.`
  }
  return comparisons.length === 1
    ? `The only comparison ${one}${rest}.`
    : `All ${formatNoun(comparisons.length, 'comparison')} ${many}${rest}.`
}

/** Label of a comparison where its sides are named beside it: `depth 10: he-normal against xavier-normal`. */
export function pairLabel({ context, aLabel, bLabel }: SweepComparison): string {
  return `${context === '' ? '' : `${context}: `}${aLabel} against ${bLabel}`
}

export function verdictTable({ comparisons }: SweepComparisons): DataTable {
  return {
    columns: ['comparison', 'verdict', 'P(first better) [95 %]', 'medians', 'n', 'p (Holm)'],
    rows: comparisons.map((one) => {
      const { comparison } = one
      const { superiority, a, b } = comparison
      const n = a.n === b.n ? String(a.n) : `${a.n} and ${b.n}`
      const share = (value: number): string => value.toFixed(2)
      return [
        pairLabel(one),
        comparison.verdict,
        hasPairs(superiority)
          ? `${share(superiority.probability)} [${share(superiority.low)}, ${share(superiority.high)}]`
          : '–',
        `${formatMeasure(a.median)} against ${formatMeasure(b.median)}`,
        n,
        comparison.adjustedP.toPrecision(2),
      ]
    }),
  }
}

export function verdictCsv({ comparisons }: SweepComparisons): DataTable {
  return {
    columns: [
      'context', 'first', 'second', 'metric', 'verdict', 'design', 'n first', 'n second', 'diverged first', 'diverged second',
      'median first', 'median second', 'difference', 'difference low', 'difference high', 'P(first better)', 'P low', 'P high',
      'test', 'p', 'p adjusted', 'comparisons',
    ], // prettier-ignore
    rows: comparisons.map(({ context, aLabel, bLabel, comparison }) => {
      const { a, b, superiority, interval } = comparison
      const numbers = [
        a.n, b.n, a.diverged, b.diverged, a.median, b.median, comparison.difference ?? '', interval?.low ?? '', interval?.high ?? '',
        superiority.probability, superiority.low, superiority.high,
      ] // prettier-ignore
      return [
        context,
        aLabel,
        bLabel,
        comparison.metric,
        comparison.verdict,
        comparison.design,
        ...numbers.map(String),
        comparison.test,
        String(comparison.p),
        String(comparison.adjustedP),
        String(comparison.comparisons),
      ]
    }),
  }
}
