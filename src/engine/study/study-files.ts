import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { readStudy } from '@shared/study/read-study'
import { joinStudy } from '@shared/study/study-content'
import type { StudyContent, StudyFile } from '@shared/study/study-content'
import { describeFileFault } from '../reports/file-faults'

const EXTENSION = '.yaml'

/** The content of all files of a folder such as `resources/study/content`, and of its folders. */
export async function readStudyFiles(
  directory: string,
  claimIds: ReadonlySet<string>,
): Promise<Result<StudyContent>> {
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
  const content = joinStudy(files, claimIds)
  return content.ok ? success(content.value) : content
}
