import { z } from 'zod'
import type { SweepDocument } from '../sweep-spec-model'
import { rule } from './verdict-rule'

const LEDGER_FORMAT = 'initlab-claims/1'

/**
 * - holds: the evidence supports the statement
 * - holds-if: it supports the statement under the conditions and refutes it outside of them
 * - refuted: it refutes the statement in the obvious setting
 * - not-testable: this lab has no experiment for it
 */
const CLAIM_STATUSES = ['holds', 'holds-if', 'refuted', 'not-testable'] as const

/** What a run of the experiments says: a status, or that the seeds do not decide. */
export const CLAIM_OUTCOMES = ['holds', 'holds-if', 'refuted', 'inconclusive'] as const
export type ClaimOutcome = (typeof CLAIM_OUTCOMES)[number]

const text = z.string().min(1).max(2000)
const sourceId = z.string().regex(/^00[0-4]-[A-Za-z]{0,2}\d{0,2}$/, 'give the id of an item, such as 001-5')

/** Where the references come from, unless one says otherwise. */
const REFERENCE_ORIGIN = 'PyTorch 1.13, float32, one core, 2026-11-21'

/** What the experiment gave in PyTorch, where it was first run. */
const reference = z.strictObject({
  setting: text,
  /** Medians, quartiles, p, as measured. */
  values: text,
  verdict: z.enum(['holds', 'refuted']),
  origin: text.default(REFERENCE_ORIGIN),
})

const sentences = z.strictObject({
  holds: text.optional(),
  'holds-if': text.optional(),
  refuted: text.optional(),
  inconclusive: text,
})

const claim = z
  .strictObject({
    id: z.string().regex(/^C\d{2}[a-z]?$/, 'give an id such as C05 or C05b'),
    /** What is claimed, as exactly as the experiment tests it. */
    statement: text,
    /** Items of the five source pages that say it; empty for a claim of the lab itself. */
    sources: z.array(sourceId),
    /** Which known errors of those items the statement, or its outcome, puts right. */
    corrections: z.array(z.string().regex(/^X([1-9]|1\d)$/)).default([]),
    /** What our own runs gave. */
    status: z.enum(CLAIM_STATUSES),
    /** When it holds, and where that ends. */
    conditions: text,
    /** Names of the ledger's experiments, or of built-in sweeps. */
    experiments: z.array(z.string()).default([]),
    /** True when the data support the statement. */
    supports: rule.optional(),
    /** True when the data refute the statement in the obvious setting, or outside of its conditions. */
    refutes: rule.optional(),
    sentences: sentences.optional(),
    reference: reference.optional(),
    /** Where our outcome or setting differs from the reference, and why. */
    difference: text.optional(),
  })
  .superRefine((given, context) => {
    const isTestable = given.status !== 'not-testable'
    const hasRule = given.supports !== undefined || given.refutes !== undefined
    if (isTestable !== hasRule) {
      const message = isTestable
        ? 'a claim that is tested needs supports or refutes'
        : 'a claim that is not testable has no rule'
      context.addIssue({ code: 'custom', message, path: ['status'] })
    }
    if (isTestable && given.sentences === undefined) {
      context.addIssue({
        code: 'custom',
        message: 'a claim that is tested needs sentences',
        path: ['status'],
      })
    }
    if (isTestable && given.sentences !== undefined && given.status !== 'not-testable') {
      if (given.sentences[given.status] === undefined) {
        const message = `the sentence of the status ${given.status} is missing`
        context.addIssue({ code: 'custom', message, path: ['sentences'] })
      }
    }
  })
export type Claim = z.infer<typeof claim>

/** What a built-in sweep promises the person who runs it. */
const promise = z.strictObject({
  preset: z.string(),
  /** The experiment of the study that it repeats: P01 to P15. */
  experiment: z.string().regex(/^P\d{2}$/),
  rule,
})
export type PresetPromise = z.infer<typeof promise>

/** An experiment is a sweep; `format` may be left out. */
const sweepDocument: z.ZodType<SweepDocument> = z.record(z.string(), z.json())

export const ledgerDocument = z.strictObject({
  format: z.literal(LEDGER_FORMAT),
  /** The seeds of a release begin here, so that each one is checked on fresh seeds. */
  release: z.strictObject({ version: z.string(), firstSeed: z.int().min(0).max(4_000_000_000) }),
  experiments: z.record(z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/), sweepDocument),
  claims: z.array(claim).min(1),
  promises: z.array(promise),
})
export type LedgerDocument = z.infer<typeof ledgerDocument>
