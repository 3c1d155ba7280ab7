import { readFile } from 'node:fs/promises'
import type { ClaimVerdict } from '@shared/claims/evaluate-claim'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { encodeNumber } from '@shared/number-codec'
import type { EncodedNumber } from '@shared/number-codec'
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

/** The text of the verdict file, one check a line: the same verdicts give the same bytes. */
export function verdictsText(verdicts: ReadonlyMap<string, StoredVerdict>, firstSeed: number): string {
  const blocks = [...verdicts].map(([id, { outcome, sentence, firstSeed: from, checks }]) => {
    const lines = checks.map(
      ({ id: check, says, truth, estimate, low, high, first, second, p, bound, n, diverged, reason }) => {
        const numbers = {
          estimate: encodeNumber(estimate),
          low: encodedOrNull(low),
          high: encodedOrNull(high),
          first: encodeNumber(first),
          second: encodedOrNull(second),
          p: encodedOrNull(p),
        }
        return `        ${JSON.stringify({ id: check, says, truth, ...numbers, bound, n, diverged, reason })}`
      },
    )
    const head = JSON.stringify({ outcome, sentence, firstSeed: from }).slice(0, -1)
    return `    ${JSON.stringify(id)}: ${head}, "checks": [\n${lines.join(',\n')}\n    ]}`
  })
  return `{\n  "format": "initlab-verdicts/1",\n  "firstSeed": ${String(firstSeed)},\n  "verdicts": {\n${blocks.join(',\n')}\n  }\n}\n`
}

function encodedOrNull(value: number | null): EncodedNumber | null {
  return value === null ? null : encodeNumber(value)
}
