import path from 'node:path'
import type { Claim } from '@shared/claims/claim'
import type { Ledger } from '@shared/claims/read-ledger'
import { success } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { ShownClaim, StoredVerdict } from '@shared/study/shown-claim'
import type { StudyContent } from '@shared/study/study-content'
import { readLedgerFile } from '../claims/ledger-file'
import { readVerdictFile } from '../claims/verdict-file'
import { readStudyFiles } from './study-files'

export interface StudyFolders {
  /** resources/study: the ledger, its verdicts, and the content of the school. */
  readonly studyDirectory: string
  readonly presetsDirectory: string
}

/** All that the school shows and never changes. */
export interface StudySources {
  readonly content: StudyContent
  readonly claims: readonly ShownClaim[]
  /** The same claims with their checks and experiments, to run them. */
  readonly ledger: Ledger
}

/** Reads and checks every file of the school: about half a second of one core, so not for a thread that must stay quick. */
export async function readStudySources(folders: StudyFolders): Promise<Result<StudySources>> {
  const { studyDirectory, presetsDirectory } = folders
  const ledger = await readLedgerFile(path.join(studyDirectory, 'claims.yaml'), presetsDirectory)
  if (!ledger.ok) return ledger
  const verdicts = await readVerdictFile(path.join(studyDirectory, 'verdicts.json'))
  if (!verdicts.ok) return verdicts
  const ids = new Set(ledger.value.claims.map(({ id }) => id))
  const content = await readStudyFiles(path.join(studyDirectory, 'content'), ids)
  if (!content.ok) return content
  return success({
    content: content.value,
    claims: ledger.value.claims.map((claim) => shownClaim(claim, ledger.value, verdicts.value)),
    ledger: ledger.value,
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
