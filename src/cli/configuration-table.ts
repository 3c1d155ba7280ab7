import { factorHeading } from '@shared/factor-titles'
import { parameterText } from '@shared/parameter-text'
import type { FactorValue } from '@shared/sweep-spec'
import type { ConfigurationSummary, Distribution } from '@shared/statistics/configuration-summaries'
import type { TextColumn } from './text-table'
import { textTable } from './text-table'

/** A row of the table: the factors by key, and what came out. */
export interface TableRow {
  readonly label: string
  readonly factors: Readonly<Record<string, FactorValue>>
  readonly summary: ConfigurationSummary
}

type Column = TextColumn<TableRow>

/**
 * The configurations as text: the factors, n, the median final training loss and its quartiles, the median test accuracy, and how
 * many trials diverged or stalled. Medians and quartiles count a diverged trial as the worst value; where it decides them they
 * read `diverged`.
 */
export function configurationTable(rows: readonly TableRow[]): string {
  return textTable([...factorColumns(rows), ...resultColumns(rows)], rows)
}

function factorColumns(rows: readonly TableRow[]): readonly Column[] {
  const keys = [...new Set(rows.flatMap(({ factors }) => Object.keys(factors)))]
  if (keys.length === 0) return [{ title: 'configuration', isNumber: false, cell: ({ label }) => label }]
  return keys.map((key) => ({
    title: factorHeading(key),
    isNumber: rows.every(({ factors }) => typeof factors[key] === 'number'),
    cell: ({ factors }) => factorText(factors[key] ?? null),
  }))
}

function resultColumns(rows: readonly TableRow[]): readonly Column[] {
  const count = (title: string, of: (summary: ConfigurationSummary) => number): Column => ({
    title,
    isNumber: true,
    cell: ({ summary }) => String(of(summary)),
  })
  const occurs = (of: (summary: ConfigurationSummary) => number): boolean =>
    rows.some(({ summary }) => of(summary) > 0)
  return [
    count('n', ({ n }) => n),
    { title: 'train loss', isNumber: true, cell: ({ summary }) => lossText(summary.final.trainLoss.median) },
    { title: 'quartiles', isNumber: true, cell: ({ summary }) => quartilesText(summary.final.trainLoss) },
    {
      title: 'test acc.',
      isNumber: true,
      cell: ({ summary }) => accuracyText(summary.final.testAccuracy.median),
    },
    count('diverged', ({ diverged }) => diverged),
    count('stalled', ({ stalled }) => stalled),
    ...(occurs(({ cancelled }) => cancelled) ? [count('cancelled', ({ cancelled }) => cancelled)] : []),
    ...(occurs(({ error }) => error) ? [count('failed', ({ error }) => error)] : []),
  ]
}

/** `he-normal`, `10`, `normal (std 0.01)`, `[0,1]`. */
export function factorText(value: FactorValue): string {
  if (typeof value === 'string') return printable(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value)
  const [first, ...others] = Object.entries(value)
  if (first === undefined || typeof first[1] !== 'string') return JSON.stringify(value)
  const parameters = others.map(([key, parameter]) => parameterText(key, parameter, factorText(parameter)))
  return printable(parameters.length === 0 ? first[1] : `${first[1]} (${parameters.join(', ')})`)
}

/** A report may hold any text: nothing in it may steer the terminal. */
export function printable(text: string): string {
  return Array.from(text, (character) => (/^\p{C}$/u.test(character) ? '?' : character)).join('')
}

function lossText(value: number): string {
  if (Number.isNaN(value)) return '-'
  if (!Number.isFinite(value)) return 'diverged'
  if (value === 0) return '0'
  return Math.abs(value) >= 0.001 && Math.abs(value) < 10_000 ? fixedText(value) : value.toExponential(2)
}

/** Three significant digits without an exponent: 0.0310, 2.30, 1234. */
function fixedText(value: number): string {
  return Math.abs(value) >= 1000 ? value.toFixed(0) : value.toPrecision(3)
}

function quartilesText({ q25, q75 }: Distribution): string {
  return Number.isNaN(q25) ? '-' : `${lossText(q25)} .. ${lossText(q75)}`
}

function accuracyText(value: number): string {
  if (Number.isNaN(value)) return '-'
  return Number.isFinite(value) ? value.toFixed(3) : 'diverged'
}
