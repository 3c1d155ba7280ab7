import { readFile } from 'node:fs/promises'
import type { ClaimVerdict } from '@shared/claims/evaluate-claim'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { verdictsDocument } from '@shared/study/shown-claim'
import type { StoredVerdict } from '@shared/study/shown-claim'
import { describeFileFault } from '../reports/file-faults'

/** The verdicts that the release gave, by claim: `resources/study/verdicts.json`. */
export async function readVerdictFile(file: string): Promise<Result<ReadonlyMap<string, StoredVerdict>>> {
  try {
    const parsed = verdictsDocument.safeParse(JSON.parse(await readFile(file, 'utf8')))
    if (parsed.success) return success(new Map(Object.entries(parsed.data.verdicts)))
    const [issue] = parsed.error.issues
    return failure(
      'spec-invalid',
      `The verdicts of the release cannot be read: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
      file,
    )
  } catch (error) {
    return failure(
      'not-found',
      `The verdicts of the release cannot be read: ${describeFileFault(error)}.`,
      file,
    )
  }
}

export function storedVerdictOf(verdict: ClaimVerdict, firstSeed: number): StoredVerdict {
  return {
    outcome: verdict.outcome,
    sentence: verdict.sentence,
    firstSeed,
    checks: [...(verdict.supports?.checks ?? []), ...(verdict.refutes?.checks ?? [])],
  }
}
