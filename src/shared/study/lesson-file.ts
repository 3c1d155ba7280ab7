import { failure, success } from '../errors'
import type { Result } from '../errors'
import { readStudy } from './read-study'
import { itemId } from './study-item'
import { inOrder, joinStudy } from './study-content'
import type { StudyContent, StudyFile } from './study-content'

/** A file with lessons of somebody else. */
export interface LessonText {
  /** Its name without a folder. */
  readonly name: string
  readonly text: string
}

/** Such a file as it lies on the disk. */
export interface LessonSource {
  readonly name: string
  /** What stands in it, or why that could not be read. */
  readonly text: Result<string>
}

/** What the school has of such a file. */
export interface LessonFile {
  readonly name: string
  /** The ids of its lessons. */
  readonly lessons: readonly string[]
  /** Why its lessons are left out, a line each with its place; null when they are in. */
  readonly problem: string | null
}

/** The parts of a study document that come with the lab alone. */
const SHIPPED_ONLY = ['corrections', 'cards', 'interview', 'checklist'] as const

/** A file of lessons and of the questions that close them. */
function readLessonFile({ name, text }: LessonSource): Result<StudyFile> {
  if (!text.ok) return text
  const document = readStudy(text.value, name)
  if (!document.ok) return document
  const foreign = SHIPPED_ONLY.find((part) => document.value[part].length > 0)
  if (foreign !== undefined)
    return failure(
      'spec-invalid',
      `${name}: ${foreign}: a lesson file holds lessons and questions only`,
      name,
    )
  if (document.value.lessons.length === 0)
    return failure('spec-invalid', `${name}: lessons: a lesson file holds at least one lesson`, name)
  return success({ name, document: document.value })
}

/** The line of the last item with this id; 1 where the text has none. */
function lineOf(id: string, text: string): number {
  if (!itemId.safeParse(id).success) return 1
  const places = [...text.matchAll(new RegExp(`\\bid["']?\\s*:\\s*["']?${id}(?![a-z0-9-])`, 'g'))]
  return text.slice(0, places.at(-1)?.index ?? 0).split('\n').length
}

/** The problems of items, each with the line of its item and in their order. */
function withLines(problems: string, { name }: LessonSource, text: string): string {
  const placed = problems.split('\n').map((problem) => {
    const said = problem.startsWith(`${name}: `) ? problem.slice(name.length + 2) : problem
    return { line: lineOf(said.split(': ')[0] ?? '', text), said }
  })
  return placed
    .toSorted((one, other) => one.line - other.line)
    .map(({ line, said }) => `${name}:${String(line)}: ${said}`)
    .join('\n')
}

/**
 * Joins a file to the lab's own content, and to the files before it. Its questions are its own or the lab's: those of another file
 * may be gone tomorrow.
 */
function joinOne(
  shipped: readonly StudyFile[],
  taken: readonly StudyFile[],
  file: StudyFile,
  claimIds: ReadonlySet<string>,
): Result<StudyContent> {
  const alone = joinStudy([...shipped, file], claimIds)
  return alone.ok && taken.length > 0 ? joinStudy([...shipped, ...taken, file], claimIds) : alone
}

/** The school's own content with the lessons of each file that fits it, after its own ones; each file is left out alone. */
export function withLessonFiles(
  shipped: readonly StudyFile[],
  sources: readonly LessonSource[],
  claimIds: ReadonlySet<string>,
): Result<{ readonly content: StudyContent; readonly files: readonly LessonFile[] }> {
  const own = joinStudy(shipped, claimIds)
  if (!own.ok) return own
  let content = own.value
  const taken: StudyFile[] = []
  const files = sources.map((source): LessonFile => {
    const { name } = source
    const text = source.text.ok ? source.text.value : ''
    const read = readLessonFile(source)
    if (!read.ok) return { name, lessons: [], problem: read.error.message }
    const joined = joinOne(shipped, taken, read.value, claimIds)
    if (!joined.ok) return { name, lessons: [], problem: withLines(joined.error.message, source, text) }
    taken.push(read.value)
    content = joined.value
    return { name, lessons: inOrder(read.value.document.lessons).map(({ id }) => id), problem: null }
  })
  const byId = new Map(content.lessons.map((lesson) => [lesson.id, lesson]))
  const foreign = files.flatMap(({ lessons }) => lessons.flatMap((id) => byId.get(id) ?? []))
  return success({ content: { ...content, lessons: [...own.value.lessons, ...foreign] }, files })
}
