import { Worker } from 'node:worker_threads'
import { removeLessonFile, restoreLessonFile, writeLessonFile } from '@engine/study/lesson-folder'
import type { StudySources } from '@engine/study/study-sources'
import { failure } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { LessonText } from '@shared/study/lesson-file'
import type { AppPaths } from './paths'

/** The files of the school: those of the program and the lesson files that were added. */
export interface StudySourcesOnDisk {
  /** Reads them at the first call; later calls get the same. */
  readonly read: () => Promise<Result<StudySources>>
  /** Takes a lesson file in if it fits all others, in the place of one of the same name. */
  readonly addLessons: (file: LessonText) => Promise<Result<StudySources>>
  readonly removeLessons: (name: string) => Promise<Result<null>>
  /** Takes a removal back. */
  readonly restoreLessons: (name: string) => Promise<Result<null>>
}

/** In a thread of its own: half a second of parsing would hold up the window and a sweep. */
function readInThread(paths: AppPaths, added: LessonText | null): Promise<Result<StudySources>> {
  const { studyReaderFile, studyDirectory, presetsDirectory, lessonsDirectory } = paths
  const workerData = { folders: { studyDirectory, presetsDirectory, lessonsDirectory }, added }
  return new Promise((resolve) => {
    const thread = new Worker(studyReaderFile, { workerData })
    thread.once('message', resolve)
    thread.once('error', (error) => {
      resolve(failure('internal', `The files of the school could not be read: ${error.message}`))
    })
    thread.once('exit', () => resolve(failure('internal', 'The files of the school could not be read.')))
  })
}

export function studySourcesOnDisk(paths: AppPaths): StudySourcesOnDisk {
  const { lessonsDirectory } = paths
  let reading: Promise<Result<StudySources>> | null = null
  const read = async (): Promise<Result<StudySources>> => {
    reading ??= readInThread(paths, null)
    const outcome = await reading
    // A file that could not be read may be there next time.
    if (!outcome.ok) reading = null
    return outcome
  }
  /** After a move the next call reads all anew. */
  const moved = async (move: Promise<Result<null>>): Promise<Result<null>> => {
    const outcome = await move
    if (outcome.ok) reading = null
    return outcome
  }
  // Only names that are known are moved: none leads out of the folder.
  const removed = new Set<string>()
  return {
    read,
    addLessons: async (file) => {
      const sources = await readInThread(paths, file)
      if (!sources.ok) return sources
      const written = await writeLessonFile(lessonsDirectory, file)
      if (!written.ok) return written
      reading = Promise.resolve(sources)
      return sources
    },
    removeLessons: async (name) => {
      const sources = await read()
      if (!sources.ok) return sources
      if (!sources.value.lessonFiles.some((file) => file.name === name))
        return failure('not-found', `There is no lesson file ${JSON.stringify(name)}.`, name)
      const outcome = await moved(removeLessonFile(lessonsDirectory, name))
      if (outcome.ok) removed.add(name)
      return outcome
    },
    restoreLessons: async (name) => {
      if (!removed.has(name))
        return failure(
          'not-found',
          `No lesson file ${JSON.stringify(name)} was removed since the start.`,
          name,
        )
      return moved(restoreLessonFile(lessonsDirectory, name))
    },
  }
}
