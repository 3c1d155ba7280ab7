import type { BandChoice, ConvergenceBand, CurveMetric } from '@shared/statistics/convergence-bands'
import { CURVE_COLUMNS } from '@shared/trial-result'
import type { LossName } from '@shared/trial-settings'
import { axisRange, type AxisRange, type AxisScale } from './axis-range'
import type { PlaceWindow } from './decimate'
import { decimatedBand, decimatedCurve, isDense } from './decimated-band'
import type { LineStyle } from './line-styles'
import type { StepScale } from './step-scale'

export interface ConvergenceLine {
  readonly configuration: number
  readonly label: string
  readonly style: LineStyle
  readonly band: ConvergenceBand
  /** What a step is worth on the axis: 1 for steps, the batch size for samples; NaN where that is not known. */
  readonly perStep: number
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
  /** What the lines and bands show, and what the axis below counts. */
  readonly choice: BandChoice
  readonly stepScale: StepScale
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

/** The recorded steps on the axis below; NaN where a step's worth is not known. */
export function placesOf({ band, perStep }: ConvergenceLine): Float64Array {
  return perStep === 1 ? band.steps : band.steps.map((step) => step * perStep)
}

export interface BandPoint {
  readonly step: number
  readonly line: number
  readonly low: number
  readonly high: number
  readonly n: number
  readonly diverged: number
}

export function bandPoint(band: ConvergenceBand, index: number): BandPoint {
  return {
    step: band.steps[index] ?? NaN,
    line: band.line[index] ?? NaN,
    low: band.low[index] ?? NaN,
    high: band.high[index] ?? NaN,
    n: band.n[index] ?? 0,
    diverged: band.diverged[index] ?? 0,
  }
}

export function lastPoint(band: ConvergenceBand): BandPoint | null {
  return band.steps.length === 0 ? null : bandPoint(band, band.steps.length - 1)
}

/** Best first: the lowest loss or the highest accuracy at the end; diverged after all finite ones, empty last. */
export function byFinalMedian(metric: CurveMetric): (a: ConvergenceLine, b: ConvergenceLine) => number {
  const rank = (line: ConvergenceLine): number => {
    const value = lastPoint(line.band)?.line ?? NaN
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

/** The part of the axis below that a zoom shows, in shares of the whole axis. */
export type Zoom = readonly [from: number, to: number]
export const WHOLE_AXIS: Zoom = [0, 1]

/** Whether some curve has more points than can be seen, so that a zoom brings others out. */
export function isAnyDense({ lines }: Pick<ConvergenceData, 'lines'>): boolean {
  return lines.some(
    ({ band, seeds, running }) =>
      isDense(band.steps.length) ||
      [...seeds, ...running].some((curve) => isDense(curve.length / CURVE_COLUMNS.length)),
  )
}

/** The steps of a line that a zoom shows; null for all. */
function windowOf({ perStep }: ConvergenceLine, last: number, [from, to]: Zoom): PlaceWindow | null {
  const isWhole = from <= 0 && to >= 1
  return isWhole || !Number.isFinite(perStep) ? null : [(from * last) / perStep, (to * last) / perStep]
}

/**
 * What the chart, its legend and its tooltip show: the data without the lines that are not drawn, at the points that can be told
 * apart, of a zoom those that can be told apart there. Captions, tables and files take the data itself.
 */
export function drawnPart(data: ConvergenceData, zoom: Zoom = WHOLE_AXIS): ConvergenceData {
  const { metric } = data
  const last = stepRange(data).max
  return {
    ...data,
    lines: data.lines
      .filter(({ configuration }) => data.drawn.has(configuration))
      .map((line) => {
        const window = windowOf(line, last, zoom)
        return {
          ...line,
          band: decimatedBand(line.band, window),
          seeds: line.seeds.map((curve) => decimatedCurve(curve, metric, window)),
          running: line.running.map((curve) => decimatedCurve(curve, metric, window)),
        }
      }),
  }
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
      return 'nats'
    case 'mse':
      return 'squared error'
    case null:
      return 'mixed losses'
  }
}

export function metricTitle({ metric, loss }: Pick<ConvergenceData, 'metric' | 'loss'>): string {
  return metric === 'trainLoss'
    ? `mini-batch loss (${lossUnit(loss)})`
    : 'mini-batch accuracy (share correct)'
}

/** The ticks of the part of the axis below that a zoom shows. */
export function zoomedTicks({ min, max, ticks }: AxisRange, [from, to]: Zoom): readonly number[] {
  if (from <= 0 && to >= 1) return ticks
  const [low, high] = [min + from * (max - min), min + to * (max - min)]
  return axisRange([low, high], 'linear').ticks.filter((tick) => low <= tick && tick <= high)
}

/** The axis below covers every line, hidden ones too, so that hiding a line moves nothing sideways. */
export function stepRange(data: ConvergenceData): AxisRange {
  let last = 0
  for (const { band, running, perStep } of data.lines) {
    let own = Math.max(band.steps.at(-1) ?? 0, band.divergedAt.at(-1) ?? 0)
    for (const curve of running) own = Math.max(own, curve.at(-3) ?? 0)
    if (Number.isFinite(perStep)) last = Math.max(last, own * perStep)
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
    pushFinite(values, band.line)
    pushFinite(values, band.low)
    pushFinite(values, band.high)
  }
  return values
}

/** How far beyond the lines that end finite an exploding one is followed. */
const HEADROOM = 5
/** A line that starts further beyond them than this is left out of the axis with its start, too. */
const FARTHEST_START = 100

/** The largest value the axis makes room for: from the lines that end finite, and from where every line starts. */
function followedTo(lines: readonly ConvergenceLine[]): number {
  const ending = lines.filter(({ band }) => Number.isFinite(lastPoint(band)?.line ?? NaN))
  if (ending.length === 0) return Infinity
  const medians: number[] = []
  for (const { band } of ending) pushFinite(medians, band.line)
  const largest = medians.reduce((most, value) => Math.max(most, value), 0)
  const starts: number[] = []
  for (const { band } of lines) pushFinite(starts, band.line.subarray(0, 1))
  const followed = starts.filter((start) => start <= FARTHEST_START * largest)
  return HEADROOM * followed.reduce((most, value) => Math.max(most, value), largest)
}

/**
 * The value axis shows the lines and bands that are visible. What explodes leaves it at the top: losses
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
