import path from 'node:path'
import type { Claim } from '@shared/claims/claim'
import type { Ledger } from '@shared/claims/read-ledger'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { withLessonFiles } from '@shared/study/lesson-file'
import type { LessonFile, LessonText } from '@shared/study/lesson-file'
import type { ShownClaim, StoredVerdict } from '@shared/study/shown-claim'
import type { StudyContent } from '@shared/study/study-content'
import { readLedgerFile } from '../claims/ledger-file'
import { readVerdictFile } from '../claims/verdict-file'
import { readLessonFolder } from './lesson-folder'
import { readStudyFolder } from './study-files'

export interface StudyFolders {
  /** resources/study: the ledger, its verdicts, and the content of the school. */
  readonly studyDirectory: string
  readonly presetsDirectory: string
  /** The lesson files that a person added; need not exist. */
  readonly lessonsDirectory: string
}

/** All that the school shows and never changes. */
export interface StudySources {
  readonly content: StudyContent
  readonly claims: readonly ShownClaim[]
  /** The same claims with their checks and experiments, to run them. */
  readonly ledger: Ledger
  readonly lessonFiles: readonly LessonFile[]
}

/**
 * Reads and checks every file of the school: about half a second of one core, so not for a thread that must stay quick.
 * @param added a lesson file that is to come in, in the place of one of the same name; where it does not fit, nothing is read
 */
export async function readStudySources(
  { studyDirectory, presetsDirectory, lessonsDirectory }: StudyFolders,
  added: LessonText | null = null,
): Promise<Result<StudySources>> {
  const ledger = await readLedgerFile(path.join(studyDirectory, 'claims.yaml'), presetsDirectory)
  if (!ledger.ok) return ledger
  const verdicts = await readVerdictFile(path.join(studyDirectory, 'verdicts.json'))
  if (!verdicts.ok) return verdicts
  const shipped = await readStudyFolder(path.join(studyDirectory, 'content'))
  if (!shipped.ok) return shipped
  const found = await readLessonFolder(lessonsDirectory)
  const kept = found.filter(({ name }) => name !== added?.name)
  const all = added === null ? kept : [...kept, { name: added.name, text: success(added.text) }]
  const joined = withLessonFiles(shipped.value, all, new Set(ledger.value.claims.map(({ id }) => id)))
  if (!joined.ok) return joined
  const { content, files } = joined.value
  const problem = files.find(({ name }) => name === added?.name)?.problem ?? null
  if (problem !== null) return failure('spec-invalid', problem, added?.name)
  return success({
    content,
    claims: ledger.value.claims.map((claim) => shownClaim(claim, ledger.value, verdicts.value)),
    ledger: ledger.value,
    lessonFiles: files,
  })
}

function shownClaim(
  claim: Claim,
  { experiments, firstSeed }: Ledger,
  verdicts: ReadonlyMap<string, StoredVerdict>,
): ShownClaim {
  const { id, statement, sources, corrections, status, conditions } = claim
  return {
    id,
    statement,
    sources,
    corrections,
    status,
    conditions,
    experiments: claim.experiments.flatMap((name) => {
      const spec = experiments.get(name)?.spec
      if (spec === undefined) return []
      return [{ name, document: { ...spec.document, seeds: { first: firstSeed, count: spec.seeds.length } } }]
    }),
    stored: verdicts.get(id) ?? null,
  }
}
