import { bootstrapInterval, type Interval } from '@shared/statistics/bootstrap'
import { compare } from '@shared/statistics/comparison'
import type { Metric } from '@shared/statistics/metrics'
import { median } from '@shared/statistics/quantiles'
import type { Design } from '@shared/statistics/sample-size'
import type { Superiority } from '@shared/statistics/superiority'
import { sweepQuestion } from '@shared/statistics/sweep-comparisons'
import { pairDifference } from '@shared/statistics/wilcoxon'
import type { Expansion } from '@shared/sweep'
import { axisRange, type AxisRange } from './axis-range'
import type { DataTable } from './data-table'
import { FINAL_METRICS } from './final-metrics'
import { formatMeasure, formatTick } from './number-format'
import type { StripRow } from './seeds-data'

export type PairScale = 'difference' | 'ratio'

/** One seed of both configurations. */
export interface SeedPair {
  readonly seed: number
  readonly a: number
  readonly b: number
  /** A - B, or A / B; infinite, or 0 for a ratio, where one of them diverged. */
  readonly value: number
  readonly outcome: 'better' | 'tie' | 'worse'
}

export interface PairData {
  readonly a: StripRow
  readonly b: StripRow
  readonly metric: Metric
  readonly scale: PairScale
  /** The seeds that both have. */
  readonly pairs: readonly SeedPair[]
  /** Seeds of one of them only. */
  readonly unpaired: number
  /** Median over the pairs of the differences; of the ratios on their logarithms. NaN without pairs. */
  readonly median: number
  /** Its 95 % interval; null below two pairs. */
  readonly interval: Interval | null
  /** Pairs that A and B win. */
  readonly wins: { readonly a: number; readonly b: number; readonly ties: number }
  /** P(A better than B) as the sweep's verdicts have it: over these pairs, or where those are too few, over all seeds of A and of B. */
  readonly superiority: Superiority
  readonly design: Design
}

/**
 * The pair that the sweep asks about first: two values of the question's factor where everything else is at its last
 * value, the first two of up to four, of more the two with the best medians. Where no two configurations differ in that factor
 * alone, of all of them. Null for a single configuration.
 */
export function questionPair(
  expansion: Expansion,
  rows: readonly StripRow[],
  metric: Metric,
): readonly [a: number, b: number] | null {
  const members = sweepQuestion(expansion)?.groups.at(-1)?.configurations ?? expansion.configurations
  const sign = FINAL_METRICS[metric].isLoss ? 1 : -1
  const cost = (index: number): number => {
    const value = sign * (rows[index]?.distribution.median ?? NaN)
    return Number.isFinite(value) ? value : Number.MAX_VALUE
  }
  const ranked =
    members.length <= 4
      ? members
      : [...members].sort((x, y) => cost(x.index) - cost(y.index) || x.index - y.index)
  const [a, b] = ranked
  return a === undefined || b === undefined ? null : [a.index, b.index]
}

function pairValue(a: number, b: number, scale: PairScale): number {
  if (scale === 'difference') return pairDifference(a, b)
  return Math.exp(pairDifference(Math.log(a), Math.log(b)))
}

/**
 * @param rows every configuration, by index
 * @param comparisons those that the sweep's question counts: they decide whether pairs can show anything
 */
export function pairData(
  rows: readonly StripRow[],
  [first, second]: readonly [a: number, b: number],
  metric: Metric,
  asked: PairScale,
  comparisons: number,
): PairData | null {
  const [a, b] = [rows[first], rows[second]]
  if (a === undefined || b === undefined) return null
  const partners = new Map(b.dots.map(({ seed, value }) => [seed, value]))
  const both = a.dots.flatMap(({ seed, value }) => {
    const other = partners.get(seed)
    return other === undefined ? [] : [{ seed, a: value, b: other }]
  })
  const { isLoss } = FINAL_METRICS[metric]
  const scale = isLoss ? asked : 'difference'
  const sign = isLoss ? 1 : -1
  const pairs = both.map((pair): SeedPair => {
    const cost = sign * pairDifference(pair.a, pair.b)
    return {
      ...pair,
      value: pairValue(pair.a, pair.b, scale),
      outcome: cost < 0 ? 'better' : cost > 0 ? 'worse' : 'tie',
    }
  })
  const count = (wanted: SeedPair['outcome']): number =>
    pairs.filter(({ outcome }) => outcome === wanted).length
  // No interval of its difference: that of the chart's own median is asked for below.
  const judged = compare(a.dots, b.dots, metric, { comparisons, resamples: 0 })
  const isRatio = scale === 'ratio'
  // Ratios are summed up on their logarithms: A / B and B / A then tell the same.
  const measured = pairs.map(({ value }) => (isRatio ? Math.log(value) : value))
  const interval = bootstrapInterval(measured, median)
  const back = (value: number): number => (isRatio ? Math.exp(value) : value)
  return {
    a,
    b,
    metric,
    scale,
    pairs,
    unpaired: a.dots.length + b.dots.length - 2 * pairs.length,
    median: back(median(measured)),
    interval: interval === null ? null : { ...interval, low: back(interval.low), high: back(interval.high) },
    wins: { a: count('better'), b: count('worse'), ties: count('tie') },
    superiority: judged.superiority,
    design: judged.design,
  }
}

/** Where nothing differs. */
export function evenValue({ scale }: Pick<PairData, 'scale'>): number {
  return scale === 'ratio' ? 1 : 0
}

/** Round ends around every finite value, the interval and the even value. */
export function pairRange(data: PairData): AxisRange {
  const values = [...data.pairs.map(({ value }) => value), data.median, evenValue(data)]
  const ends = data.interval === null ? [] : [data.interval.low, data.interval.high]
  if (data.scale === 'difference') return axisRange([...values, ...ends], 'linear')
  return axisRange(
    [...values, ...ends].filter((value) => value > 0),
    'log',
  )
}

export function pairText(value: number, { scale }: Pick<PairData, 'scale'>): string {
  if (scale === 'ratio') {
    return value === Infinity ? '×∞' : `×${formatMeasure(value, 2)}`
  }
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : `${value > 0 ? '+' : '−'}∞`
  return `${value > 0 ? '+' : value < 0 ? '−' : ''}${formatMeasure(Math.abs(value), 2)}`
}

export function pairTick(value: number, { scale }: Pick<PairData, 'scale'>): string {
  if (scale === 'ratio') return `×${formatTick(value)}`
  return `${value > 0 ? '+' : value < 0 ? '−' : ''}${formatTick(Math.abs(value))}`
}

/**
 * `he-normal · depth 20 (A) is lower than xavier-normal · depth 20 (B) in 10 of 10 seeds, paired by seed; median A − B −1.2 [−1.3, −1.1],
 * 95 % bootstrap; P(A lower) 1.00 [0.72, 1.00].`
 */
export function pairCaption(data: PairData): string {
  const { a, b, metric, scale, pairs, wins, superiority, design, interval, unpaired } = data
  if (a.configuration === b.configuration) return 'A and B are the same configuration: choose another.'
  if (pairs.length === 0) return `No seed of both ${a.label} (A) and ${b.label} (B) has ended yet.`
  const word = FINAL_METRICS[metric].isLoss ? 'lower' : 'higher'
  const isTurned = wins.b > wins.a
  const [winner, loser] = isTurned
    ? [`${b.label} (B)`, `${a.label} (A)`]
    : [`${a.label} (A)`, `${b.label} (B)`]
  const count = isTurned ? wins.b : wins.a
  const ties = wins.ties === 0 ? '' : `, ${wins.ties} ${wins.ties === 1 ? 'tie' : 'ties'}`
  const range =
    interval === null
      ? ''
      : ` [${pairText(interval.low, data)}, ${pairText(interval.high, data)}], 95 % bootstrap`
  const [p, low, high] = [superiority.probability, superiority.low, superiority.high].map((share) =>
    share.toFixed(2),
  )
  const isLost = pairs.every((pair) => !Number.isFinite(pair.a) && !Number.isFinite(pair.b))
  if (isLost)
    return `Every trial of both ${a.label} (A) and ${b.label} (B) diverged: there is no difference to measure.`
  const parts = [
    `${winner} is ${word} than ${loser} in ${count} of ${pairs.length} ${pairs.length === 1 ? 'seed' : 'seeds'}${ties}, paired by seed`,
    `median ${scale === 'ratio' ? 'A / B' : 'A − B'} ${pairText(data.median, data)}${range}`,
    `P(A ${word}) ${p ?? ''} [${low ?? ''}, ${high ?? ''}]${design === 'paired' ? '' : ', as in the verdicts not paired: the pairs are too few'}`,
  ]
  if (pairs.length === 1) parts.push('one seed cannot tell a difference from chance')
  const diverged = pairs.filter((pair) => !Number.isFinite(pair.a) || !Number.isFinite(pair.b)).length
  if (diverged > 0) parts.push(`in ${diverged} one or both diverged, ×`)
  if (unpaired > 0) parts.push(`${unpaired} without a partner left out`)
  return `${parts.join('; ')}.`
}

export function pairTable(data: PairData): DataTable {
  const { a, b, pairs, scale } = data
  return {
    columns: ['seed', `A: ${a.label}`, `B: ${b.label}`, scale === 'ratio' ? 'A / B' : 'A − B', 'A is'],
    rows: pairs.map((pair) => [
      String(pair.seed),
      formatMeasure(pair.a),
      formatMeasure(pair.b),
      pairText(pair.value, data),
      pair.outcome,
    ]),
  }
}

export function pairCsv({ a, b, pairs, scale }: PairData): DataTable {
  return {
    columns: ['seed', a.label, b.label, scale === 'ratio' ? 'A / B' : 'A - B', 'outcome of A'],
    rows: pairs.map((pair) => [
      String(pair.seed),
      String(pair.a),
      String(pair.b),
      String(pair.value),
      pair.outcome,
    ]),
  }
}
