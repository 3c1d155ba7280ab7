import { z } from 'zod'
import { DIFFICULTIES, TOPICS } from './topics'

const MOST_LETTERS = 20_000

/** Plain words: a title, a name. */
export const words = z.string().trim().min(1).max(400)

/** Text with formulas and marks; see study-text.ts. What is no mark is text: an imported card may hold any sign. */
export const studyText = z.string().trim().min(1).max(MOST_LETTERS)

export const itemId = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'give an id of small letters, digits and hyphens')
/** An item of the five source pages. */
export const sourceId = z
  .string()
  .regex(/^00[0-4]-[A-Za-z]{0,2}\d{0,2}$/, 'give the id of a source item, such as 001-5')
export const claimId = z.string().regex(/^C\d{2}[a-z]?$/, 'give the id of a claim, such as C05 or C05b')
/** A known error of the sources. */
const correctionId = z.string().regex(/^X\d{1,2}$/, 'give the id of a correction, such as X3')

/** What every item of the school has. */
export const itemFields = {
  id: itemId,
  /** The items of the source pages whose matter it takes over. */
  covers: z.array(sourceId).default([]),
  topics: z.array(z.enum(TOPICS)).min(1),
  difficulty: z.enum(DIFFICULTIES),
  /** The claims that it rests on: each one click from its experiment. */
  claims: z.array(claimId).default([]),
  /** The errors of the sources that it puts right, shown with it. */
  corrects: z.array(correctionId).default([]),
} as const

/** An error of the source pages, and what is right. */
export const correction = z.strictObject({
  id: correctionId,
  sources: z.array(sourceId).min(1),
  /** What the pages say, in our words. */
  wrong: studyText,
  right: studyText,
  claims: z.array(claimId).default([]),
})
export type Correction = z.infer<typeof correction>
