import {
  performanceProfile,
  profileThresholds,
  type ProfilePoint,
} from '@shared/statistics/performance-profiles'
import type { Metric } from '@shared/statistics/metrics'
import { formatCount, formatShare } from '../common/format'
import type { AxisRange } from './axis-range'
import type { DataTable } from './data-table'
import { FINAL_METRICS } from './final-metrics'
import { formatCounted, formatMeasure } from './number-format'
import { allText, stripRange, type StripData, type StripRow } from './seeds-data'
import { stairCorners, type StairLine } from './stair-lines'

export interface ProfileData extends Pick<StripData, 'metric' | 'emphasized' | 'brushed'> {
  readonly range: AxisRange
  /** Those that are drawn. */
  readonly rows: readonly StripRow[]
  /** Those that are not hidden and have a result, drawn or not: what is told and counted. */
  readonly visible: readonly StripRow[]
  readonly isAllHidden: boolean
  readonly lines: readonly StairLine[]
}

function valuesOf({ dots }: StripRow): readonly number[] {
  return dots.map(({ value }) => value)
}

/** The profile of one configuration where it steps, and at the ends of the axis. */
function lineOf(row: StripRow, range: AxisRange, metric: Metric): StairLine {
  const own = profileThresholds([valuesOf(row)]).filter((value) => value > range.min && value < range.max)
  const points = performanceProfile(valuesOf(row), [range.min, ...own, range.max], metric)
  const { configuration, label, style } = row
  const corners = stairCorners(
    points.map(({ threshold, share, low, high }) => ({ x: threshold, share, low, high })),
    FINAL_METRICS[metric].isLoss ? 'after' : 'before',
  )
  return { configuration, label, style, ...corners }
}

/** The rows of the strip plot that have a result, as profiles over the same axis. */
export function profileData(strip: StripData): ProfileData {
  const { metric, emphasized, brushed } = strip
  const range = stripRange(strip)
  const hasResult = ({ dots }: StripRow): boolean => dots.length > 0
  const rows = strip.rows.filter(hasResult)
  return {
    metric,
    emphasized,
    brushed,
    range,
    rows,
    visible: strip.visible.filter(hasResult),
    isAllHidden: strip.visible.length === 0,
    lines: rows.map((row) => lineOf(row, range, metric)),
  }
}

/** Share of trials at the threshold or better. */
export function profileAt(row: StripRow, threshold: number, metric: Metric): ProfilePoint {
  const [point] = performanceProfile(valuesOf(row), [threshold], metric)
  return point ?? { threshold, share: 0, low: 0, high: 1 }
}

/** The row that no other has a larger share than, at any threshold; the shares step at the finite values only. */
function leaderOf(rows: readonly StripRow[], metric: Metric): StripRow | undefined {
  const thresholds = profileThresholds(rows.map(valuesOf), Infinity)
  const shares = rows.map((row) =>
    performanceProfile(valuesOf(row), thresholds, metric).map(({ share }) => share),
  )
  const largest = thresholds.map((_, place) =>
    shares.reduce((most, own) => Math.max(most, own[place] ?? 0), 0),
  )
  return rows.find((_, index) => largest.every((most, place) => shares[index]?.[place] === most))
}

/** `At the middle one of all values, 0.21, 100 % of he-normal · depth 3 [72 %, 100 %] are there or lower and 0 % of ...; he-normal · depth 3 is nowhere behind; 2 of 60 trials diverged and are never there.` */
export function profileCaption({ rows: drawn, visible: rows, metric, isAllHidden }: ProfileData): string {
  const trials = rows.reduce((sum, { dots }) => sum + dots.length, 0)
  const diverged = rows.reduce((sum, row) => sum + row.diverged, 0)
  const finite = rows
    .flatMap(valuesOf)
    .filter(Number.isFinite)
    .sort((a, b) => a - b)
  const middle = finite[(finite.length - 1) >> 1]
  if (isAllHidden) return 'Every configuration is hidden.'
  if (rows.length === 0) return 'No trial has ended yet.'
  if (middle === undefined) return `${allText(trials)} diverged: no threshold is ever reached.`
  const { title, isLoss } = FINAL_METRICS[metric]
  const ranked = rows
    .map((row) => ({ row, point: profileAt(row, middle, metric) }))
    .sort((a, b) => b.point.share - a.point.share || a.row.configuration - b.row.configuration)
  const [first] = ranked
  const last = ranked.at(-1)
  if (first === undefined || last === undefined) return 'No trial has ended yet.'
  const { low, high } = first.point
  const others = last === first ? '' : `, ${formatShare(last.point.share)} of ${last.row.label}`
  const parts = [
    `${formatShare(first.point.share)} [${formatShare(low)}, ${formatShare(high)}] of ${first.row.label} end at a ${title} of ${formatMeasure(middle, 2)} or ${isLoss ? 'lower' : 'higher'}${others}`,
  ]
  const leader = rows.length < 2 ? undefined : leaderOf(rows, metric)
  if (rows.length > 1) {
    parts.push(
      leader === undefined
        ? 'no configuration leads at every threshold'
        : `${leader.label} is nowhere behind`,
    )
  }
  if (diverged > 0)
    parts.push(`${formatCount(diverged)} of ${formatCount(trials)} trials diverged and are never there`)
  if (drawn.length < rows.length)
    parts.push(`${drawn.length} of ${formatCount(rows.length)} configurations drawn, the best`)
  return `${parts.join('; ')}.`
}

/** Rows: configurations; columns: thresholds at the ticks of the axis. */
export function profileTable({ visible, range, metric }: ProfileData): DataTable {
  const sign = FINAL_METRICS[metric].isLoss ? '≤' : '≥'
  return {
    columns: ['configuration', 'n, diverged', ...range.ticks.map((tick) => `${sign} ${formatMeasure(tick)}`)],
    rows: visible.map((row) => [
      row.label,
      formatCounted(row.dots.length, row.diverged),
      ...range.ticks.map((tick) => {
        const { share, low, high } = profileAt(row, tick, metric)
        return `${formatShare(share)} [${formatShare(low)}, ${formatShare(high)}]`
      }),
    ]),
  }
}

/** Long format, one line a configuration and threshold at which its share changes. */
export function profileCsv({ visible, metric }: ProfileData): DataTable {
  return {
    columns: ['configuration', `${metric} threshold`, 'share', 'low', 'high', 'n', 'diverged'],
    rows: visible.flatMap((row) =>
      performanceProfile(valuesOf(row), profileThresholds([valuesOf(row)]), metric).map((point) => [
        row.label,
        ...[point.threshold, point.share, point.low, point.high, row.dots.length, row.diverged].map(String),
      ]),
    ),
  }
}
