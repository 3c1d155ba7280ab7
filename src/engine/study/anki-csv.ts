import { parse, unparse } from 'papaparse'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { card as cardSchema } from '@shared/study/card'
import type { Card } from '@shared/study/card'
import { DIFFICULTIES, TOPICS } from '@shared/study/topics'

/** Columns of an exported card; tags are its topics and its difficulty, as Anki keeps them: with spaces between. */
const COLUMNS = [
  'guid',
  'kind',
  'front',
  'back',
  'answer',
  'tolerance',
  'unit',
  'generator',
  'covers',
  'claims',
  'corrects',
  'tags',
] as const
type Column = (typeof COLUMNS)[number]

const HEADERS = [
  '#separator:Comma',
  '#html:false',
  `#columns:${COLUMNS.join(',')}`,
  '#guid column:1',
  `#tags column:${String(COLUMNS.length)}`,
] as const

const LINE_END = '\r\n'
const MOST_CARDS = 20_000
const MOST_PROBLEMS = 20
const SEPARATORS: Readonly<Record<string, string>> = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  space: ' ',
  pipe: '|',
  colon: ':',
}

/** All cards as CSV under the headers that Anki reads; `readAnkiCsv` gives the same cards back. */
export function writeAnkiCsv(cards: readonly Card[]): string {
  const rows = cards.map((card) => COLUMNS.map((column) => cellOf(card, column)))
  const body = unparse(rows, { newline: LINE_END })
  return `${[...HEADERS, ...(body === '' ? [] : [body])].join(LINE_END)}${LINE_END}`
}

function cellOf(card: Card, column: Column): string {
  switch (column) {
    case 'guid':
      return card.id
    case 'kind':
      return card.kind
    case 'front':
      if (card.kind === 'generated') return ''
      return card.kind === 'cloze' ? card.text : card.front
    case 'back':
      return card.back ?? ''
    case 'answer':
      return card.kind === 'number' ? String(card.answer) : ''
    case 'tolerance':
      return card.kind === 'number' || card.kind === 'generated' ? String(card.tolerance) : ''
    case 'unit':
      return card.kind === 'number' ? (card.unit ?? '') : ''
    case 'generator':
      return card.kind === 'generated' ? JSON.stringify(card.generator) : ''
    case 'tags':
      return [...card.topics, card.difficulty].join(' ')
    default:
      return card[column].join(' ')
  }
}

interface CsvLayout {
  readonly delimiter: string
  readonly columns: readonly string[]
  readonly tagsColumn: number | null
  readonly guidColumn: number | null
  /** Places of the columns that hold nothing of the card's text: tags, id, note type, deck. */
  readonly aside: readonly (number | null)[]
  /** Lines of headers above the rows. */
  readonly skipped: number
  readonly body: string
}

/**
 * The cards of a CSV file with Anki's headers: the lab's own columns, or two columns and more of which the first are front and
 * back. A failure names every wrong row with its line; nothing of the file is used then.
 */
export function readAnkiCsv(text: string, fileName: string): Result<readonly Card[]> {
  const layout = layoutOf(text.replace(/^\uFEFF/, ''))
  const cards: Card[] = []
  const problems: string[] = []
  const lineOf = new Map<string, number>()
  let at = 0
  let line = layout.skipped + 1
  parse<string[]>(layout.body, {
    delimiter: layout.delimiter,
    step: ({ data, errors, meta }, parser) => {
      const here = line
      line += layout.body.slice(at, meta.cursor).split('\n').length - 1
      at = meta.cursor
      if (data.length === 1 && (data[0] ?? '').trim() === '') return
      const [fault] = errors
      const read = fault === undefined ? cardOfRow(data, layout, here) : fault.message
      const problem = typeof read === 'string' ? read : problemBeside(read, layout, lineOf)
      if (problem !== null) problems.push(`${fileName}:${String(here)}: ${problem}`)
      else if (typeof read !== 'string') {
        cards.push(read)
        lineOf.set(read.id, here)
      }
      // Twenty megabytes of rows would hold up the main process for half a minute.
      if (lineOf.size > MOST_CARDS || problems.length === MOST_PROBLEMS) parser.abort()
    },
  })
  if (cards.length > MOST_CARDS)
    problems.push(
      `${fileName}:${String(lineOf.get(cards.at(-1)?.id ?? ''))}: more than ${String(MOST_CARDS)} cards`,
    )
  if (problems.length > 0) return failure('report-invalid', problems.join('\n'), problems[0]?.split(': ')[0])
  if (cards.length === 0) return failure('report-invalid', `${fileName} holds no card.`, fileName)
  return success(cards)
}

/** What is wrong with a card beside those before it; null when nothing is. */
function problemBeside(
  { id }: Card,
  { guidColumn }: CsvLayout,
  lineOf: ReadonlyMap<string, number>,
): string | null {
  const earlier = lineOf.get(id)
  if (earlier === undefined) return null
  const what = guidColumn === null ? 'card' : `id ${JSON.stringify(id)}`
  return `the same ${what} as in line ${String(earlier)}`
}

function layoutOf(text: string): CsvLayout {
  const headers = new Map<string, string>()
  let rest = text
  let skipped = 0
  for (;;) {
    const found = /^#([a-z ]+):(.*?)(\r?\n|$)/i.exec(rest)
    if (found === null) break
    headers.set((found[1] ?? '').trim().toLowerCase(), (found[2] ?? '').trim())
    rest = rest.slice(found[0].length)
    skipped += 1
    if (rest === '') break
  }
  const named = headers.get('separator') ?? ''
  const delimiter =
    SEPARATORS[named.toLowerCase()] ?? (named.length === 1 ? named : headers.size > 0 ? '\t' : ',')
  const column = (name: string): number | null => {
    const given = Number(headers.get(`${name} column`))
    return Number.isInteger(given) && given > 0 ? given - 1 : null
  }
  return {
    delimiter,
    columns: (headers.get('columns') ?? '').split(delimiter).map((name) => name.trim().toLowerCase()),
    tagsColumn: column('tags'),
    guidColumn: column('guid'),
    aside: [column('tags'), column('guid'), column('notetype'), column('deck')],
    skipped,
    body: rest,
  }
}

/** A card, or what is wrong with its row. */
function cardOfRow(row: readonly string[], layout: CsvLayout, line: number): Card | string {
  const isOurs = COLUMNS.every((name, place) => layout.columns[place] === name)
  if (isOurs && row.length !== COLUMNS.length)
    return `${String(row.length)} fields stand here, where ${String(COLUMNS.length)} are named`
  const document = isOurs ? ownDocument(row) : foreignDocument(row, layout, line)
  if (typeof document === 'string') return document
  const parsed = cardSchema.safeParse(document)
  if (parsed.success) return parsed.data
  return parsed.error.issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join('; ')
}

function listOf(cell: string): readonly string[] {
  return cell.split(' ').filter((word) => word !== '')
}

function tagsOf(cell: string): { readonly topics: readonly string[]; readonly difficulty: string } {
  const tags = listOf(cell)
  const topics = TOPICS.filter((topic) => tags.includes(topic))
  return {
    topics: topics.length === 0 ? ['basics'] : tags.filter((tag) => TOPICS.some((topic) => topic === tag)),
    difficulty: DIFFICULTIES.find((difficulty) => tags.includes(difficulty)) ?? 'medium',
  }
}

function ownDocument(row: readonly string[]): Record<string, unknown> | string {
  const cell = (column: Column): string => row[COLUMNS.indexOf(column)] ?? ''
  const kind = cell('kind')
  const document: Record<string, unknown> = {
    id: cell('guid'),
    kind,
    ...tagsOf(cell('tags')),
    covers: listOf(cell('covers')),
    claims: listOf(cell('claims')),
    corrects: listOf(cell('corrects')),
  }
  if (cell('back') !== '') document['back'] = cell('back')
  if (kind !== 'generated') document[kind === 'cloze' ? 'text' : 'front'] = cell('front')
  if (kind === 'number') {
    document['answer'] = cell('answer').trim() === '' ? undefined : Number(cell('answer'))
    if (cell('unit') !== '') document['unit'] = cell('unit')
  }
  if ((kind === 'number' || kind === 'generated') && cell('tolerance') !== '')
    document['tolerance'] = Number(cell('tolerance'))
  if (kind === 'generated') {
    try {
      document['generator'] = JSON.parse(cell('generator'))
    } catch {
      return 'generator: this is not JSON'
    }
  }
  return document
}

/** A row of another program: front and back are the first two fields that hold text of the card. */
function foreignDocument(
  row: readonly string[],
  { tagsColumn, guidColumn, aside }: CsvLayout,
  line: number,
): Record<string, unknown> | string {
  const fields = row.filter((_, place) => !aside.includes(place))
  const [front = '', back = ''] = fields
  if (front.trim() === '' || back.trim() === '') return 'a card needs a front and a back'
  const given = guidColumn === null ? '' : (row[guidColumn] ?? '')
  return {
    id: idOf(given === '' ? `${front}\u0000${back}` : given, line),
    kind: 'reveal',
    front,
    back,
    ...tagsOf(tagsColumn === null ? (fields[2] ?? '') : (row[tagsColumn] ?? '')),
  }
}

/** An id that the same card has in every import: FNV-1a of its text, twice. */
function idOf(text: string, line: number): string {
  if (text === '') return `own-${String(line)}`
  const hash = (start: number): string => {
    let value = start
    for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193)
    return (value >>> 0).toString(36)
  }
  return `own-${hash(0x811c9dc5)}-${hash(0x1b873593)}`
}
