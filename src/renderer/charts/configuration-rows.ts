import { parameterText } from '@shared/parameter-text'
import type { ConfigurationSummary } from '@shared/statistics/configuration-summaries'
import { describeFirstCause } from '@shared/first-cause-text'
import { METRICS } from '@shared/statistics/metrics'
import type { Factor, TrialRecord } from '@shared/sweep'
import type { FactorValue } from '@shared/sweep-spec'
import { formatCount } from '../common/format'
import type { DataTable } from './data-table'
import type { LineStyle } from './line-styles'
import { formatCounted, formatMeasure, formatMedian } from './number-format'

export interface ConfigurationRow {
  readonly configuration: number
  readonly label: string
  readonly style: LineStyle
  readonly factors: Readonly<Record<string, FactorValue>>
  readonly summary: ConfigurationSummary
  /** Trials planned: one a seed. */
  readonly planned: number
  /** Why trials of it diverged or stalled, some of them. */
  readonly causes: Readonly<Record<FailedState, string>>
}

export type FailedState = 'diverged' | 'stalled'

/** Sentences in a tooltip; more are counted. */
const MOST_CAUSES = 3

/** `seed 4: At step 92 ...`, a line each; equal causes of several seeds are told once. */
function causesText(trials: readonly TrialRecord[], state: FailedState): string {
  const seeds = new Map<string, number[]>()
  for (const { status, firstCause, seed } of trials) {
    if (status !== state || firstCause === null) continue
    const sentence = describeFirstCause(firstCause)
    seeds.set(sentence, [...(seeds.get(sentence) ?? []), seed])
  }
  const lines = [...seeds].map(
    ([sentence, own]) => `${own.length === 1 ? 'seed' : 'seeds'} ${own.join(', ')}: ${sentence}`,
  )
  const more = lines.length - MOST_CAUSES
  return [...lines.slice(0, MOST_CAUSES), ...(more > 0 ? [`and ${more} more`] : [])].join('\n')
}

export function failureCauses(trials: readonly TrialRecord[]): ConfigurationRow['causes'] {
  return { diverged: causesText(trials, 'diverged'), stalled: causesText(trials, 'stalled') }
}

export const RESULT_COLUMNS = ['n', 'trainLoss', 'testAccuracy', 'diverged', 'stalled'] as const
export type ResultColumn = (typeof RESULT_COLUMNS)[number]

/** Sorting by a result column, or by the factor with the key. */
export interface RowOrder {
  readonly column: ResultColumn | { readonly factor: string }
  readonly descending: boolean
}

/** `he-normal`, `0.03`, `normal (std 0.01)`: one value of a factor, written as in the labels of configurations. */
export function factorText(value: FactorValue): string {
  if (value === null) return 'none'
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return value.map((item: FactorValue) => factorText(item)).join(', ')
  const entries = Object.entries(value)
  const head = entries.find(([key]) => ['scheme', 'name', 'branch'].includes(key))
  const parameters = entries
    .filter((entry) => entry !== head)
    .map(([key, item]) => parameterText(key, item, factorText(item)))
    .join(', ')
  if (head === undefined) return parameters
  return parameters === '' ? factorText(head[1]) : `${factorText(head[1])} (${parameters})`
}

function resultValue(row: ConfigurationRow, column: ResultColumn): number {
  switch (column) {
    case 'n':
    case 'diverged':
    case 'stalled':
      return row.summary[column]
    case 'trainLoss':
    case 'testAccuracy':
      return row.summary.final[column].median
  }
}

function compareValues(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1
}

/** Rows in the order asked for; rows without a value yet stay last either way, ties keep the order of the grid. */
export function sortRows(
  rows: readonly ConfigurationRow[],
  order: RowOrder | null,
  factors: readonly Factor[],
): ConfigurationRow[] {
  if (order === null) return [...rows]
  const { column } = order
  const sign = order.descending ? -1 : 1
  const factor = typeof column === 'object' ? factors.find(({ key }) => key === column.factor) : undefined
  const value = (row: ConfigurationRow): number => {
    if (typeof column !== 'object') return resultValue(row, column)
    const own = row.factors[column.factor]
    if (typeof own === 'number') return own
    // Names in the order of the spec: a person has put them in that order.
    return factor?.values.findIndex((candidate) => JSON.stringify(candidate) === JSON.stringify(own)) ?? 0
  }
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)]
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y))
    return sign * compareValues(x, y) || a.configuration - b.configuration
  })
}

/** The table as text; CSV holds the numbers in full. */
export function configurationCsv(rows: readonly ConfigurationRow[], factors: readonly Factor[]): DataTable {
  const distributions = METRICS.flatMap((metric) => [`${metric} median`, `${metric} q25`, `${metric} q75`])
  return {
    columns: [
      'configuration',
      ...factors.map(({ key }) => key),
      'n',
      'done',
      'stalled',
      'diverged',
      'cancelled',
      'error',
      ...distributions,
    ],
    rows: rows.map(({ label, factors: own, summary }) => [
      label,
      ...factors.map(({ key }) => factorText(own[key] ?? null)),
      ...[summary.n, summary.done, summary.stalled, summary.diverged, summary.cancelled, summary.error].map(
        String,
      ),
      ...METRICS.flatMap((metric) => {
        const { median, q25, q75 } = summary.final[metric]
        return [median, q25, q75].map(String)
      }),
    ]),
  }
}

/** `Lowest final training loss, median [quartiles]: he-normal · depth 3, 0.13 [0.11, 0.14] (n=10); 2 of 60 trials diverged.` */
export function tableCaption(rows: readonly ConfigurationRow[]): string {
  const measured = rows.filter(({ summary }) => summary.n > 0)
  const [best] = sortRows(measured, { column: 'trainLoss', descending: false }, [])
  if (best === undefined) return 'No trial has ended yet.'
  const total = (key: 'n' | 'diverged' | 'stalled'): number =>
    measured.reduce((sum, { summary }) => sum + summary[key], 0)
  const loss = best.summary.final.trainLoss
  const parts = [
    Number.isFinite(loss.median)
      ? `Lowest final training loss${loss.n > 1 ? ', median [quartiles]' : ''}: ${best.label}, ${loss.n > 1 ? formatMedian(loss, 2) : formatMeasure(loss.median, 2)} (${formatCounted(loss.n, best.summary.diverged)})`
      : 'The median trial of every configuration diverged',
  ]
  if (total('diverged') > 0)
    parts.push(`${formatCount(total('diverged'))} of ${formatCount(total('n'))} trials diverged`)
  if (total('stalled') > 0) parts.push(`${formatCount(total('stalled'))} stalled at chance`)
  return `${parts.join('; ')}.`
}
