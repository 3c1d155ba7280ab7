/** One column of a text table. */
export interface TextColumn<Row> {
  readonly title: string
  /** Numbers stand at the right. */
  readonly isNumber: boolean
  readonly cell: (row: Row) => string
}

/** Titles, a rule, then a line for each row; columns are two spaces apart. */
export function textTable<Row>(columns: readonly TextColumn<Row>[], rows: readonly Row[]): string {
  const cells = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ cell }) => cell(row))),
  ]
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => displayWidth(line[index] ?? ''))))
  const lines = cells.map((line) =>
    line
      .map((text, index) => {
        const space = ' '.repeat((widths[index] ?? 0) - displayWidth(text))
        return columns[index]?.isNumber === true ? `${space}${text}` : `${text}${space}`
      })
      .join('  ')
      .trimEnd(),
  )
  const [title = '', ...body] = lines
  const rule = widths.map((width) => '-'.repeat(width)).join('  ')
  return `${[title, rule, ...body].join('\n')}\n`
}

/** Columns of a text; combining marks and wide letters of a name are counted as one. */
function displayWidth(text: string): number {
  return Array.from(text).length
}
