import type { ShownClaim } from '@shared/study/shown-claim'

/** A claim of the ledger that was refuted, with this as the sentence of its verdict. */
export function refutedClaim(id: string, sentence: string): ShownClaim {
  return {
    id,
    statement: 'He ends lower.',
    sources: [],
    corrections: [],
    conditions: 'ReLU.',
    status: 'refuted',
    experiments: [],
    stored: { outcome: 'refuted', sentence, firstSeed: 0, checks: [] },
  }
}
