import type { LabelledData, Samples } from '@core/data/labelled-data'
import { standardize } from '@core/data/standardize'
import { splitRows } from '@core/data/stratified'
import { CSV_LARGEST_NUMBER, CSV_SHOWN_CHARACTERS } from '@shared/dataset-limits'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { CLASSES } from '@shared/limits'
import { readCsvTable, rowPlace } from './csv-table'
import type { CsvRow, CsvTable } from './csv-table'

/** Header cells that name the label column, the first one first. */
const LABEL_NAMES = ['label', 'class', 'target', 'y'] as const

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const NO_VALUE: ReadonlySet<string> = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?', '-'])

/** How the columns of a table are used. */
interface Layout {
  readonly labelColumn: number
  /** Null when the file has no header. */
  readonly names: readonly string[] | null
  readonly rows: readonly CsvRow[]
}

function namedLabelColumn(cells: readonly string[]): number | null {
  const lower = cells.map((cell) => cell.trim().toLowerCase())
  const name = LABEL_NAMES.find((candidate) => lower.includes(candidate))
  return name === undefined ? null : lower.indexOf(name)
}

function isNumber(cell: string): boolean {
  return NUMBER.test(cell.trim())
}

/**
 * The first row is a header when a cell of a feature column is text, or when its label cell is `label`, `class`,
 * `target` or `y` and no other row has that label. A missing value (empty, NA, ?) is not text.
 */
function layOut({ columns, rows }: CsvTable): Layout {
  const [first, ...rest] = rows
  const cells = first?.cells ?? []
  const named = namedLabelColumn(cells)
  const labelColumn = named ?? columns - 1
  const hasText = cells.some((cell, column) => {
    return column !== labelColumn && !isNumber(cell) && !NO_VALUE.has(cell.trim().toLowerCase())
  })
  const isLabelName = named !== null && rest.every((row) => row.cells[named]?.trim() !== cells[named]?.trim())
  if (!hasText && !isLabelName) return { labelColumn: columns - 1, names: null, rows }
  return { labelColumn, names: cells.map((cell) => cell.trim()), rows: rest }
}

function columnText({ names }: Layout, column: number): string {
  const name = names?.[column] ?? ''
  return name === '' ? `column ${String(column + 1)}` : `column "${name}"`
}

function shown(cell: string): string {
  return JSON.stringify(
    cell.length > CSV_SHOWN_CHARACTERS ? `${cell.slice(0, CSV_SHOWN_CHARACTERS)}...` : cell,
  )
}

/** What is wrong with a feature cell, or its number. */
function readCell(cell: string): number | string {
  const text = cell.trim()
  if (text === '') return 'The cell is empty; a feature needs a number in every row.'
  if (!NUMBER.test(text)) {
    const hint = /^[+-]?\d+,\d+$/.test(text) ? ' Write decimals with a point.' : ''
    return `The cell holds ${shown(text)}, which is not a number.${hint}`
  }
  const value = Number(text)
  return Math.abs(value) <= CSV_LARGEST_NUMBER ? value : `The cell holds ${shown(text)}, which is too large.`
}

/** Feature values row-major; the first wrong cell is the error, the others are counted. */
function readFeatures(layout: Layout, columns: number): Result<Float64Array> {
  const values = new Float64Array(layout.rows.length * (columns - 1))
  let next = 0
  let wrong = 0
  let first: { readonly message: string; readonly place: string } | null = null
  for (const { number, cells } of layout.rows) {
    for (const [column, cell] of cells.entries()) {
      if (column === layout.labelColumn) continue
      const value = readCell(cell)
      if (typeof value === 'number') values[next++] = value
      else {
        wrong++
        first ??= { message: value, place: `${rowPlace(number)}, ${columnText(layout, column)}` }
      }
    }
  }
  if (first === null) return success(values)
  const others =
    wrong === 1 ? '' : ` ${String(wrong - 1)} more ${wrong === 2 ? 'cell is' : 'cells are'} wrong.`
  return failure('dataset-invalid', first.message + others, first.place)
}

interface Labels {
  readonly y: Int32Array
  readonly classNames: readonly string[]
  readonly labelValues: readonly number[] | null
}

/** Classes in ascending order: by number when every label is one, otherwise by the codes of the characters. */
function mapLabels(texts: readonly string[]): Labels {
  const isNumeric = texts.every(isNumber)
  const keys = isNumeric ? texts.map((text) => String(Number(text))) : texts
  const distinct = [...new Set(keys)]
  const classNames = isNumeric
    ? distinct.sort((a, b) => Number(a) - Number(b))
    : distinct.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const classOf = new Map(classNames.map((name, index) => [name, index]))
  const values = classNames.map(Number)
  return {
    y: Int32Array.from(keys, (key) => classOf.get(key) ?? 0),
    classNames,
    labelValues: isNumeric && values.every(Number.isSafeInteger) ? values : null,
  }
}

function checkClasses({ y, classNames }: Labels, layout: Layout): Result<null> {
  const place = columnText(layout, layout.labelColumn)
  if (classNames.length < 2) {
    return failure(
      'dataset-invalid',
      `All rows have the label ${shown(classNames[0] ?? '')}; a task needs at least 2 classes.`,
      place,
    )
  }
  if (classNames.length > CLASSES) {
    const message = `There are ${String(classNames.length)} different labels; at most ${String(CLASSES)} are allowed. Is this the label column?`
    return failure('dataset-invalid', message, place)
  }
  const counts = new Array<number>(classNames.length).fill(0)
  for (const label of y) counts[label] = (counts[label] ?? 0) + 1
  const rare = counts.findIndex((count) => count < 2)
  if (rare < 0) return success(null)
  const row = layout.rows[y.indexOf(rare)]?.number ?? 0
  const message = `The class ${shown(classNames[rare] ?? '')} has 1 row; every class needs 2, one to train and one to test. Is this the label column?`
  return failure('dataset-invalid', message, `${rowPlace(row)}, ${place}`)
}

function readLabels(layout: Layout): Result<Labels> {
  const texts = layout.rows.map(({ cells }) => cells[layout.labelColumn]?.trim() ?? '')
  const empty = texts.indexOf('')
  if (empty >= 0) {
    const place = `${rowPlace(layout.rows[empty]?.number ?? 0)}, ${columnText(layout, layout.labelColumn)}`
    return failure('dataset-invalid', 'The label is empty.', place)
  }
  const labels = mapLabels(texts)
  const checked = checkClasses(labels, layout)
  return checked.ok ? success(labels) : checked
}

/** The first value that does not fit in float32: a test value that lies too far from all training values. */
function checkFinite(data: LabelledData, layout: Layout): Result<null> {
  const at = data.testX.findIndex((value) => !Number.isFinite(value))
  if (at < 0) return success(null)
  const feature = at % data.features
  const column = feature < layout.labelColumn ? feature : feature + 1
  const message = 'A value of this column is too far from the others to be standardized.'
  return failure('dataset-invalid', message, columnText(layout, column))
}

/**
 * Reads a data set from CSV text: numbers in all columns but one, the label (the column named label, class, target or y,
 * otherwise the last). A fifth of every class is for testing, by a fixed permutation; features are standardized.
 */
export function readCsvDataset(text: string): Result<LabelledData> {
  const table = readCsvTable(text)
  if (!table.ok) return table
  const layout = layOut(table.value)
  if (layout.rows.length === 0) return failure('dataset-invalid', 'The file has a header and no rows.')
  const x = readFeatures(layout, table.value.columns)
  if (!x.ok) return x
  const labels = readLabels(layout)
  if (!labels.ok) return labels
  const { y, classNames, labelValues } = labels.value
  const samples: Samples = { features: table.value.columns - 1, classes: classNames.length, x: x.value, y }
  const data = { ...standardize(samples, splitRows(y, samples.classes)), classNames, labelValues }
  const checked = checkFinite(data, layout)
  return checked.ok ? success(data) : checked
}
