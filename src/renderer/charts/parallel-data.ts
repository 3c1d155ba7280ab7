import type { Metric } from '@shared/statistics/metrics'
import { formatCount, formatNoun } from '../common/format'
import type { AxisRange } from './axis-range'
import type { DataTable } from './data-table'
import { axisPositions, factorAxes, type FactorAxis } from './factor-axes'
import { FINAL_METRICS, metricRange, sharePosition } from './final-metrics'
import { formatCounted, formatMeasure, formatMedian } from './number-format'
import type { ShownSweep } from './shown-sweep'

/** Id of the axis of the final metric. */
export const METRIC_AXIS = 'metric'
/** Where the median of a configuration stands that diverged: beyond the worst end of the metric's axis, which is 0 to 1. */
const BEYOND = 0.14

export interface ParallelLine {
  readonly configuration: number
  readonly label: string
  /** Place on each factor's axis, then 0..1 on that of the metric; NaN without a value yet. */
  readonly places: readonly number[]
  readonly median: number
  readonly q25: number
  readonly q75: number
  readonly n: number
  readonly diverged: number
}

export interface ParallelGrid {
  readonly axes: readonly FactorAxis[]
  readonly lines: readonly ParallelLine[]
  readonly metric: Metric
  readonly range: AxisRange
}

export interface ParallelData extends ParallelGrid {
  readonly hidden: ReadonlySet<number>
  readonly emphasized: number | null
  readonly brushed: ReadonlySet<number> | null
}

export type Interval = readonly [low: number, high: number]
/** Brushed intervals by the id of the axis: the key of its factor, or METRIC_AXIS. */
export type Intervals = ReadonlyMap<string, readonly Interval[]>

/** The place of a median that diverged. */
export function worstPlace(metric: Metric): number {
  return FINAL_METRICS[metric].isLoss ? 1 + BEYOND : -BEYOND
}

/** One line a configuration over the factors that vary and the median of the final metric. */
export function parallelGrid(sweep: ShownSweep, metric: Metric): ParallelGrid {
  const { expansion, byConfiguration } = sweep
  const axes = factorAxes(expansion)
  const positions = axisPositions(expansion, axes)
  const medians = byConfiguration.map(({ summary }) => summary.final[metric].median)
  const range = metricRange(medians, metric)
  const lines = expansion.configurations.flatMap(({ index, label }) => {
    const summary = byConfiguration[index]?.summary
    if (summary === undefined) return []
    const { median, q25, q75 } = summary.final[metric]
    const share = sharePosition(median, range)
    const end = Number.isNaN(share) && !Number.isNaN(median) ? worstPlace(metric) : share
    const places = [...(positions[index] ?? []), end]
    return [
      {
        configuration: index,
        label,
        places,
        median,
        q25,
        q75,
        n: summary.n,
        diverged: summary.diverged,
      },
    ]
  })
  return { axes, lines, metric, range }
}

/** Ids of the axes in the order of the places. */
export function axisIds({ axes }: Pick<ParallelGrid, 'axes'>): readonly string[] {
  return [...axes.map(({ key }) => key), METRIC_AXIS]
}

/** The configurations inside every brushed axis; null when none is brushed. */
export function insideIntervals(grid: ParallelGrid, intervals: Intervals): ReadonlySet<number> | null {
  const ids = axisIds(grid)
  const active = ids.flatMap((id, axis) => {
    const own = intervals.get(id) ?? []
    return own.length === 0 ? [] : [{ axis, own }]
  })
  if (active.length === 0) return null
  const inside = grid.lines.filter(({ places }) =>
    active.every(({ axis, own }) => {
      const place = places[axis] ?? NaN
      return own.some(([low, high]) => low <= place && place <= high)
    }),
  )
  return new Set(inside.map(({ configuration }) => configuration))
}

/** Places of a factor that lie inside its brushed intervals; all when nothing is brushed. */
export function brushedPlaces(axis: FactorAxis, intervals: Intervals): readonly number[] {
  const own = intervals.get(axis.key) ?? []
  const places = axis.places.map((_, place) => place)
  if (own.length === 0) return places
  return places.filter((place) => own.some(([low, high]) => low <= place && place <= high))
}

/** Half a place before the first to half a place after the last of neighbours: an interval for each run of places. */
export function placeIntervals(places: readonly number[]): readonly Interval[] {
  const runs: [number, number][] = []
  for (const place of [...places].sort((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last !== undefined && place - last[1] < 1) last[1] = place + 0.3
    else runs.push([place - 0.3, place + 0.3])
  }
  return runs
}

/** Best first; without a value last. */
function ranked({ lines, metric }: ParallelGrid): readonly ParallelLine[] {
  const sign = FINAL_METRICS[metric].isLoss ? 1 : -1
  return lines
    .filter(({ median }) => !Number.isNaN(median))
    .sort((a, b) =>
      a.median === b.median ? a.configuration - b.configuration : sign * a.median < sign * b.median ? -1 : 1,
    )
}

/** The best quarter of the configurations, at least one. */
function bestQuarter(grid: ParallelGrid): readonly ParallelLine[] {
  const order = ranked(grid)
  return order.slice(0, Math.ceil(order.length / 4))
}

export const METRIC_PARTS = ['all', 'best', 'worst', 'diverged'] as const
/** Parts of the metric's axis that can be asked for in words. */
export type MetricPart = (typeof METRIC_PARTS)[number]

/** The interval of the metric's axis behind a part; none for all of it. */
export function partIntervals(grid: ParallelGrid, part: MetricPart): readonly Interval[] {
  const worst = worstPlace(grid.metric)
  const order = ranked(grid)
  const chosen =
    part === 'best'
      ? bestQuarter(grid)
      : part === 'worst'
        ? order.slice(Math.floor((order.length * 3) / 4))
        : []
  if (part === 'diverged') return [[worst - 0.02, worst + 0.02]]
  const places = chosen.flatMap(({ places: own }) => own.at(-1) ?? [])
  return places.length === 0 ? [] : [[Math.min(...places) - 1e-6, Math.max(...places) + 1e-6]]
}

/** `all with he-normal`: what every configuration of the best quarter shares and not every configuration has. */
function sharedText(grid: ParallelGrid, best: readonly ParallelLine[]): string | null {
  const shared = grid.axes.flatMap((axis, place) => {
    const places = new Set(best.map(({ places: own }) => own[place]))
    const [only] = places
    return places.size === 1 && only !== undefined ? [axis.places[only]?.name ?? ''] : []
  })
  return shared.length === 0 ? null : shared.join(', ')
}

/** `Lowest median final train loss 0.012: he-normal · depth 2; the 4 best of 14 configurations all have depth 2; 3 medians diverged.` */
export function parallelCaption(data: ParallelData): string {
  const { title, isLoss } = FINAL_METRICS[data.metric]
  const order = ranked(data)
  const [first] = order
  if (first === undefined) return 'No trial has ended yet.'
  const isLevel = order.length > 1 && order.every(({ median }) => median === first.median)
  const parts = [
    Number.isFinite(first.median)
      ? isLevel
        ? `Every configuration has the same median ${title}, ${formatMeasure(first.median, 2)}`
        : `${isLoss ? 'Lowest' : 'Highest'} median ${title} ${formatMeasure(first.median, 2)}: ${first.label}`
      : 'The median trial of every configuration diverged',
  ]
  const best = bestQuarter(data)
  const shared =
    !isLevel && best.length > 1 && Number.isFinite(best.at(-1)?.median) ? sharedText(data, best) : null
  if (shared !== null)
    parts.push(
      `the ${best.length} best of ${order.length} configurations ${best.length === 2 ? 'both' : 'all'} have ${shared}`,
    )
  const lost = order.filter(({ median }) => !Number.isFinite(median)).length
  if (lost > 0 && lost < order.length) parts.push(`${formatNoun(lost, 'median')} diverged`)
  const waiting = data.lines.length - order.length
  if (waiting > 0)
    parts.push(`${formatCount(waiting)} of ${formatCount(data.lines.length)} without a trial yet`)
  if (data.brushed !== null)
    parts.push(`${formatCount(data.brushed.size)} of ${formatCount(data.lines.length)} brushed`)
  return `${parts.join('; ')}.`
}

/** One row a configuration: its place on every axis. */
export function parallelTable(grid: ParallelGrid): DataTable {
  return {
    columns: [
      'configuration',
      ...grid.axes.map(({ title }) => title),
      FINAL_METRICS[grid.metric].title,
      'n, diverged',
    ],
    rows: grid.lines.map(({ label, places, n, diverged, ...own }) => [
      label,
      ...grid.axes.map((axis, place) => axis.places[places[place] ?? -1]?.text ?? ''),
      formatMedian({ ...own, n }),
      formatCounted(n, diverged),
    ]),
  }
}

export function parallelCsv(grid: ParallelGrid): DataTable {
  return {
    columns: [
      'configuration',
      ...grid.axes.map(({ key }) => key),
      `${grid.metric} median`,
      'q25',
      'q75',
      'n',
      'diverged',
    ],
    rows: grid.lines.map(({ label, places, median, q25, q75, n, diverged }) => [
      label,
      ...grid.axes.map((axis, place) => axis.places[places[place] ?? -1]?.text ?? ''),
      ...[median, q25, q75, n, diverged].map(String),
    ]),
  }
}
