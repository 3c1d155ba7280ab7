import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { readStudy } from '@shared/study/read-study'
import type { StudyFile } from '@shared/study/study-content'
import { describeFileFault } from '../reports/file-faults'

const EXTENSION = '.yaml'

/** All files of a folder such as `resources/study/content`, and of its folders. */
export async function readStudyFolder(directory: string): Promise<Result<readonly StudyFile[]>> {
  const files: StudyFile[] = []
  try {
    const names = (await readdir(directory, { recursive: true })).filter((name) => name.endsWith(EXTENSION))
    for (const name of names.sort()) {
      const document = readStudy(await readFile(path.join(directory, name), 'utf8'), name)
      if (!document.ok) return document
      files.push({ name, document: document.value })
    }
  } catch (error) {
    return failure('not-found', `The study content cannot be read: ${describeFileFault(error)}.`, directory)
  }
  if (files.length === 0) return failure('not-found', 'The folder holds no study content.', directory)
  return success(files)
}
