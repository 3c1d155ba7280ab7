import { distributionOf, type Distribution } from '@shared/statistics/configuration-summaries'
import { finalValue, isResult, type Metric } from '@shared/statistics/metrics'
import type { TrialRecord } from '@shared/sweep'
import { formatCount, formatNoun } from '../common/format'
import type { AxisRange } from './axis-range'
import type { DataTable } from './data-table'
import { axisPositions, factorAxes, type FactorAxis } from './factor-axes'
import { FINAL_METRICS, metricRange } from './final-metrics'
import { formatCounted, formatMedian } from './number-format'
import type { ShownSweep } from './shown-sweep'

/** Which factors span the map, and what is done with the others. */
export interface HeatChoice {
  /** Keys of factors; null where no factor is left for it. */
  readonly rows: string | null
  readonly columns: string | null
  /** Of the factors left: the place along its axis, or `pooled`. A factor that is missing stays at its first place. */
  readonly others: Readonly<Record<string, number | 'pooled'>>
  readonly metric: Metric
}

/** One trial in a cell. */
export interface HeatMark {
  readonly value: number
  readonly status: 'done' | 'stalled' | 'diverged'
}

export interface HeatCell {
  readonly row: number
  readonly column: number
  /** `depth 10 · he-normal`. */
  readonly label: string
  /** Those of the expansion that fall into it: several when a factor is pooled, none when a rule removed them. */
  readonly configurations: readonly number[]
  readonly marks: readonly HeatMark[]
  readonly distribution: Distribution
  readonly stalled: number
  readonly diverged: number
}

export interface HeatGrid {
  readonly rows: FactorAxis | null
  readonly columns: FactorAxis | null
  /** Row-major: (rows drawn, columns drawn). */
  readonly cells: readonly HeatCell[]
  readonly rowCount: number
  readonly columnCount: number
  /** Of the metric over the whole sweep, so that every slice has the same colours. */
  readonly range: AxisRange
  readonly metric: Metric
  /** `width 32, optimizer pooled`; empty when no factor is left. */
  readonly others: string
}

export interface HeatData extends HeatGrid {
  readonly hidden: ReadonlySet<number>
  readonly emphasized: number | null
  readonly brushed: ReadonlySet<number> | null
  /** The cell of the keyboard's cursor. */
  readonly cursor: number | null
}

/** Rows and columns that are drawn: smaller cells show nothing of their seeds. */
const MOST_PLACES = 40

/** The factor with the most values for the columns, the next for the rows: a wide map for a wide window. */
export function defaultHeatChoice(axes: readonly FactorAxis[], metric: Metric): HeatChoice {
  const [columns, rows] = [...axes].sort((a, b) => b.places.length - a.places.length)
  return { rows: rows?.key ?? null, columns: columns?.key ?? null, others: {}, metric }
}

/** The place at which a factor that spans nothing is held; null when its values are pooled. */
export function heldPlace({ others }: HeatChoice, key: string): number | null {
  const chosen = others[key] ?? 0
  return chosen === 'pooled' ? null : chosen
}

function marksOf(trials: readonly TrialRecord[], metric: Metric): readonly HeatMark[] {
  return trials.flatMap((trial) => {
    const { status } = trial
    if (!isResult(trial) || status === 'cancelled' || status === 'error') return []
    return [{ value: finalValue(trial, metric), status }]
  })
}

function cellOf(
  place: Pick<HeatCell, 'row' | 'column' | 'label' | 'configurations'>,
  { byConfiguration }: ShownSweep,
  metric: Metric,
): HeatCell {
  const marks = marksOf(
    place.configurations.flatMap((index) => byConfiguration[index]?.trials ?? []),
    metric,
  )
  const count = (status: HeatMark['status']): number => marks.filter((mark) => mark.status === status).length
  return {
    ...place,
    marks,
    distribution: distributionOf(
      marks.map(({ value }) => value),
      metric,
    ),
    stalled: count('stalled'),
    diverged: count('diverged'),
  }
}

function othersText(axes: readonly FactorAxis[], choice: HeatChoice): string {
  return axes
    .filter(({ key }) => key !== choice.rows && key !== choice.columns)
    .map((axis) => {
      const place = heldPlace(choice, axis.key)
      return place === null ? `${axis.title.toLowerCase()} pooled` : (axis.places[place]?.name ?? '')
    })
    .join(', ')
}

/** The cells of two factors; `cells` also has the places where the expansion has no configuration. */
export function heatGrid(sweep: ShownSweep, choice: HeatChoice): HeatGrid {
  const axes = factorAxes(sweep.expansion)
  const positions = axisPositions(sweep.expansion, axes)
  const rowAxis = axes.findIndex(({ key }) => key === choice.rows)
  const columnAxis = axes.findIndex(({ key }) => key === choice.columns)
  const [rows = null, columns = null] = [axes[rowAxis], axes[columnAxis]]
  const rowCount = Math.min(MOST_PLACES, rows?.places.length ?? 1)
  const columnCount = Math.min(MOST_PLACES, columns?.places.length ?? 1)
  const members: number[][] = Array.from({ length: rowCount * columnCount }, () => [])
  positions.forEach((place, configuration) => {
    const isHeld = axes.every(({ key }, axis) => {
      if (axis === rowAxis || axis === columnAxis) return true
      const held = heldPlace(choice, key)
      return held === null || held === place[axis]
    })
    const [row = 0, column = 0] = [place[rowAxis], place[columnAxis]]
    if (isHeld && row < rowCount && column < columnCount) {
      members[row * columnCount + column]?.push(configuration)
    }
  })
  const cells = members.map((configurations, index) => {
    const [row, column] = [Math.floor(index / columnCount), index % columnCount]
    const names = [rows?.places[row]?.name, columns?.places[column]?.name]
    const label = names.filter((name) => name !== undefined).join(' · ') || 'all trials'
    return cellOf({ row, column, label, configurations }, sweep, choice.metric)
  })
  const all = marksOf(sweep.trials, choice.metric).map(({ value }) => value)
  const range = metricRange(all, choice.metric)
  return {
    rows,
    columns,
    cells,
    rowCount,
    columnCount,
    range,
    metric: choice.metric,
    others: othersText(axes, choice),
  }
}

/** How a configuration or one of several in a cell is drawn: strong, faint, or not at all. */
export function cellPresence(
  { configurations }: HeatCell,
  { hidden, emphasized, brushed }: Pick<HeatData, 'hidden' | 'emphasized' | 'brushed'>,
): 'strong' | 'faint' | 'hidden' {
  if (configurations.length > 0 && configurations.every((index) => hidden.has(index))) return 'hidden'
  if (emphasized !== null && !hidden.has(emphasized)) {
    return configurations.includes(emphasized) ? 'strong' : 'faint'
  }
  return brushed === null || configurations.some((index) => brushed.has(index)) ? 'strong' : 'faint'
}

/** Best first; ties keep the order of the map. */
function byMedian(metric: Metric): (a: HeatCell, b: HeatCell) => number {
  const sign = FINAL_METRICS[metric].isLoss ? 1 : -1
  return (a, b) => {
    const [x, y] = [sign * a.distribution.median, sign * b.distribution.median]
    return x === y ? 0 : x - y
  }
}

function bestText(cells: readonly HeatCell[], metric: Metric): string {
  const { title, isLoss } = FINAL_METRICS[metric]
  const [best, ...others] = [...cells].sort(byMedian(metric))
  if (best === undefined || !Number.isFinite(best.distribution.median)) {
    return 'The median trial of every cell diverged'
  }
  const value = formatMedian(best.distribution, 2)
  const name = `median ${title}`
  if (others.length === 0) return `${best.label}: ${name} ${value}`
  if (others.every(({ distribution }) => distribution.median === best.distribution.median)) {
    return `Every cell has the same ${name}, ${value}`
  }
  return `${isLoss ? 'Lowest' : 'Highest'} ${name} at ${best.label}: ${value}`
}

function failuresText(cells: readonly HeatCell[]): string[] {
  const total = (count: (cell: HeatCell) => number): number =>
    cells.reduce((sum, cell) => sum + count(cell), 0)
  const n = total(({ marks }) => marks.length)
  const diverged = total((cell) => cell.diverged)
  const stalled = total((cell) => cell.stalled)
  const lost = cells.filter((cell) => cell.diverged === cell.marks.length).length
  return [
    ...(lost > 0 && cells.length > 1
      ? [`every trial diverged in ${lost} of ${formatNoun(cells.length, 'cell')}`]
      : []),
    ...(diverged > 0 ? [`${formatCount(diverged)} of ${formatNoun(n, 'trial')} diverged`] : []),
    ...(stalled > 0
      ? [`${formatCount(stalled)}${diverged > 0 ? '' : ` of ${formatNoun(n, 'trial')}`} stalled`]
      : []),
  ]
}

function extentText({ rows, columns, rowCount, columnCount }: HeatGrid): string[] {
  const parts: string[] = []
  const [allRows, allColumns] = [rows?.places.length ?? 1, columns?.places.length ?? 1]
  if (rowCount < allRows) parts.push(`the first ${rowCount} of ${allRows} rows drawn`)
  if (columnCount < allColumns) parts.push(`the first ${columnCount} of ${allColumns} columns drawn`)
  return parts
}

/** `Lowest median final train loss at depth 2 · he-normal: 0.012 [0.011, 0.013]; every trial diverged in 2 of 14 cells; ...; n=20 a cell.` */
export function heatCaption(grid: HeatGrid): string {
  const measured = grid.cells.filter(({ marks }) => marks.length > 0)
  if (measured.length === 0) return 'No trial has ended yet.'
  const counts = new Set(measured.map(({ marks }) => marks.length))
  const [n = 0] = counts
  const sizes = counts.size === 1 ? `n=${n}` : `n=${Math.min(...counts)} to ${Math.max(...counts)}`
  const held = grid.others === '' ? [] : [`for ${grid.others}`]
  return `${[
    bestText(measured, grid.metric),
    ...failuresText(measured),
    measured.length > 1 ? `${sizes} a cell` : sizes,
    ...extentText(grid),
    ...held,
  ].join('; ')}.`
}

/** One cell in words: what the keyboard's cursor reads. */
export function heatCellSentence(cell: HeatCell, metric: Metric): string {
  if (cell.configurations.length === 0)
    return `${cell.label}: no configuration; a rule removed it or it equals another.`
  if (cell.marks.length === 0) return `${cell.label}: no trial has ended yet.`
  const value = formatMedian(cell.distribution)
  const stalled = cell.stalled > 0 ? `, ${cell.stalled} stalled` : ''
  const pooled = cell.configurations.length > 1 ? `, ${cell.configurations.length} configurations pooled` : ''
  return `${cell.label}: ${FINAL_METRICS[metric].title} ${value}; ${formatCounted(cell.marks.length, cell.diverged)}${stalled}${pooled}.`
}

/** Rows and columns as in the map: median [quartiles] and the counts. */
export function heatTable(grid: HeatGrid): DataTable {
  const columns = Array.from(
    { length: grid.columnCount },
    (_, column) => grid.columns?.places[column]?.name ?? FINAL_METRICS[grid.metric].title,
  )
  return {
    columns: [grid.rows?.title ?? '', ...columns],
    rows: Array.from({ length: grid.rowCount }, (_, row) => [
      grid.rows?.places[row]?.name ?? 'all',
      ...grid.cells
        .slice(row * grid.columnCount, (row + 1) * grid.columnCount)
        .map(({ marks, distribution, diverged, stalled }) =>
          marks.length === 0
            ? '–'
            : `${formatMedian(distribution)} ${formatCounted(marks.length, diverged)}${stalled > 0 ? `, ${stalled} stalled` : ''}`,
        ),
    ]),
  }
}

/** Long format, one line a cell. */
export function heatCsv(grid: HeatGrid): DataTable {
  return {
    columns: ['cell', `${grid.metric} median`, 'q25', 'q75', 'n', 'stalled', 'diverged', 'for'],
    rows: grid.cells
      .filter(({ configurations }) => configurations.length > 0)
      .map(({ label, distribution, marks, stalled, diverged }) => [
        label,
        ...[distribution.median, distribution.q25, distribution.q75, marks.length, stalled, diverged].map(
          String,
        ),
        grid.others,
      ]),
  }
}
