import { z } from 'zod'
import { claimId, itemFields, studyText, words } from './study-item'

const option = z.strictObject({
  text: studyText,
  right: z.boolean(),
  /** Why it is right, or why it is wrong. */
  why: studyText,
  claims: z.array(claimId).default([]),
})

const asked = {
  ...itemFields,
  prompt: studyText,
  hint: studyText,
  /** Shown with every answer. */
  why: studyText,
} as const

/** A question of the quiz. */
export const question = z.discriminatedUnion('kind', [
  z.strictObject({
    ...asked,
    kind: z.literal('single'),
    options: z
      .array(option)
      .min(3)
      .max(6)
      .refine((options) => options.filter(({ right }) => right).length === 1, 'one option must be right'),
  }),
  z.strictObject({
    ...asked,
    kind: z.literal('multiple'),
    options: z
      .array(option)
      .min(3)
      .max(8)
      .refine((options) => options.some(({ right }) => right), 'one option or more must be right'),
  }),
  /** The items stand in the right order. */
  z.strictObject({ ...asked, kind: z.literal('ordering'), items: z.array(studyText).min(3).max(7) }),
  z.strictObject({
    ...asked,
    kind: z.literal('matching'),
    pairs: z
      .array(z.strictObject({ left: studyText, right: studyText }))
      .min(3)
      .max(7),
  }),
  z.strictObject({
    ...asked,
    kind: z.literal('numeric'),
    answer: z.number(),
    tolerance: z.number().positive().max(0.5).default(0.01),
    unit: words.optional(),
    /** Likely wrong answers, and what led to them. */
    near: z.array(z.strictObject({ value: z.number(), why: studyText })).default([]),
  }),
])
export type Question = z.infer<typeof question>
