import { mkdir, readdir, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { LessonText } from '@shared/study/lesson-file'
import { writeFileAtomically } from '../reports/atomic-file'
import { describeFileFault, systemCode } from '../reports/file-faults'

export const LESSON_ENDINGS = ['yaml', 'yml', 'json'] as const
/** Behind the name of a file that was taken out, which a person may want back. */
const REMOVED = '.removed'

export function isLessonName(name: string): boolean {
  return LESSON_ENDINGS.some((ending) => name.toLowerCase().endsWith(`.${ending}`))
}

/** The lesson files that a person added, by name; none where the folder is not there yet. */
export async function readLessonFolder(directory: string): Promise<Result<readonly LessonText[]>> {
  try {
    const names = (await readdir(directory)).filter(isLessonName).sort()
    const texts = names.map(async (name) => ({
      name,
      text: await readFile(path.join(directory, name), 'utf8'),
    }))
    return success(await Promise.all(texts))
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return success([])
    return failure('not-found', `The lesson files cannot be read: ${describeFileFault(error)}.`, directory)
  }
}

/** Puts a lesson file into the folder, in the place of one of the same name. */
export async function writeLessonFile(
  directory: string,
  { name, text }: LessonText,
): Promise<Result<string>> {
  try {
    await mkdir(directory, { recursive: true })
  } catch (error) {
    return failure(
      'file-unwritable',
      `The lesson file cannot be kept: ${describeFileFault(error)}.`,
      directory,
    )
  }
  return writeFileAtomically(path.join(directory, name), Buffer.from(text), { overwrite: true })
}

/** Takes a file out; it stays beside the others under another ending until one of its name is taken out again. */
export function removeLessonFile(directory: string, name: string): Promise<Result<null>> {
  return move(path.join(directory, name), path.join(directory, name + REMOVED))
}

/** Puts the file that was taken out last under this name back. */
export function restoreLessonFile(directory: string, name: string): Promise<Result<null>> {
  return move(path.join(directory, name + REMOVED), path.join(directory, name))
}

async function move(from: string, to: string): Promise<Result<null>> {
  try {
    await rename(from, to)
    return success(null)
  } catch (error) {
    return failure('file-unwritable', `The lesson file cannot be moved: ${describeFileFault(error)}.`, from)
  }
}
