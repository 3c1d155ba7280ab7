import type { CurveMetric } from '@shared/statistics/convergence-bands'
import { isResult } from '@shared/statistics/metrics'
import { kaplanMeier, shareArrivedBy, stepsToTarget, type SurvivalCurve } from '@shared/statistics/survival'
import type { Configuration, TrialRecord } from '@shared/sweep'
import { formatCount, formatShare } from '../common/format'
import { axisRange, type AxisRange } from './axis-range'
import { chanceLevel } from './chance-level'
import type { DataTable } from './data-table'
import { formatCounted, formatMeasure, formatTick } from './number-format'
import type { ShownSweep } from './shown-sweep'
import { stairCorners, type StairLine } from './stair-lines'

/** What a trial has to reach to have converged. */
export interface Target {
  readonly value: number
  /** Why this value: `half the loss of guessing`; `chosen` for a person's own. */
  readonly reason: string
}

export interface SurvivalRow extends StairLine {
  readonly curve: SurvivalCurve
  readonly diverged: number
}

export interface SurvivalData {
  /** Those that are drawn: of the visible ones the first to arrive. */
  readonly rows: readonly SurvivalRow[]
  /** Those that are not hidden, drawn or not: what is told and counted. */
  readonly visible: readonly SurvivalRow[]
  /** How many are hidden. */
  readonly hiddenRows: number
  readonly metric: CurveMetric
  readonly target: Target
  /** Steps from 0 to the largest budget of all configurations. */
  readonly range: AxisRange
  readonly emphasized: number | null
  readonly brushed: ReadonlySet<number> | null
}

/** Lines that can be told apart; beyond, those that arrive first. */
const MOST_LINES = 40

/** The largest loss that a curve of the sweep starts with, for sweeps whose loss of guessing is not known. */
function startingLoss(trials: readonly TrialRecord[]): number {
  const starts = trials.map(({ curve }) => curve[1] ?? NaN).filter((value) => Number.isFinite(value))
  return starts.reduce((most, value) => Math.max(most, value), 0)
}

/** Half the loss of guessing, or of the start where that is not known; for an accuracy halfway from guessing to all correct. */
export function standardTarget({ expansion, trials }: ShownSweep, metric: CurveMetric): Target {
  const chance = chanceLevel(expansion.configurations)
  if (metric === 'trainAccuracy') {
    return chance === null
      ? { value: 0.5, reason: 'half correct' }
      : { value: (1 + Math.exp(-chance)) / 2, reason: 'halfway from guessing to all correct' }
  }
  return chance === null
    ? { value: startingLoss(trials) / 2, reason: 'half the largest loss at the start' }
    : { value: chance / 2, reason: 'half the loss of guessing' }
}

/** Updates that a trial of the configuration is given; of epochs as many as its longest trial did. */
function budgetOf({ settings }: Configuration, trials: readonly TrialRecord[]): number {
  const { duration } = settings.train
  if ('steps' in duration) return duration.steps
  return trials.reduce((most, { steps }) => Math.max(most, steps), 0)
}

function rowOf(
  sweep: ShownSweep,
  configuration: Configuration,
  metric: CurveMetric,
  target: number,
): SurvivalRow | null {
  const { index, label } = configuration
  const style = sweep.styles[index]
  const trials = (sweep.byConfiguration[index]?.trials ?? []).filter(isResult)
  if (style === undefined || trials.length === 0) return null
  const budget = budgetOf(configuration, trials)
  const curve = kaplanMeier(trials.map((trial) => stepsToTarget(trial, metric, target, budget)))
  const start = { x: 0, share: 0, low: 0, high: 0 }
  const arrivals = curve.points.map(({ step, share, low, high }) => ({ x: step, share, low, high }))
  // What has arrived stays so to the end of the budget: the line goes on where nobody is left to arrive.
  const last = arrivals.at(-1) ?? start
  const corners = stairCorners(
    [start, ...arrivals, ...(last.x < budget ? [{ ...last, x: budget }] : [])],
    'after',
  )
  const diverged = trials.filter(({ status }) => status === 'diverged').length
  return { configuration: index, label, style, ...corners, curve, diverged }
}

/** Every configuration with a result, hidden or not. */
export function survivalRows(sweep: ShownSweep, metric: CurveMetric, target: Target): readonly SurvivalRow[] {
  return sweep.expansion.configurations.flatMap((configuration) => {
    const row = rowOf(sweep, configuration, metric, target.value)
    return row === null ? [] : [row]
  })
}

/** Fastest first: by the median step, then by the share that ever arrives. */
function byArrival(a: SurvivalRow, b: SurvivalRow): number {
  const share = (row: SurvivalRow): number => row.curve.arrived / row.curve.n
  if (a.curve.median !== b.curve.median) return a.curve.median - b.curve.median
  return share(b) - share(a) || a.configuration - b.configuration
}

export function survivalData(
  all: readonly SurvivalRow[],
  {
    hidden,
    ...rest
  }: Omit<SurvivalData, 'rows' | 'visible' | 'hiddenRows' | 'range'> & {
    readonly hidden: ReadonlySet<number>
  },
): SurvivalData {
  const visible = all.filter(({ configuration }) => !hidden.has(configuration))
  const drawn = new Set([...visible].sort(byArrival).slice(0, MOST_LINES))
  const last = all.reduce((most, { xs }) => Math.max(most, xs.at(-1) ?? 0), 0)
  const range = axisRange([0, last === 0 ? 1 : last], 'linear', 0)
  const max = last === 0 ? 1 : last
  return {
    ...rest,
    visible,
    hiddenRows: all.length - visible.length,
    rows: visible.filter((row) => drawn.has(row)),
    range: { ...range, max, ticks: range.ticks.filter((tick) => tick <= max) },
  }
}

/** Trials that had neither arrived nor been censored before the step. */
export function atRisk({ n, points }: SurvivalCurve, step: number): number {
  return step <= 0 ? n : (points.find((point) => point.step >= step)?.atRisk ?? 0)
}

function stepText(step: number): string {
  return Number.isFinite(step) ? formatTick(step) : 'never'
}

/** `step 60 [50, 70]`, the median with its interval. */
function medianText({ median, medianLow, medianHigh }: SurvivalCurve): string {
  if (!Number.isFinite(median)) return 'less than half ever arrive'
  return `half by step ${stepText(median)} [${stepText(medianLow)}, ${stepText(medianHigh)}]`
}

/** What converged means here, in words. */
function targetText({ metric, target }: Pick<SurvivalData, 'metric' | 'target'>): string {
  const name = metric === 'trainLoss' ? 'mini-batch loss' : 'mini-batch accuracy'
  const side = metric === 'trainLoss' ? 'at or below' : 'at or above'
  return `${name} ${side} ${formatMeasure(target.value)} (${target.reason})`
}

/** `Converged: mini-batch loss at or below 1.15 (half the loss of guessing). he-normal · depth 3: half by step 60 [50, 70], 10 of 10 arrive; xavier-normal · depth 20: less than half ever arrive, 0 of 10; 20 of 60 trials diverged and never arrive.` */
export function survivalCaption(data: SurvivalData): string {
  const { visible: rows } = data
  if (rows.length === 0)
    return data.hiddenRows > 0 ? 'Every configuration with results is hidden.' : 'No trial has ended yet.'
  if (rows.every(({ xs }) => xs.every((step) => step === 0)))
    return 'No trial of this sweep took an update, so there is nothing to converge.'
  const [first, ...others] = [...rows].sort(byArrival)
  const last = others.at(-1)
  const line = ({ label, curve }: SurvivalRow): string =>
    `${label}: ${medianText(curve)}, ${curve.arrived} of ${curve.n} arrive`
  const parts = [first, last].flatMap((row) => (row === undefined ? [] : [line(row)]))
  if (others.length > 1) parts.push(`${others.length - 1} more between`)
  const trials = rows.reduce((sum, { curve }) => sum + curve.n, 0)
  const diverged = rows.reduce((sum, row) => sum + row.diverged, 0)
  if (diverged > 0) {
    parts.push(`${formatCount(diverged)} of ${formatCount(trials)} trials diverged and never arrive`)
  }
  if (data.rows.length < rows.length) {
    parts.push(`${data.rows.length} of ${formatCount(rows.length)} configurations drawn, the first to arrive`)
  }
  return `Converged: ${targetText(data)}. ${parts.join('; ')}.`
}

/** Rows: configurations; columns: the median, and the share arrived and the number not there yet at the ticks of the axis. */
export function survivalTable({ visible, range }: SurvivalData): DataTable {
  return {
    columns: [
      'configuration',
      'n, diverged',
      'half have arrived by [95 %]',
      ...range.ticks.map((tick) => `step ${tick}: share, not there yet`),
    ],
    rows: visible.map(({ label, curve, diverged }) => [
      label,
      formatCounted(curve.n, diverged),
      `${stepText(curve.median)} [${stepText(curve.medianLow)}, ${stepText(curve.medianHigh)}]`,
      ...range.ticks.map((tick) => `${formatShare(shareArrivedBy(curve, tick))}, ${atRisk(curve, tick)}`),
    ]),
  }
}

/** Long format, one line a configuration and step with arrivals or censoring. */
export function survivalCsv({ visible, metric, target }: SurvivalData): DataTable {
  return {
    columns: [
      'configuration',
      'metric',
      'target',
      'step',
      'not there yet',
      'arrived',
      'censored',
      'share',
      'low',
      'high',
    ],
    rows: visible.flatMap(({ label, curve }) =>
      curve.points.map((point) => [
        label,
        metric,
        ...[
          target.value,
          point.step,
          point.atRisk,
          point.arrived,
          point.censored,
          point.share,
          point.low,
          point.high,
        ].map(String),
      ]),
    ),
  }
}
