import type { Comparison } from '@shared/statistics/comparison'
import { comparisonSentence, probabilityText, turned } from '@shared/statistics/comparison-text'
import { METRICS, type Metric } from '@shared/statistics/metrics'
import { hasPairs } from '@shared/statistics/superiority'
import { momentOf, type SweepComparison } from '@shared/statistics/sweep-comparisons'
import type { Compared } from './compared'
import type { DataTable } from './data-table'
import { FINAL_METRICS } from './final-metrics'
import { formatCounted, formatMedian } from './number-format'
import { pairText } from './pair-data'
import type { SettingsDiff } from './settings-diff'

/** Each of the others against the baseline, by metric, in the order of the pins: a is the other, b the baseline. */
export type BaselineComparisons = Readonly<Record<Metric, readonly Comparison[]>>

/** Pairs that one table judges: every other one by every metric. */
export function comparisonCount(items: number): number {
  return Math.max(1, items - 1) * METRICS.length
}

export interface DifferenceText {
  readonly verdict: Comparison['verdict']
  /** `−0.95 [−1.1, −0.80]`; a dash when both diverged or one has no trial. */
  readonly difference: string
  /** `P(better) 1.00 [0.72, 1.00]`; a dash when one has no trial. */
  readonly probability: string
  /** `p = 0.008`. */
  readonly p: string
}

/** What stands below a metric of one that is not the baseline. */
export function differenceText({
  verdict,
  difference,
  interval,
  superiority,
  adjustedP,
  alpha,
}: Comparison): DifferenceText {
  const signed = (value: number): string => pairText(value, { scale: 'difference' })
  const share = (value: number): string => value.toFixed(2)
  return {
    verdict,
    difference:
      difference === null
        ? '–'
        : `${signed(difference)}${interval === null ? '' : ` [${signed(interval.low)}, ${signed(interval.high)}]`}`,
    probability: hasPairs(superiority)
      ? `P(better) ${share(superiority.probability)} [${share(superiority.low)}, ${share(superiority.high)}]`
      : 'P(better) –',
    p: hasPairs(superiority) ? probabilityText(adjustedP, alpha) : '–',
  }
}

/** The comparisons of one metric in sentences. */
export function baselineVerdicts(
  items: readonly Compared[],
  comparisons: BaselineComparisons,
  metric: Metric,
): readonly SweepComparison[] {
  const [baseline, ...others] = items
  if (baseline === undefined) return []
  const moment = momentOf(items.map(({ configuration }) => configuration))
  return others.flatMap((other, index): readonly SweepComparison[] => {
    const comparison = comparisons[metric][index]
    if (comparison === undefined) return []
    const [aLabel, bLabel] = [other.label, baseline.label]
    // As the sweep's own verdicts have it, where the first pin is the first of the pair.
    const sentence = comparisonSentence(turned(comparison), bLabel, aLabel, moment)
    return [{ a: other.id, b: baseline.id, aLabel, bLabel, context: '', comparison, sentence }]
  })
}

/** How many of the differences are settled: `2 of the 4 differences to he-normal are settled, p ≤ 0.05 after Holm over 4 comparisons.` */
export function compareCaption(items: readonly Compared[], comparisons: BaselineComparisons | null): string {
  const [baseline, ...others] = items
  if (baseline === undefined || others.length === 0) return 'Pin two configurations to compare them.'
  if (items.every(({ results }) => results.summary.n === 0)) return 'No trial has ended yet.'
  if (comparisons === null) return `Comparing with ${baseline.label} …`
  const all = METRICS.flatMap((metric) => [...comparisons[metric]])
  const settled = all.filter(({ verdict }) => verdict === 'better' || verdict === 'worse').length
  const [first] = all
  const holm =
    first === undefined || first.comparisons === 1 ? '' : ` after Holm over ${first.comparisons} comparisons`
  const level = first === undefined ? '' : `, p ≤ ${first.alpha}${holm}`
  // Four metrics or more: there is always more than one difference.
  const count = settled === 0 ? 'None of the' : settled === all.length ? 'All' : `${settled} of the`
  return `${count} ${all.length} differences to ${baseline.label} ${settled < 2 ? 'is' : 'are'} settled${level}.`
}

/** Rows: settings that differ, then metrics and their differences; columns: the pinned ones. */
export function compareTable(
  items: readonly Compared[],
  diff: SettingsDiff,
  comparisons: BaselineComparisons | null,
): DataTable {
  const metrics = METRICS.flatMap((metric): readonly (readonly string[])[] => {
    const { title } = FINAL_METRICS[metric]
    const texts = comparisons?.[metric].map((one) => differenceText(one)) ?? []
    const row = (part: keyof DifferenceText): readonly string[] => ['', ...texts.map((one) => one[part])]
    return [
      [title, ...items.map(({ results }) => formatMedian(results.summary.final[metric]))],
      ...(texts.length === 0
        ? []
        : [
            [`${title}: difference`, ...row('difference')],
            [`${title}: P(better)`, ...row('probability')],
            [`${title}: p`, ...row('p')],
            [`${title}: verdict`, ...row('verdict')],
          ]),
    ]
  })
  return {
    columns: ['', ...items.map(({ label }) => label)],
    rows: [
      ...[...diff.differing, ...diff.equal].map(({ title, values }) => [title, ...values]),
      ['n, diverged', ...items.map(({ results: { summary } }) => formatCounted(summary.n, summary.diverged))],
      ...metrics,
    ],
  }
}
