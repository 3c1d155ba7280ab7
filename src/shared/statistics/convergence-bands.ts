import type { TrialRecord } from '../sweep'
import { CURVE_COLUMNS } from '../trial-result'
import { locate, type Location } from './location'
import { isResult, trialsByConfiguration, WORST_VALUE } from './metrics'
import { quartilesInPlace } from './quantiles'
import { rankBootstrap } from './rank-bootstrap'

export type CurveMetric = Exclude<(typeof CURVE_COLUMNS)[number], 'step'>

/** What the band shows: the middle half of the seeds, all of them, or where the line itself would lie with other seeds. */
export const BAND_SPREADS = ['quartiles', 'range', 'bootstrap'] as const
export type BandSpread = (typeof BAND_SPREADS)[number]

/** What is drawn of the seeds at each step: the line, and the band around it. */
export interface BandChoice {
  readonly line: Location
  readonly spread: BandSpread
}

export const STANDARD_BAND: BandChoice = { line: 'median', spread: 'quartiles' }

/** A line and a band over the seeds of one configuration at each recorded step. */
export interface ConvergenceBand {
  readonly configuration: number
  readonly choice: BandChoice
  readonly steps: Float64Array
  readonly line: Float64Array
  /** The lower and the upper edge, low <= high; NaN for the bootstrap of a single seed, which tells no spread. */
  readonly low: Float64Array
  readonly high: Float64Array
  /** Trials that count at the step. */
  readonly n: Uint32Array
  /** Those of them that had diverged by the step. */
  readonly diverged: Uint32Array
  /** Trials with a result. */
  readonly trials: number
  /** Where each diverged trial left the finite numbers, ascending. */
  readonly divergedAt: readonly number[]
}

const STRIDE = CURVE_COLUMNS.length
const METRIC_COLUMN: Readonly<Record<CurveMetric, number>> = {
  trainLoss: CURVE_COLUMNS.indexOf('trainLoss'),
  trainAccuracy: CURVE_COLUMNS.indexOf('trainAccuracy'),
}

export function curvePoints(curve: Float32Array): number {
  return Math.floor(curve.length / STRIDE)
}

export function curveStep(curve: Float32Array, point: number): number {
  return curve[point * STRIDE] ?? NaN
}

function curveValue(curve: Float32Array, point: number, metric: CurveMetric): number {
  return curve[point * STRIDE + METRIC_COLUMN[metric]] ?? NaN
}

/** The step at which a diverged trial left the finite numbers; its first cause may lie before it, or in its source. */
export function divergenceStep({ firstCause, steps }: TrialRecord): number {
  return firstCause?.side === 'not-finite' && firstCause.phase === undefined ? firstCause.step : steps
}

/** A point at which a trial has diverged: its loss says so, or it lies behind the step at which a weight did. */
function isDivergedPoint(trial: TrialRecord, point: number): boolean {
  if (trial.status !== 'diverged') return false
  const isFinite = Number.isFinite(curveValue(trial.curve, point, 'trainLoss'))
  return !isFinite || curveStep(trial.curve, point) > divergenceStep(trial)
}

/** The last step that a trial tells of. */
function lastStep(trial: TrialRecord): number {
  const points = curvePoints(trial.curve)
  return Math.max(divergenceStep(trial), points === 0 ? 0 : curveStep(trial.curve, points - 1))
}

/**
 * The recorded steps of trials of one configuration, ascending. A diverged trial adds the points before its divergence only: it
 * may end between two recorded steps, where nobody else has a value. When every trial diverged, the last
 * divergence is a step too, so that the end of the configuration is what it is: no finite value.
 */
export function recordedSteps(trials: readonly TrialRecord[]): Float64Array {
  const steps = new Set<number>()
  for (const trial of trials) {
    for (let point = 0; point < curvePoints(trial.curve); point++) {
      if (!isDivergedPoint(trial, point)) steps.add(curveStep(trial.curve, point))
    }
  }
  if (trials.length > 0 && trials.every(({ status }) => status === 'diverged')) {
    steps.add(trials.reduce((last, trial) => Math.max(last, lastStep(trial)), 0))
  }
  return Float64Array.from(steps).sort()
}

/**
 * The line and the band over the trials with a result, at each recorded step: median (type 7), IQM or mean; quartiles (type 7),
 * smallest and largest value, or the 95 % percentile bootstrap interval of the line (seeded). A diverged trial counts with the worst
 * value from the step where it diverged to the end, in the line and in every band; a trial that has no point at a step for another
 * reason does not count there, and `n` says so.
 */
export function convergenceBand(
  configuration: number,
  trials: readonly TrialRecord[],
  metric: CurveMetric,
  choice: BandChoice = STANDARD_BAND,
): ConvergenceBand {
  const results = trials.filter(isResult)
  const steps = recordedSteps(results)
  const band = {
    configuration,
    choice,
    steps,
    line: new Float64Array(steps.length),
    low: new Float64Array(steps.length),
    high: new Float64Array(steps.length),
    n: new Uint32Array(steps.length),
    diverged: new Uint32Array(steps.length),
    trials: results.length,
    divergedAt: results
      .filter((trial) => trial.status === 'diverged')
      .map(divergenceStep)
      .sort((a, b) => a - b),
  }
  const mirror = WORST_VALUE[metric] > 0 ? 1 : -1
  const next = new Uint32Array(results.length)
  const values = new Float64Array(results.length)
  const summarize = createSummary(choice)
  for (let index = 0; index < steps.length; index++) {
    const { n, diverged } = costsAt(results, steps[index] ?? NaN, metric, next, values)
    const { line, low, high } = summarize(values, n)
    band.n[index] = n
    band.diverged[index] = diverged
    band.line[index] = line * mirror
    band.low[index] = mirror > 0 ? low : -high
    band.high[index] = mirror > 0 ? high : -low
  }
  return band
}

/**
 * Writes the values of a step into `values`, smaller is better, a diverged trial as Infinity.
 * @param next of each trial the first point that may belong to the step; moved on
 */
function costsAt(
  trials: readonly TrialRecord[],
  step: number,
  metric: CurveMetric,
  next: Uint32Array,
  values: Float64Array,
): { readonly n: number; readonly diverged: number } {
  const mirror = WORST_VALUE[metric] > 0 ? 1 : -1
  let n = 0
  let diverged = 0
  for (let t = 0; t < trials.length; t++) {
    const trial = trials[t]
    if (trial === undefined) continue
    const points = curvePoints(trial.curve)
    let point = next[t] ?? 0
    while (point < points && curveStep(trial.curve, point) < step) point++
    next[t] = point
    const here = point < points && curveStep(trial.curve, point) === step
    const value = here ? curveValue(trial.curve, point, metric) : NaN
    const gone = trial.status === 'diverged' && (point >= points || (here && isDivergedPoint(trial, point)))
    if (!here && !gone) continue
    if (gone) diverged++
    values[n++] = gone || Number.isNaN(value) ? Infinity : value * mirror
  }
  return { n, diverged }
}

/** Line, low and high of the first n values, which it sorts. */
function createSummary({ line, spread }: BandChoice) {
  let ranks: { readonly n: number; readonly interval: ReturnType<typeof rankBootstrap> } | null = null
  return (values: Float64Array, n: number): { line: number; low: number; high: number } => {
    const { q25, median, q75 } = quartilesInPlace(values, n)
    const sorted = values.subarray(0, n)
    const middle = line === 'median' ? median : locate(sorted, line)
    switch (spread) {
      case 'quartiles':
        return { line: middle, low: q25, high: q75 }
      case 'range':
        return { line: middle, low: sorted[0] ?? NaN, high: sorted.at(-1) ?? NaN }
      case 'bootstrap': {
        if (ranks?.n !== n) ranks = { n, interval: rankBootstrap(n, line) }
        const [low, high] = ranks.interval(sorted)
        return { line: middle, low, high }
      }
    }
  }
}

export function convergenceBands(
  configurationCount: number,
  trials: Iterable<TrialRecord>,
  metric: CurveMetric,
): readonly ConvergenceBand[] {
  return trialsByConfiguration(configurationCount, trials).map((group, index) =>
    convergenceBand(index, group, metric),
  )
}
