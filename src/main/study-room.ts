import path from 'node:path'
import { readLedgerFile } from '@engine/claims/ledger-file'
import { readVerdictFile } from '@engine/claims/verdict-file'
import { readStudyFiles } from '@engine/study/study-files'
import type { Ledger } from '@shared/claims/read-ledger'
import { success } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { StoredVerdict } from '@shared/study/shown-claim'
import type { StudyContent } from '@shared/study/study-content'
import type { AppPaths } from './paths'

/** What the school reads from the program's files, each at its first use. */
export interface StudyRoom {
  readonly ledger: () => Promise<Result<Ledger>>
  readonly verdicts: () => Promise<Result<ReadonlyMap<string, StoredVerdict>>>
  readonly content: () => Promise<Result<StudyContent>>
}

export function openStudyRoom({ studyDirectory, presetsDirectory }: AppPaths): StudyRoom {
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
  const ledger = once(() => readLedgerFile(path.join(studyDirectory, 'claims.yaml'), presetsDirectory))
  return {
    ledger,
    verdicts: once(() => readVerdictFile(path.join(studyDirectory, 'verdicts.json'))),
    content: once(async () => {
      const read = await ledger()
      if (!read.ok) return read
      const ids = new Set(read.value.claims.map(({ id }) => id))
      const content = await readStudyFiles(path.join(studyDirectory, 'content'), ids)
      return content.ok ? success(content.value) : content
    }),
  }
}
