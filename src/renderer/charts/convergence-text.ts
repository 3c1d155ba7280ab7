import type { BandChoice } from '@shared/statistics/convergence-bands'
import { formatCount } from '../common/format'
import {
  bandPoint,
  byFinalMedian,
  isVisible,
  lastPoint,
  stepIndex,
  type BandPoint,
  type ConvergenceData,
  type ConvergenceLine,
} from './convergence-data'
import type { DataTable } from './data-table'
import { formatCounted, formatMedian } from './number-format'

const LINES: Readonly<Record<BandChoice['line'], string>> = { median: 'median', iqm: 'IQM', mean: 'mean' }
const SPREADS: Readonly<Record<BandChoice['spread'], string>> = {
  quartiles: 'quartiles',
  range: 'smallest, largest',
  bootstrap: '95 % bootstrap',
}
/** Heads of the columns of the band in CSV. */
const EDGES: Readonly<Record<BandChoice['spread'], readonly [low: string, high: string]>> = {
  quartiles: ['q25', 'q75'],
  range: ['smallest', 'largest'],
  bootstrap: ['low of 95 % bootstrap', 'high of 95 % bootstrap'],
}

/** `median [quartiles]`: what the numbers of the chart are. */
export function bandWords({ line, spread }: BandChoice): string {
  return `${LINES[line]} [${SPREADS[spread]}]`
}

/** `0.20 [0.17, 0.24]`; the line alone for a single trial. */
export function bandText({ line, low, high, n }: BandPoint, digits = 3): string {
  return formatMedian({ median: line, q25: low, q75: high, n }, digits)
}

/** `he-normal · depth 10 ends at 0.20 [0.17, 0.24]`; where the line is infinite, why. */
function endText(line: ConvergenceLine, verb: string, { choice }: ConvergenceData): string {
  const point = lastPoint(line.band)
  if (point !== null && Number.isFinite(point.line)) return `${line.label} ${verb} ${bandText(point, 2)}`
  if (choice.line === 'median' || point === null) return `${line.label} diverged`
  return `${line.label} has no finite ${LINES[choice.line]}, as ${point.diverged} of ${point.n} diverged`
}

function divergedText({ choice }: ConvergenceData): string {
  return choice.line === 'median'
    ? 'The median trial of every configuration diverged'
    : `No configuration has a finite ${LINES[choice.line]}: in each, trials diverged`
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
  const counts = new Set(ended.map(({ band }) => band.trials))
  const same = counts.size === 1
  const n = (line: ConvergenceLine): string => (same ? '' : ` (n=${line.band.trials})`)
  const showsSpread = ended.some(({ band }) => band.trials > 1)
  const isAllDiverged = !Number.isFinite(lastPoint(best.band)?.line ?? NaN)
  const parts = [
    isAllDiverged && ended.length > 1
      ? divergedText(data)
      : `On mini-batches${showsSpread ? `, ${bandWords(data.choice)}:` : ''} ${endText(best, 'ends at', data)}${n(best)}`,
  ]
  if (worst !== best && !isAllDiverged) parts.push(`${endText(worst, 'at', data)}${n(worst)}`)
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
        const hasEnded = point.step !== step && Number.isFinite(point.line)
        return hasEnded || Number.isNaN(point.step) ? '' : bandText(point)
      }),
    ]),
  }
}

/** Long format, one line a configuration and recorded step; infinite values stay `Infinity`. */
export function convergenceCsv({ lines, metric, choice, stepScale }: ConvergenceData): DataTable {
  const scale = stepScale === 'steps' ? [] : [stepScale]
  return {
    columns: [
      'configuration',
      'step',
      ...scale,
      `${metric} ${LINES[choice.line]}`,
      ...EDGES[choice.spread],
      'n',
      'diverged',
    ],
    rows: lines.flatMap(({ label, band, perStep }) =>
      Array.from(band.steps, (_, index) => {
        const { step, line, low, high, n, diverged } = bandPoint(band, index)
        return [
          label,
          ...[step, ...scale.map(() => step * perStep), line, low, high, n, diverged].map(String),
        ]
      }),
    ),
  }
}
