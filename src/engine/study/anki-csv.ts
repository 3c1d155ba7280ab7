import { parse, unparse } from 'papaparse'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { card as cardSchema } from '@shared/study/card'
import type { Card } from '@shared/study/card'
import { generatedQuestion } from '@shared/study/generated-task'
import { DIFFICULTIES, TOPICS } from '@shared/study/topics'
import { readAnkiHeaders } from './anki-headers'
import type { AnkiHeaders } from './anki-headers'
import { isAnkiCloze, studyTextOfField } from './anki-text'

/** Columns of an exported card; tags are its topics and its difficulty, as Anki keeps them: with spaces between. */
const COLUMNS = [
  'guid',
  'front',
  'back',
  'kind',
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

/** Anki fills the fields of a note from the columns that have their names: Front and Back are those of its basic type. */
const COLUMN_NAMES = COLUMNS.map((column) =>
  column === 'front' || column === 'back' ? `${column.charAt(0).toUpperCase()}${column.slice(1)}` : column,
)

const HEADERS = [
  '#separator:Comma',
  '#html:false',
  `#columns:${COLUMN_NAMES.join(',')}`,
  '#guid column:1',
  `#tags column:${String(COLUMNS.length)}`,
] as const

const LINE_END = '\r\n'
const MOST_CARDS = 20_000
const MOST_PROBLEMS = 20

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
      // Read back from its generator; Anki takes no note whose first field is empty.
      if (card.kind === 'generated') return generatedQuestion(card.generator)
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

/**
 * The cards of a CSV file with Anki's headers: the lab's own columns, or those of Anki and of spreadsheets, where the first two
 * that are neither tags, id, deck nor note type are front and back, unless the file names its columns. A failure names every
 * wrong row with its line; nothing of the file is used then.
 */
export function readAnkiCsv(text: string, fileName: string): Result<readonly Card[]> {
  const headers = readAnkiHeaders(text.replace(/^\uFEFF/, ''))
  const cards: Card[] = []
  const problems: string[] = []
  const lineOf = new Map<string, number>()
  let at = 0
  let next = headers.skipped + 1
  parse<string[]>(headers.body, {
    delimiter: headers.delimiter,
    step: ({ data, errors, meta }, parser) => {
      const written = headers.body.slice(at, meta.cursor)
      const line = next
      next += written.split('\n').length - 1
      at = meta.cursor
      if (isRemark(data, written) || (line === 1 && isTitles(data))) return
      const [fault] = errors
      const read = fault === undefined ? cardOfRow(data, headers) : fault.message
      const problem = typeof read === 'string' ? read : problemBeside(read, headers, lineOf)
      if (problem !== null) problems.push(`${fileName}:${String(line)}: ${problem}`)
      else if (typeof read !== 'string') {
        cards.push(read)
        lineOf.set(read.id, line)
      }
      if (cards.length > MOST_CARDS)
        problems.push(`${fileName}:${String(line)}: more than ${String(MOST_CARDS)} cards`)
      else if (problems.length === MOST_PROBLEMS) problems.push('After so many, reading stopped.')
      else return
      // Twenty megabytes of rows would hold up the main process for half a minute.
      parser.abort()
    },
  })
  if (problems.length > 0) return failure('report-invalid', problems.join('\n'), problems[0]?.split(': ')[0])
  if (cards.length === 0) return failure('report-invalid', `${fileName} holds no card.`, fileName)
  return success(cards)
}

/** An empty line, or one that Anki leaves out as a remark. */
function isRemark(row: readonly string[], written: string): boolean {
  return written.startsWith('#') || (row.length === 1 && (row[0] ?? '').trim() === '')
}

const [FRONT_NAME, BACK_NAME] = [/^(front|question|text)$/i, /^(back|answer)$/i]

/** The names of columns that a spreadsheet puts on top. */
function isTitles([first = '', second = '']: readonly string[]): boolean {
  return FRONT_NAME.test(first.trim()) && BACK_NAME.test(second.trim())
}

/** Where a column belongs by the name that the file gives it, if it does: the front before the back, both before all others. */
function rankOf(name = ''): number {
  return FRONT_NAME.test(name) ? 0 : BACK_NAME.test(name) ? 1 : 2
}

/** What is wrong with a card beside those before it; null when nothing is. */
function problemBeside(
  { id }: Card,
  { guidColumn }: AnkiHeaders,
  lineOf: ReadonlyMap<string, number>,
): string | null {
  const earlier = lineOf.get(id)
  if (earlier === undefined) return null
  const what = guidColumn === null ? 'card' : `id ${JSON.stringify(id)}`
  return `the same ${what} as in line ${String(earlier)}`
}

/** A card, or what is wrong with its row. */
function cardOfRow(row: readonly string[], headers: AnkiHeaders): Card | string {
  const isOurs = COLUMNS.every((name) => headers.columns.includes(name))
  if (isOurs && row.length !== headers.columns.length)
    return `${String(row.length)} fields stand here, where ${String(headers.columns.length)} are named`
  const document = isOurs ? ownDocument(row, headers) : foreignDocument(row, headers)
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

interface Tags {
  readonly topics: readonly string[]
  readonly difficulty: string
}

function tagsOf(cell: string): Tags {
  const tags = listOf(cell)
  const topics = tags.filter((tag) => TOPICS.some((topic) => topic === tag))
  return {
    topics: topics.length === 0 ? ['basics'] : [...new Set(topics)],
    difficulty: DIFFICULTIES.find((difficulty) => tags.includes(difficulty)) ?? 'medium',
  }
}

/** The tags of another program, whose parts may be topics: `init::He`. */
function foreignTags(cell: string): Tags {
  return tagsOf(cell.toLowerCase().replaceAll('::', ' '))
}

function ownDocument(row: readonly string[], { columns }: AnkiHeaders): Record<string, unknown> | string {
  const cell = (column: Column): string => row[columns.indexOf(column)] ?? ''
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

/** A row of another program: front, back, and what else it says below the back. */
function foreignDocument(row: readonly string[], headers: AnkiHeaders): Record<string, unknown> | string {
  const { columns, tagsColumn, guidColumn, otherColumns, isHtml } = headers
  const aside = new Set([tagsColumn, guidColumn, ...otherColumns])
  const fields = [...row.entries()]
    .filter(([place]) => !aside.has(place))
    .sort(([one], [other]) => rankOf(columns[one]) - rankOf(columns[other]))
    .map(([, field]) => field)
  const last = fields.at(-1) ?? ''
  const hasTags = tagsColumn === null && fields.length > 2 && isOfTags(last)
  const tags = hasTags ? (fields.pop() ?? '') : tagsColumn === null ? '' : (row[tagsColumn] ?? '')
  const [front = '', back = '', ...more] = fields
  const [shownFront, shownBack] = [
    front,
    [back, ...more].filter((field) => field.trim() !== '').join('\n'),
  ].map((field) => studyTextOfField(field, isHtml))
  const given = guidColumn === null ? '' : (row[guidColumn] ?? '')
  const common = {
    id: idOf(given === '' ? `${front}\u0000${back}` : given),
    ...foreignTags(`${tags} ${headers.tags}`),
  }
  if (isAnkiCloze(front))
    return { ...common, kind: 'cloze', text: shownFront, ...(shownBack === '' ? {} : { back: shownBack }) }
  if (shownFront === '' || shownBack === '') return 'a card needs a front and a back'
  return { ...common, kind: 'reveal', front: shownFront, back: shownBack }
}

/** Whether a third column without a name is of tags: each word a topic or a difficulty. */
function isOfTags(cell: string): boolean {
  const known: readonly string[] = [...TOPICS, ...DIFFICULTIES]
  return listOf(cell.toLowerCase().replaceAll('::', ' ')).every((tag) => known.includes(tag))
}

/** An id that the same card has in every import: FNV-1a of its text, twice. */
function idOf(text: string): string {
  const hash = (start: number): string => {
    let value = start
    for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193)
    return (value >>> 0).toString(36)
  }
  return `own-${hash(0x811c9dc5)}-${hash(0x1b873593)}`
}
