import path from 'node:path'
import { isLessonName, LESSON_ENDINGS } from '@engine/study/lesson-folder'
import { readTextFile } from '@engine/study/text-file'
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
  const text = await readTextFile(file, 'lesson file', MOST_BYTES)
  if (!text.ok) return text
  const sources = await school.addLessons({ name, text: text.value })
  if (!sources.ok) return sources
  const added = sources.value.lessonFiles.find((one) => one.name === name)
  return added === undefined ? failure('internal', `The lesson file ${name} is not there.`) : success(added)
}
