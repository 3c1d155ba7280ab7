import { failure, success } from '../errors'
import type { Result } from '../errors'
import { readStudy } from './read-study'
import { inOrder, joinStudy } from './study-content'
import type { StudyContent, StudyFile } from './study-content'

/** A file with lessons of somebody else. */
export interface LessonText {
  /** Its name without a folder. */
  readonly name: string
  readonly text: string
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
function readLessonFile({ name, text }: LessonText): Result<StudyFile> {
  const document = readStudy(text, name)
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

/** The school's own content with the lessons of each file that fits it, after its own ones; each file is left out alone. */
export function withLessonFiles(
  shipped: readonly StudyFile[],
  texts: readonly LessonText[],
  claimIds: ReadonlySet<string>,
): Result<{ readonly content: StudyContent; readonly files: readonly LessonFile[] }> {
  const own = joinStudy(shipped, claimIds)
  if (!own.ok) return own
  let content = own.value
  const taken = [...shipped]
  const files = texts.map((text): LessonFile => {
    const read = readLessonFile(text)
    const joined = read.ok ? joinStudy([...taken, read.value], claimIds) : read
    if (!joined.ok) return { name: text.name, lessons: [], problem: joined.error.message }
    const added = read.ok ? [read.value] : []
    taken.push(...added)
    content = joined.value
    const lessons = added.flatMap(({ document }) => inOrder(document.lessons).map(({ id }) => id))
    return { name: text.name, lessons, problem: null }
  })
  const byId = new Map(content.lessons.map((lesson) => [lesson.id, lesson]))
  const foreign = files.flatMap(({ lessons }) => lessons.flatMap((id) => byId.get(id) ?? []))
  return success({ content: { ...content, lessons: [...own.value.lessons, ...foreign] }, files })
}
