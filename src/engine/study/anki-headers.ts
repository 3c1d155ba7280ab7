import { parse } from 'papaparse'

const SEPARATORS: Readonly<Record<string, string>> = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  space: ' ',
  pipe: '|',
  colon: ':',
}

/** What the lines above the rows say, as Anki writes and reads them. */
export interface AnkiHeaders {
  readonly delimiter: string
  readonly isHtml: boolean
  /** Tags of every row. */
  readonly tags: string
  /** Names of the columns in small letters; empty where none are given. */
  readonly columns: readonly string[]
  readonly tagsColumn: number | null
  readonly guidColumn: number | null
  /** Columns that say where a card belongs in Anki: its note type and its deck. */
  readonly otherColumns: readonly number[]
  /** Lines above the rows. */
  readonly skipped: number
  readonly body: string
}

/** Every line with a # at the top is a header, or a remark. */
export function readAnkiHeaders(text: string): AnkiHeaders {
  const headers = new Map<string, string>()
  let rest = text
  let skipped = 0
  while (rest.startsWith('#')) {
    const [line = ''] = rest.split('\n', 1)
    const found = /^#([a-z ]+):(.*)$/i.exec(line.replace(/\r$/, ''))
    if (found !== null) headers.set((found[1] ?? '').trim().toLowerCase(), found[2] ?? '')
    rest = rest.slice(line.length + 1)
    skipped += 1
  }
  const delimiter = delimiterOf(headers.get('separator') ?? '', rest)
  const column = (name: string): number | null => {
    const given = Number(headers.get(`${name} column`))
    return Number.isInteger(given) && given > 0 ? given - 1 : null
  }
  return {
    delimiter,
    isHtml: headers.get('html')?.trim().toLowerCase() === 'true',
    tags: headers.get('tags') ?? '',
    columns: namesOf(headers.get('columns') ?? '', delimiter),
    tagsColumn: column('tags'),
    guidColumn: column('guid'),
    otherColumns: [column('notetype'), column('deck')].filter((place) => place !== null),
    skipped,
    body: rest,
  }
}

function namesOf(line: string, delimiter: string): readonly string[] {
  const [names = []] = parse<string[]>(line, { delimiter }).data
  return names
    .map((name) => name.trim().toLowerCase())
    .filter((name, _, all) => all.length > 1 || name !== '')
}

/** The separator that is named, or the one that the first row uses: spreadsheets of some countries write semicolons. */
function delimiterOf(named: string, body: string): string {
  const found = SEPARATORS[named.trim().toLowerCase()]
  if (found !== undefined) return found
  // A tab is a sign of its own here.
  if (named.length === 1) return named
  const [first = ''] = body.split('\n', 1)
  const bare = first.replaceAll(/"[^"]*"/g, '')
  if (bare.includes('\t')) return '\t'
  // A comma before a space is one of a sentence.
  return bare.split(';').length > bare.split(/,(?! )/).length ? ';' : ','
}
