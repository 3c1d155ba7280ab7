import { seedValues, type SeedValue } from '@shared/statistics/comparison'
import { distributionOf, type Distribution } from '@shared/statistics/configuration-summaries'
import { WORST_VALUE, type Metric } from '@shared/statistics/metrics'
import { formatCount } from '../common/format'
import type { AxisRange } from './axis-range'
import type { DataTable } from './data-table'
import { FINAL_METRICS, metricRange } from './final-metrics'
import type { LineStyle } from './line-styles'
import { formatCounted, formatMeasure, formatMedian } from './number-format'
import type { ShownSweep } from './shown-sweep'

/** One configuration of the strip plot: a dot a seed, in the order of the seeds. */
export interface StripRow {
  readonly configuration: number
  readonly label: string
  readonly style: LineStyle
  readonly dots: readonly SeedValue[]
  readonly distribution: Distribution
  readonly diverged: number
}

export type RowOrder = 'grid' | 'best'

export interface StripData {
  /** Those that are not hidden, at most a hundred of them. */
  readonly rows: readonly StripRow[]
  /** Those that are not hidden, drawn or not. */
  readonly visible: readonly StripRow[]
  readonly metric: Metric
  readonly seeds: readonly number[]
  readonly emphasized: number | null
  readonly brushed: ReadonlySet<number> | null
  /** The same seed of two configurations joined by a line. */
  readonly joined: readonly [a: number, b: number] | null
}

/** Rows that can be told apart with a scroll bar; beyond, the best. */
const MOST_ROWS = 100

/** Every configuration with the final values of its seeds, hidden or not. */
export function stripRows(sweep: ShownSweep, metric: Metric): readonly StripRow[] {
  return sweep.expansion.configurations.flatMap(({ index, label }) => {
    const own = sweep.byConfiguration[index]
    const style = sweep.styles[index]
    if (own === undefined || style === undefined) return []
    const dots = [...seedValues(own.trials, metric)].sort((a, b) => a.seed - b.seed)
    const values = dots.map(({ value }) => value)
    const diverged = values.filter((value) => value === WORST_VALUE[metric]).length
    return [
      { configuration: index, label, style, dots, distribution: distributionOf(values, metric), diverged },
    ]
  })
}

/** Best first: the lowest loss or highest accuracy by median; diverged behind, without results last. */
function byMedian(metric: Metric): (a: StripRow, b: StripRow) => number {
  const rank = ({ distribution }: StripRow): number => {
    if (distribution.n === 0) return Infinity
    const cost = FINAL_METRICS[metric].isLoss ? distribution.median : -distribution.median
    return Math.min(cost, Number.MAX_VALUE)
  }
  return (a, b) => {
    const [x, y] = [rank(a), rank(b)]
    return x === y ? a.configuration - b.configuration : x - y
  }
}

export function stripData(
  all: readonly StripRow[],
  order: RowOrder,
  { hidden, ...rest }: Omit<StripData, 'rows' | 'visible'> & { readonly hidden: ReadonlySet<number> },
): StripData {
  const visible = all.filter(({ configuration }) => !hidden.has(configuration))
  const ranked = [...visible].sort(byMedian(rest.metric))
  const drawn = new Set(ranked.slice(0, MOST_ROWS))
  const rows = order === 'best' ? ranked.slice(0, MOST_ROWS) : visible.filter((row) => drawn.has(row))
  return { ...rest, visible, rows }
}

export function stripRange({ visible, metric }: Pick<StripData, 'visible' | 'metric'>): AxisRange {
  return metricRange(
    visible.flatMap(({ dots }) => dots.map(({ value }) => value)),
    metric,
  )
}

/** How often each row is the best of its seed: every one of them where several tie; seeds where all diverged count for none. */
function winsOf({ visible, metric }: StripData): { wins: ReadonlyMap<StripRow, number>; seeds: number } {
  const sign = FINAL_METRICS[metric].isLoss ? 1 : -1
  const best = new Map<number, number>()
  for (const { dots } of visible) {
    for (const { seed, value } of dots) best.set(seed, Math.min(best.get(seed) ?? Infinity, sign * value))
  }
  const wins = new Map(
    visible.map((row) => [
      row,
      row.dots.filter(({ seed, value }) => Number.isFinite(value) && sign * value === best.get(seed)).length,
    ]),
  )
  return { wins, seeds: best.size }
}

/** `; so does xavier-normal`, `; so do 3 more`: who ties with the first. */
function tiedText(tied: readonly StripRow[]): string[] {
  const [one] = tied
  if (one === undefined) return []
  return [tied.length === 1 ? `so does ${one.label}` : `so do ${formatCount(tied.length)} more`]
}

/** `All 20 trials`; `The one trial`. */
export function allText(trials: number): string {
  return trials === 1 ? 'The one trial' : `All ${formatCount(trials)} trials`
}

/** `he-normal · depth 3 ends lowest in 10 of 10 seeds, final train loss 0.020 [0.018, 0.022]; 2 of 60 trials diverged, × at the right.` */
export function stripCaption(data: StripData): string {
  const { visible, metric } = data
  const measured = visible.filter(({ dots }) => dots.length > 0)
  const [only] = measured
  if (visible.length === 0) return 'Every configuration is hidden.'
  if (only === undefined) return 'No trial has ended yet.'
  const trials = measured.reduce((sum, { dots }) => sum + dots.length, 0)
  const diverged = measured.reduce((sum, row) => sum + row.diverged, 0)
  if (diverged === trials) return `${allText(trials)} diverged.`
  const { title, isLoss } = FINAL_METRICS[metric]
  const { wins, seeds } = winsOf(data)
  const [first = only, second] = [...measured].sort(
    (a, b) => (wins.get(b) ?? 0) - (wins.get(a) ?? 0) || byMedian(metric)(a, b),
  )
  const count = wins.get(first) ?? 0
  const value = `${title} ${formatMedian(first.distribution, 2)}`
  const parts = [
    second === undefined
      ? `${first.label}: ${value}, n=${first.dots.length}`
      : `${first.label} ends ${isLoss ? 'lowest' : 'highest'} in ${count} of ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}, ${value}`,
  ]
  parts.push(...tiedText(measured.filter((row) => row !== first && wins.get(row) === count)))
  if (diverged > 0) {
    parts.push(
      `${formatCount(diverged)} of ${formatCount(trials)} trials diverged, × at the ${isLoss ? 'right' : 'left'}`,
    )
  }
  if (data.rows.length < visible.length) {
    parts.push(`${data.rows.length} of ${formatCount(visible.length)} configurations drawn, the best`)
  }
  return `${parts.join('; ')}.`
}

/** Rows: configurations; columns: seeds. */
export function stripTable({ visible, seeds }: StripData): DataTable {
  return {
    columns: ['configuration', 'n, diverged', 'median [quartiles]', ...seeds.map((seed) => `seed ${seed}`)],
    rows: visible.map(({ label, dots, distribution, diverged }) => {
      const values = new Map(dots.map(({ seed, value }) => [seed, value]))
      return [
        label,
        formatCounted(dots.length, diverged),
        dots.length === 0 ? '' : formatMedian(distribution),
        ...seeds.map((seed) => {
          const value = values.get(seed)
          return value === undefined ? '' : formatMeasure(value)
        }),
      ]
    }),
  }
}

/** Long format, one line a configuration and seed; a diverged value is `Infinity` or `-Infinity`. */
export function stripCsv({ visible, metric }: StripData): DataTable {
  return {
    columns: ['configuration', 'seed', metric],
    rows: visible.flatMap(({ label, dots }) =>
      dots.map(({ seed, value }) => [label, String(seed), String(value)]),
    ),
  }
}
