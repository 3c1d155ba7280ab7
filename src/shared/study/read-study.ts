import type { z } from 'zod'
import { failure, success } from '../errors'
import type { Result } from '../errors'
import { pathText } from '../sweep-spec-problems'
import { readSpecText } from '../sweep-spec-text'
import type { StudyDocument } from './study-document'
import { STUDY_BEGINS, studyDocument } from './study-document'

const MOST_PROBLEMS = 20

/** Reads a file of study content. A failure names every problem with its line: `cards.yaml:12: cards[3].front: ...`. */
export function readStudy(text: string, fileName: string): Result<StudyDocument> {
  if (text.trim() === '')
    return failure('spec-syntax', `${fileName}:1: the text is empty; ${STUDY_BEGINS}`, fileName)
  const reading = readSpecText(text)
  if (!reading.ok) {
    const lines = reading.problems.map(({ line, message }) => `${fileName}:${line ?? 1}: ${message}`)
    return failure('spec-syntax', lines.join('\n'), fileName)
  }
  const { document } = reading
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    return failure('spec-invalid', `${fileName}:1: ${STUDY_BEGINS}`, fileName)
  const parsed = studyDocument.safeParse(document)
  if (parsed.success) return success(parsed.data)
  const problems = parsed.error.issues.slice(0, MOST_PROBLEMS).map((issue) => {
    const path = pathOf(issue)
    const line = reading.locate(path, 'value')?.line ?? 1
    return { line, text: `${path.length === 0 ? '' : `${pathText(path)}: `}${issue.message}` }
  })
  const lines = problems
    .toSorted((a, b) => a.line - b.line)
    .map(({ line, text: problem }) => `${fileName}:${line}: ${problem}`)
  return failure('spec-invalid', lines.join('\n'), lines[0]?.split(': ')[0] ?? fileName)
}

function pathOf({ path }: z.core.$ZodIssue): readonly (string | number)[] {
  return path.map((step) => (typeof step === 'symbol' ? String(step) : step))
}
