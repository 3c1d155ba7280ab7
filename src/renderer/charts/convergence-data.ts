import type { ConvergenceBand, CurveMetric } from '@shared/statistics/convergence-bands'
import { CURVE_COLUMNS } from '@shared/trial-result'
import type { LossName } from '@shared/trial-settings'
import { formatCount } from '../common/format'
import { axisRange, type AxisRange, type AxisScale } from './axis-range'
import type { DataTable } from './data-table'
import type { LineStyle } from './line-styles'
import { formatCounted, formatMeasure, formatMedian } from './number-format'

export interface ConvergenceLine {
  readonly configuration: number
  readonly label: string
  readonly style: LineStyle
  readonly band: ConvergenceBand
  /** Curves of the single seeds, and of the trials that are running. */
  readonly seeds: readonly Float32Array[]
  readonly running: readonly Float32Array[]
}

export interface ConvergenceData {
  /** Every configuration, also those that are not drawn. */
  readonly lines: readonly ConvergenceLine[]
  readonly metric: CurveMetric
  /** Null when the configurations have different losses. */
  readonly loss: LossName | null
  readonly scale: AxisScale
  readonly hidden: ReadonlySet<number>
  readonly emphasized: number | null
  /** Those inside a brushed interval; null when nothing is brushed. */
  readonly brushed: ReadonlySet<number> | null
  /** Whose single seeds are drawn: with many trials only those of the line pointed at. */
  readonly seedsShown: 'all' | 'emphasized' | 'none'
  /** Loss of a guess by class frequency, ln C; null where it is not known. */
  readonly chanceLevel: number | null
  /** The configurations that get a line: all, or the best. */
  readonly drawn: ReadonlySet<number>
}

/** Lines at full strength when there are more: the others are drawn faint until pointed at. */
const STRONG_LINES = 8
/** Above this number of lines only the best are at full strength. */
export const LINES_AT_ONCE = 14

export function isVisible(data: ConvergenceData, line: ConvergenceLine): boolean {
  return !data.hidden.has(line.configuration)
}

/** Whether trials ended, and none of them, nor one that runs, has a point after step 0. */
export function isStartOnly({ lines }: Pick<ConvergenceData, 'lines'>): boolean {
  const isStart = ({ band, running }: ConvergenceLine): boolean =>
    band.steps.every((step) => step === 0) && running.every((curve) => curve.length <= CURVE_COLUMNS.length)
  return lines.some(({ band }) => band.steps.length > 0) && lines.every(isStart)
}

/** Whether the configuration is inside what is brushed; every one is when nothing is. */
export function isBrushed({ brushed }: Pick<ConvergenceData, 'brushed'>, configuration: number): boolean {
  return brushed === null || brushed.has(configuration)
}

/** The index of the last recorded step at or before `step`; -1 when there is none. */
export function stepIndex(band: ConvergenceBand, step: number): number {
  let low = 0
  let high = band.steps.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((band.steps[middle] ?? Infinity) <= step) low = middle + 1
    else high = middle
  }
  return low - 1
}

export interface BandPoint {
  readonly step: number
  readonly median: number
  readonly q25: number
  readonly q75: number
  readonly n: number
  readonly diverged: number
}

export function bandPoint(band: ConvergenceBand, index: number): BandPoint {
  return {
    step: band.steps[index] ?? NaN,
    median: band.median[index] ?? NaN,
    q25: band.q25[index] ?? NaN,
    q75: band.q75[index] ?? NaN,
    n: band.n[index] ?? 0,
    diverged: band.diverged[index] ?? 0,
  }
}

function lastPoint(band: ConvergenceBand): BandPoint | null {
  return band.steps.length === 0 ? null : bandPoint(band, band.steps.length - 1)
}

/** Best first: the lowest loss or the highest accuracy at the end; diverged after all finite ones, empty last. */
export function byFinalMedian(metric: CurveMetric): (a: ConvergenceLine, b: ConvergenceLine) => number {
  const rank = (line: ConvergenceLine): number => {
    const value = lastPoint(line.band)?.median ?? NaN
    if (Number.isNaN(value)) return Number.MAX_VALUE
    return metric === 'trainLoss'
      ? Math.min(value, Number.MAX_VALUE / 2)
      : Math.min(-value, Number.MAX_VALUE / 2)
  }
  return (a, b) => rank(a) - rank(b) || a.configuration - b.configuration
}

/**
 * The configurations that are drawn when there is room for `most` lines: the one pointed at, then visible before hidden
 * ones, brushed before others, best first; where nothing has ended, those that run.
 */
export function drawnConfigurations(data: Omit<ConvergenceData, 'drawn'>, most: number): ReadonlySet<number> {
  const { lines, metric, hidden, emphasized } = data
  const order = byFinalMedian(metric)
  const later = ({ configuration }: ConvergenceLine): number =>
    (hidden.has(configuration) ? 2 : 0) +
    (isBrushed(data, configuration) ? 0 : 1) +
    (configuration === emphasized ? -4 : 0)
  const isIdle = ({ band, running }: ConvergenceLine): number =>
    Number(band.steps.length === 0 && running.length === 0)
  const ranked =
    lines.length <= most
      ? lines
      : [...lines].sort((a, b) => later(a) - later(b) || isIdle(a) - isIdle(b) || order(a, b)).slice(0, most)
  return new Set(ranked.map(({ configuration }) => configuration))
}

/** The data without the lines that are not drawn: what the chart, its legend and its tooltip show. */
export function drawnPart(data: ConvergenceData): ConvergenceData {
  return { ...data, lines: data.lines.filter(({ configuration }) => data.drawn.has(configuration)) }
}

/** The configurations at full strength; the rest is drawn faint. */
export function strongLines(data: ConvergenceData): ReadonlySet<number> {
  const visible = data.lines.filter((line) => isVisible(data, line))
  if (data.emphasized !== null && visible.some(({ configuration }) => configuration === data.emphasized)) {
    return new Set([data.emphasized])
  }
  const inside = visible.filter(({ configuration }) => isBrushed(data, configuration))
  const ranked = [...inside].sort(byFinalMedian(data.metric))
  const strong = inside.length > LINES_AT_ONCE ? ranked.slice(0, STRONG_LINES) : inside
  return new Set(strong.map(({ configuration }) => configuration))
}

function lossUnit(loss: LossName | null): string {
  switch (loss) {
    case 'cross-entropy':
      return 'cross-entropy, nats'
    case 'mse':
      return 'mean squared error'
    case null:
      return 'different losses'
  }
}

export function metricTitle({ metric, loss }: Pick<ConvergenceData, 'metric' | 'loss'>): string {
  return metric === 'trainLoss'
    ? `mini-batch loss (${lossUnit(loss)})`
    : 'mini-batch accuracy (share correct)'
}

/** The step axis covers every line, hidden ones too, so that hiding a line moves nothing sideways. */
export function stepRange(data: ConvergenceData): AxisRange {
  let last = 0
  for (const { band, running } of data.lines) {
    last = Math.max(last, band.steps.at(-1) ?? 0, band.divergedAt.at(-1) ?? 0)
    for (const curve of running) last = Math.max(last, curve.at(-3) ?? 0)
  }
  const range = axisRange([0, last === 0 ? 1 : last], 'linear', 0)
  const max = last === 0 ? 1 : last
  return { ...range, max, ticks: last === 0 ? [0] : range.ticks.filter((tick) => tick <= max) }
}

function pushFinite(values: number[], from: ArrayLike<number>, first = 0, stride = 1): void {
  for (let index = first; index < from.length; index += stride) {
    const value = from[index] ?? NaN
    if (Number.isFinite(value)) values.push(value)
  }
}

function bandValues(lines: readonly ConvergenceLine[]): number[] {
  const values: number[] = []
  for (const { band } of lines) {
    pushFinite(values, band.median)
    pushFinite(values, band.q25)
    pushFinite(values, band.q75)
  }
  return values
}

/** How far beyond the lines that end finite an exploding one is followed. */
const HEADROOM = 5
/** A line that starts further beyond them than this is left out of the axis with its start, too. */
const FARTHEST_START = 100

/** The largest value the axis makes room for: from the lines that end finite, and from where every line starts. */
function followedTo(lines: readonly ConvergenceLine[]): number {
  const ending = lines.filter(({ band }) => Number.isFinite(lastPoint(band)?.median ?? NaN))
  if (ending.length === 0) return Infinity
  const medians: number[] = []
  for (const { band } of ending) pushFinite(medians, band.median)
  const largest = medians.reduce((most, value) => Math.max(most, value), 0)
  const starts: number[] = []
  for (const { band } of lines) pushFinite(starts, band.median.subarray(0, 1))
  const followed = starts.filter((start) => start <= FARTHEST_START * largest)
  return HEADROOM * followed.reduce((most, value) => Math.max(most, value), largest)
}

/**
 * The value axis shows the medians and quartiles of the visible lines. What explodes leaves it at the top: losses
 * of 10^5 on the way to infinity would leave no room for the lines that learn. Single seeds and running trials
 * may leave it too, except where nothing has ended yet.
 */
export function valueRange(data: ConvergenceData): AxisRange {
  if (data.metric === 'trainAccuracy' && data.scale === 'linear') return axisRange([0, 1], 'linear', 0)
  const visible = data.lines.filter((line) => isVisible(data, line))
  const limit = followedTo(visible)
  const values = bandValues(visible).filter((value) => value <= limit)
  if (values.length === 0) {
    const column = data.metric === 'trainLoss' ? 1 : 2
    for (const { running, seeds } of visible) {
      for (const curve of [...running, ...seeds]) pushFinite(values, curve, column, 3)
    }
  }
  return axisRange(values, data.scale, 0)
}

/** `On mini-batches, median [quartiles]: he-normal · depth 10 ends at 0.20 [0.17, 0.24]; xavier-normal · depth 10 at 1.2 [0.90, 1.3]; n=10 each`, of every visible configuration, drawn or not. */
export function convergenceCaption(data: ConvergenceData): string {
  const visible = data.lines.filter((line) => isVisible(data, line))
  const ended = visible.filter(({ band }) => band.steps.length > 0).sort(byFinalMedian(data.metric))
  const [best] = ended
  const worst = ended.at(-1)
  if (visible.length === 0) return data.lines.length === 0 ? 'No configuration.' : 'Every line is hidden.'
  const live = visible.reduce((sum, { running }) => sum + running.length, 0)
  if (best === undefined || worst === undefined) {
    return live > 0 ? `No trial has ended yet; ${live} running, dotted.` : 'No trial has ended yet.'
  }
  const end = (line: ConvergenceLine, verb: string): string => {
    const point = lastPoint(line.band)
    if (point === null || !Number.isFinite(point.median)) return `${line.label} diverged`
    const value = point.n > 1 ? formatMedian(point, 2) : formatMeasure(point.median, 2)
    return `${line.label} ${verb} ${value}`
  }
  const counts = new Set(ended.map(({ band }) => band.trials))
  const same = counts.size === 1
  const n = (line: ConvergenceLine): string => (same ? '' : ` (n=${line.band.trials})`)
  const showsSpread = ended.some(({ band }) => band.trials > 1)
  const isAllDiverged = !Number.isFinite(lastPoint(best.band)?.median ?? NaN)
  const parts = [
    isAllDiverged && ended.length > 1
      ? 'The median trial of every configuration diverged'
      : `On mini-batches${showsSpread ? ', median [quartiles]:' : ''} ${end(best, 'ends at')}${n(best)}`,
  ]
  if (worst !== best && !isAllDiverged) parts.push(`${end(worst, 'at')}${n(worst)}`)
  if (ended.length > 2 && !isAllDiverged) parts.push(`${ended.length - 2} more between`)
  const trials = ended.reduce((sum, { band }) => sum + band.trials, 0)
  const diverged = ended.reduce((sum, { band }) => sum + band.divergedAt.length, 0)
  if (same) parts.push(`n=${best.band.trials}${ended.length > 1 ? ' each' : ''}`)
  if (diverged > 0) parts.push(`${formatCount(diverged)} of ${formatCount(trials)} trials diverged`)
  const drawn = visible.filter(({ configuration }) => data.drawn.has(configuration)).length
  if (drawn < visible.length) {
    parts.push(`${formatCount(drawn)} of ${formatCount(visible.length)} lines drawn, the best`)
  }
  return `${parts.join('; ')}.`
}

/** Every configuration at up to `columns` recorded steps. */
export function convergenceTable(data: ConvergenceData, columns = 9): DataTable {
  const steps = [...new Set(data.lines.flatMap(({ band }) => [...band.steps]))].sort((a, b) => a - b)
  const last = steps.length - 1
  const count = Math.min(columns, steps.length)
  const shown = Array.from(
    { length: count },
    (_, index) => steps[Math.round((index * last) / Math.max(1, count - 1))] ?? 0,
  )
  return {
    columns: ['configuration', 'n, diverged', ...shown.map((step) => `step ${step}`)],
    rows: data.lines.map(({ label, band }) => [
      label,
      formatCounted(band.trials, band.divergedAt.length),
      ...shown.map((step) => {
        const point = bandPoint(band, stepIndex(band, step))
        const hasEnded = point.step !== step && Number.isFinite(point.median)
        return hasEnded || Number.isNaN(point.step) ? '' : formatMedian(point)
      }),
    ]),
  }
}

function csvNumber(value: number): string {
  return String(value)
}

/** Long format, one line a configuration and recorded step; infinite values stay `Infinity`. */
export function convergenceCsv(data: ConvergenceData): DataTable {
  return {
    columns: ['configuration', 'step', `${data.metric} median`, 'q25', 'q75', 'n', 'diverged'],
    rows: data.lines.flatMap(({ label, band }) =>
      Array.from(band.steps, (_, index) => {
        const point = bandPoint(band, index)
        return [
          label,
          ...[point.step, point.median, point.q25, point.q75, point.n, point.diverged].map(csvNumber),
        ]
      }),
    ),
  }
}
