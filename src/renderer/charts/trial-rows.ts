import { describeFirstCause } from '@shared/first-cause-text'
import { finalValue, isResult, METRICS, type Metric } from '@shared/statistics/metrics'
import type { Factor, TrialRecord } from '@shared/sweep'
import type { FactorValue } from '@shared/sweep-spec'
import { TRIAL_STATUSES, type TrialStatus } from '@shared/trial-result'
import { formatCount } from '../common/format'
import { factorText } from './configuration-rows'
import type { DataTable } from './data-table'
import type { LineStyle } from './line-styles'
import { formatMeasure } from './number-format'
import type { ShownSweep } from './shown-sweep'

/** One ended trial of a sweep, with the names of its configuration. */
export interface TrialRow {
  readonly trial: TrialRecord
  readonly label: string
  readonly style: LineStyle
  readonly factors: Readonly<Record<string, FactorValue>>
  /** The first cause in one sentence, or the message of a failed trial; empty when there is none. */
  readonly cause: string
}

/** In the order of the grid: by configuration, then by seed. */
export function trialRows({ expansion, trials, styles }: ShownSweep): readonly TrialRow[] {
  return [...trials]
    .sort((a, b) => a.configuration - b.configuration || a.seed - b.seed)
    .flatMap((trial) => {
      const configuration = expansion.configurations[trial.configuration]
      const style = styles[trial.configuration]
      if (configuration === undefined || style === undefined) return []
      const { label, factors } = configuration
      const cause = trial.firstCause === null ? (trial.message ?? '') : describeFirstCause(trial.firstCause)
      return [{ trial, label, style, factors, cause }]
    })
}

export const TRIAL_COLUMNS = [
  'label',
  'seed',
  'status',
  ...METRICS,
  'steps',
  'milliseconds',
  'cause',
  'weightsHash',
] as const
export type TrialColumn = (typeof TRIAL_COLUMNS)[number] | { readonly factor: string }

export interface TrialOrder {
  readonly column: TrialColumn
  readonly descending: boolean
}

/** NaN where the trial says nothing about the metric; infinite where it diverged. */
function metricValue(trial: TrialRecord, metric: Metric): number {
  return isResult(trial) ? finalValue(trial, metric) : NaN
}

/** What a column sorts by: diverged values behind the others in either direction, missing ones behind those. */
interface SortKey {
  readonly place: 'value' | 'diverged' | 'missing'
  readonly value: number | string
}

const PLACES: readonly SortKey['place'][] = ['value', 'diverged', 'missing']

function numberKey(value: number): SortKey {
  if (Number.isNaN(value)) return { place: 'missing', value: 0 }
  return Number.isFinite(value) ? { place: 'value', value } : { place: 'diverged', value: 0 }
}

function textKey(value: string): SortKey {
  return { place: value === '' ? 'missing' : 'value', value }
}

/** Numbers by size; names in the order of the spec, in which a person has put them. */
function factorKey({ factors }: TrialRow, key: string, all: readonly Factor[]): SortKey {
  const own = factors[key]
  if (typeof own === 'number') return numberKey(own)
  const text = JSON.stringify(own)
  const values = all.find((factor) => factor.key === key)?.values ?? []
  return numberKey(values.findIndex((candidate) => JSON.stringify(candidate) === text))
}

function sortKey(row: TrialRow, column: TrialColumn, factors: readonly Factor[]): SortKey {
  if (typeof column === 'object') return factorKey(row, column.factor, factors)
  const { trial } = row
  switch (column) {
    case 'label':
      return numberKey(trial.configuration)
    case 'seed':
    case 'steps':
    case 'milliseconds':
      return numberKey(trial[column])
    case 'status':
      return numberKey(TRIAL_STATUSES.indexOf(trial.status))
    case 'cause':
      return trial.firstCause === null ? textKey('') : numberKey(trial.firstCause.step)
    case 'weightsHash':
      return textKey(trial.weightsHash ?? '')
    default:
      return numberKey(metricValue(trial, column))
  }
}

function compareKeys(a: SortKey, b: SortKey, sign: number): number {
  if (a.place !== b.place) return PLACES.indexOf(a.place) - PLACES.indexOf(b.place)
  return a.value === b.value ? 0 : a.value < b.value ? -sign : sign
}

/**
 * Stable: trials with equal values keep the order of the grid. By a metric, diverged trials come behind all others and
 * trials without a result last, ascending or descending; a first cause sorts by its step.
 */
export function sortTrials(
  rows: readonly TrialRow[],
  order: TrialOrder | null,
  factors: readonly Factor[],
): readonly TrialRow[] {
  if (order === null) return rows
  const sign = order.descending ? -1 : 1
  return rows
    .map((row) => ({ row, key: sortKey(row, order.column, factors) }))
    .sort((a, b) => compareKeys(a.key, b.key, sign))
    .map(({ row }) => row)
}

export interface TrialFilter {
  /** Words that must all occur: in the configuration, status, cause or hash. `seed 4` is that seed alone. */
  readonly text: string
  readonly status: TrialStatus | 'all'
  /** Null for all. */
  readonly configuration: number | null
}

const SEED_WORDS = /\bseed\s+(\d+)\b/

function searchText({ trial, label, factors, cause }: TrialRow): string {
  const values = Object.values(factors).map((value) => factorText(value))
  return [label, ...values, String(trial.seed), trial.status, cause, trial.weightsHash ?? '']
    .join('\n')
    .toLowerCase()
}

export function filterTrials(rows: readonly TrialRow[], filter: TrialFilter): readonly TrialRow[] {
  const text = filter.text.toLowerCase()
  const seed = SEED_WORDS.exec(text)?.[1]
  const words = text
    .replace(SEED_WORDS, ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
  return rows.filter((row) => {
    const { status, configuration } = row.trial
    if (filter.status !== 'all' && status !== filter.status) return false
    if (filter.configuration !== null && configuration !== filter.configuration) return false
    if (seed !== undefined && row.trial.seed !== Number(seed)) return false
    if (words.length === 0) return true
    const found = searchText(row)
    return words.every((word) => found.includes(word))
  })
}

/** Letters of a hash that tell it from others at a glance. */
const HASH_LETTERS = 8

/** What a cell of the table shows; `–` where there is no value. */
export function trialCell(row: TrialRow, column: TrialColumn): string {
  if (typeof column === 'object') return factorText(row.factors[column.factor] ?? null)
  const { trial } = row
  switch (column) {
    case 'label':
      return row.label
    case 'seed':
      return String(trial.seed)
    case 'status':
      return trial.status
    case 'steps':
    case 'milliseconds':
      return formatCount(trial[column])
    case 'cause':
      return row.cause
    case 'weightsHash':
      return trial.weightsHash?.slice(0, HASH_LETTERS) ?? '–'
    default:
      return formatMeasure(metricValue(trial, column))
  }
}

/** `{"configuration":{"model.depth":20},"seed":4}`: the trial as a line of a report names it. */
export function trialKeyText({ trial, factors }: TrialRow): string {
  return JSON.stringify({ configuration: factors, seed: trial.seed })
}

/** `Showing 12 of 1,000 trials: 10 done, 2 diverged; lowest train loss 0.021 (he-normal · depth 3, seed 7).` */
export function trialsCaption(shown: readonly TrialRow[], total: number): string {
  if (total === 0) return 'No trial has ended yet.'
  const counts = TRIAL_STATUSES.flatMap((status) => {
    const count = shown.filter(({ trial }) => trial.status === status).length
    return count === 0 ? [] : [`${formatCount(count)} ${status}`]
  })
  const head = `Showing ${formatCount(shown.length)} of ${formatCount(total)} ${total === 1 ? 'trial' : 'trials'}`
  const [best] = sortTrials(shown, { column: 'trainLoss', descending: false }, [])
  const loss = best === undefined ? NaN : metricValue(best.trial, 'trainLoss')
  const lowest =
    best !== undefined && Number.isFinite(loss)
      ? `; lowest final train loss ${formatMeasure(loss)} (${best.label}, seed ${best.trial.seed})`
      : ''
  return `${head}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}${lowest}.`
}

/** Every column in full, a trial a line; a metric that diverged is `Infinity` or `-Infinity`, a missing one `NaN`. */
export function trialsCsv(rows: readonly TrialRow[], factors: readonly Factor[]): DataTable {
  return {
    columns: ['configuration', ...factors.map(({ key }) => key), ...TRIAL_COLUMNS.slice(1)],
    rows: rows.map((row) => {
      const { trial } = row
      return [
        row.label,
        ...factors.map(({ key }) => factorText(row.factors[key] ?? null)),
        String(trial.seed),
        trial.status,
        ...METRICS.map((metric) => String(metricValue(trial, metric))),
        String(trial.steps),
        String(trial.milliseconds),
        row.cause,
        trial.weightsHash ?? '',
      ]
    }),
  }
}
