import { Worker } from 'node:worker_threads'
import { readShippedLedger } from '@engine/study/study-sources'
import type { StudySources } from '@engine/study/study-sources'
import type { Ledger } from '@shared/claims/read-ledger'
import { failure } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { AppPaths } from './paths'

/** What the school reads from the program's files, each at its first use. */
export interface StudyRoom {
  readonly sources: () => Promise<Result<StudySources>>
  /** With its experiments, to run them. */
  readonly ledger: () => Promise<Result<Ledger>>
}

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

export function openStudyRoom(paths: AppPaths): StudyRoom {
  const once = <Value>(read: () => Promise<Result<Value>>): (() => Promise<Result<Value>>) => {
    let reading: Promise<Result<Value>> | null = null
    return async () => {
      reading ??= read()
      const outcome = await reading
      // A file that could not be read may be there next time.
      if (!outcome.ok) reading = null
      return outcome
    }
  }
  return { sources: once(() => readInThread(paths)), ledger: once(() => readShippedLedger(paths)) }
}
