import { parse } from 'papaparse'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { CSV_CELLS, CSV_COLUMNS } from '@shared/dataset-limits'
import { SAMPLES } from '@shared/limits'

export interface CsvRow {
  /** Row of the file, from 1, the header and empty rows included: as a spreadsheet shows it. */
  readonly number: number
  readonly cells: readonly string[]
}

/** The rows of a CSV text, all of the same number of cells; empty rows are left out. */
export interface CsvTable {
  readonly columns: number
  readonly rows: readonly CsvRow[]
}

export function rowPlace(row: number): string {
  return `row ${String(row)}`
}

function isEmpty(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '')
}

/** Delimiter of the first row: of `,` `;` tab and `|` the most frequent one outside of quotes; a comma when there is none. */
export function detectDelimiter(text: string): string {
  const counts = new Map([',', ';', '\t', '|'].map((delimiter) => [delimiter, 0]))
  let inQuotes = false
  let hasText = false
  for (const char of text) {
    if (char === '"') inQuotes = !inQuotes
    else if (!inQuotes && (char === '\n' || char === '\r')) {
      if (hasText) break
    } else {
      hasText ||= char.trim() !== ''
      const count = counts.get(char)
      if (!inQuotes && count !== undefined) counts.set(char, count + 1)
    }
  }
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0]
}

function raggedRow(rows: readonly CsvRow[], columns: number): Result<null> {
  const ragged = rows.find(({ cells }) => cells.length !== columns)
  if (ragged === undefined) return success(null)
  const first = rows[0]?.number ?? 1
  const message = `The row has ${String(ragged.cells.length)} cells; ${rowPlace(first)} has ${String(columns)}. Give every row the same number of cells.`
  return failure('dataset-invalid', message, rowPlace(ragged.number))
}

/** Splits a CSV text into cells. Quotes as in RFC 4180; lines end in LF, CRLF or CR. */
export function readCsvTable(text: string): Result<CsvTable> {
  const parsed = parse<string[]>(text.replace(/^\ufeff/, ''), {
    delimiter: detectDelimiter(text),
    header: false,
  })
  const quoteFault = parsed.errors.find(({ type }) => type === 'Quotes')
  if (quoteFault !== undefined) {
    const place = quoteFault.row === undefined ? undefined : rowPlace(quoteFault.row + 1)
    return failure(
      'dataset-invalid',
      'A quotation mark is opened and not closed, or stands inside of a cell.',
      place,
    )
  }
  const rows = parsed.data
    .map((cells, index) => ({ number: index + 1, cells }))
    .filter(({ cells }) => !isEmpty(cells))
  const columns = rows[0]?.cells.length ?? 0
  if (rows.length === 0) return failure('dataset-invalid', 'The file is empty.')
  if (columns < 2) {
    const message =
      'The file has one column only; it needs at least one feature column and a label column, separated by comma, semicolon, tab or |.'
    return failure('dataset-invalid', message)
  }
  if (columns > CSV_COLUMNS) {
    return failure(
      'dataset-invalid',
      `The file has ${String(columns)} columns; at most ${String(CSV_COLUMNS)} are read.`,
    )
  }
  if (rows.length > SAMPLES || rows.length * columns > CSV_CELLS) {
    const message = `The file has ${String(rows.length)} rows of ${String(columns)} cells; at most ${String(SAMPLES)} rows and ${String(CSV_CELLS)} cells are read.`
    return failure('dataset-invalid', message)
  }
  const ragged = raggedRow(rows, columns)
  return ragged.ok ? success({ columns, rows }) : ragged
}
