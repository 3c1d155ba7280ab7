import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { describeFileFault } from '@engine/reports/file-faults'
import { isLessonName, LESSON_ENDINGS } from '@engine/study/lesson-folder'
import { decodeText } from '@engine/study/text-encoding'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { SPEC_CHARACTERS } from '@shared/limits'
import type { LessonFile } from '@shared/study/lesson-file'
import type { StudySourcesOnDisk } from './study-sources'

/** A character takes four bytes at most. */
const MOST_BYTES = 4 * SPEC_CHARACTERS

/** Takes the lessons of a file in: a copy is kept, the file itself stays as it is. */
export async function addLessonFile(file: string, school: StudySourcesOnDisk): Promise<Result<LessonFile>> {
  const name = path.basename(file)
  if (!isLessonName(name))
    return failure('spec-invalid', `A lesson file ends in .${LESSON_ENDINGS.join(', .')}.`, file)
  let bytes: Uint8Array
  try {
    const { size } = await stat(file)
    if (size > MOST_BYTES)
      return failure('spec-too-large', `A lesson file has at most ${SPEC_CHARACTERS} characters.`, file)
    bytes = await readFile(file)
  } catch (error) {
    return failure('not-found', `The lesson file cannot be read: ${describeFileFault(error)}.`, file)
  }
  const text = decodeText(bytes, name)
  if (!text.ok) return text
  const sources = await school.addLessons({ name, text: text.value })
  if (!sources.ok) return sources
  const added = sources.value.lessonFiles.find((one) => one.name === name)
  return added === undefined ? failure('internal', `The lesson file ${name} is not there.`) : success(added)
}
