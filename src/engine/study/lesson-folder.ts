import { access, mkdir, readdir, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { LessonSource, LessonText } from '@shared/study/lesson-file'
import { writeFileAtomically } from '../reports/atomic-file'
import { describeFileFault, systemCode } from '../reports/file-faults'
import { decodeText } from './text-file'

export const LESSON_ENDINGS = ['yaml', 'yml', 'json'] as const
/** Behind the name of a file that was taken out, which a person may want back. */
const REMOVED = '.removed'

export function isLessonName(name: string): boolean {
  return LESSON_ENDINGS.some((ending) => name.toLowerCase().endsWith(`.${ending}`))
}

/**
 * The lesson files that a person added, by name; none where the folder is not there yet. A file that cannot be read is told alone:
 * what lies in this folder must never close the school.
 */
export async function readLessonFolder(directory: string): Promise<readonly LessonSource[]> {
  try {
    const names = (await readdir(directory)).filter(isLessonName).sort()
    return await Promise.all(names.map((name) => readOne(directory, name)))
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return []
    return [{ name: path.basename(directory), text: unreadable(error, directory) }]
  }
}

async function readOne(directory: string, name: string): Promise<LessonSource> {
  const file = path.join(directory, name)
  try {
    return { name, text: decodeText(await readFile(file), name) }
  } catch (error) {
    return { name, text: unreadable(error, file) }
  }
}

function unreadable(error: unknown, place: string): Result<never> {
  return failure('not-found', `${place} cannot be read: ${describeFileFault(error)}.`, place)
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
  const written = await writeFileAtomically(path.join(directory, name), Buffer.from(text), {
    overwrite: true,
  })
  if (written.ok) return written
  // The other folder or name that a save asks for is nobody's choice here.
  const [reason] = written.error.message.split('. ')
  return failure(
    written.error.code,
    `The lesson file cannot be kept in ${directory}. ${String(reason)}.`,
    directory,
  )
}

/** Takes a file out; it stays beside the others under another ending until one of its name is taken out again. */
export function removeLessonFile(directory: string, name: string): Promise<Result<null>> {
  return move(path.join(directory, name), path.join(directory, name + REMOVED))
}

/** Puts the file that was taken out last under this name back, where no other has come in its place. */
export async function restoreLessonFile(directory: string, name: string): Promise<Result<null>> {
  const file = path.join(directory, name)
  if (await isThere(file))
    return failure(
      'file-exists',
      `Another lesson file of the name ${name} came in since; remove it first.`,
      file,
    )
  return move(file + REMOVED, file)
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file)
    return true
  } catch {
    return false
  }
}

async function move(from: string, to: string): Promise<Result<null>> {
  try {
    await rename(from, to)
    return success(null)
  } catch (error) {
    return failure('file-unwritable', `The lesson file cannot be moved: ${describeFileFault(error)}.`, from)
  }
}
