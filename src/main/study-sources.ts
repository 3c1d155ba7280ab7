import { Worker } from 'node:worker_threads'
import type { StudySources } from '@engine/study/study-sources'
import { failure } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { AppPaths } from './paths'

/** In a thread of its own: half a second of parsing would hold up the window and a sweep. */
function readInThread({
  studyReaderFile,
  studyDirectory,
  presetsDirectory,
}: AppPaths): Promise<Result<StudySources>> {
  return new Promise((resolve) => {
    const thread = new Worker(studyReaderFile, { workerData: { studyDirectory, presetsDirectory } })
    thread.once('message', resolve)
    thread.once('error', (error) => {
      resolve(failure('internal', `The files of the school could not be read: ${error.message}`))
    })
    thread.once('exit', () => resolve(failure('internal', 'The files of the school could not be read.')))
  })
}

/** Reads the files of the school at the first call; later calls get the same. */
export function studySourcesOf(paths: AppPaths): () => Promise<Result<StudySources>> {
  let reading: Promise<Result<StudySources>> | null = null
  return async () => {
    reading ??= readInThread(paths)
    const outcome = await reading
    // A file that could not be read may be there next time.
    if (!outcome.ok) reading = null
    return outcome
  }
}
