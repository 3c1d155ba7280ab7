import { z } from 'zod'
import { encodedNumber } from '../number-codec'
import type { Claim } from '../claims/claim'
import { CLAIM_OUTCOMES } from '../claims/claim'
import type { SweepDocument } from '../sweep-spec'

const numberOrNull = encodedNumber.nullable()

/** One check of a verdict; see CheckResult. */
const storedCheck = z.strictObject({
  id: z.string(),
  says: z.string(),
  truth: z.enum(['true', 'false', 'unknown']),
  estimate: encodedNumber,
  low: numberOrNull,
  high: numberOrNull,
  first: encodedNumber,
  second: numberOrNull,
  p: numberOrNull,
  bound: z.string(),
  n: z.int().min(0),
  diverged: z.int().min(0),
  reason: z.string().nullable(),
})

/** What running the experiments of a claim gave. */
export const storedVerdict = z.strictObject({
  outcome: z.enum(CLAIM_OUTCOMES),
  sentence: z.string(),
  firstSeed: z.int().min(0),
  checks: z.array(storedCheck),
})
export type StoredVerdict = z.infer<typeof storedVerdict>

export const verdictsDocument = z.strictObject({
  format: z.literal('initlab-verdicts/1'),
  firstSeed: z.int().min(0),
  verdicts: z.record(z.string(), storedVerdict),
})

/** A claim as the school shows it, with its experiments as sweeps of the release's seeds and the verdict that the release gave. */
export interface ShownClaim extends Pick<
  Claim,
  'id' | 'statement' | 'sources' | 'corrections' | 'status' | 'conditions'
> {
  readonly experiments: readonly { readonly name: string; readonly document: SweepDocument }[]
  /** Null for a claim that is not testable. */
  readonly stored: StoredVerdict | null
}
