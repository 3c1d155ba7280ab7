import { z } from 'zod'
import { SCHEME_NAMES } from '../trial-settings'
import { itemFields, studyText, words } from './study-item'

const numbers = z.array(z.number()).min(2).max(30)
const counts = z.array(z.int().min(1).max(100_000)).min(2).max(30)

/**
 * A kind of numeric task with the values that its numbers are drawn from; generated-task.ts draws and solves it.
 * - weight-std: standard deviation of a weight of the scheme
 * - weight-bound: largest absolute weight of a uniform scheme
 * - conv-fan: fan-in or fan-out of a convolution
 * - depth-ratio: a second moment of 1 after so many layers that multiply it by the ratio
 * - leaky-gain: gain of a leaky ReLU
 */
const taskGenerator = z.discriminatedUnion('task', [
  z.strictObject({
    task: z.enum(['weight-std', 'weight-bound']),
    scheme: z.enum(SCHEME_NAMES),
    fanIn: counts,
    fanOut: counts,
  }),
  z.strictObject({
    task: z.literal('conv-fan'),
    fan: z.enum(['in', 'out']),
    kernel: counts,
    channels: counts,
  }),
  z.strictObject({ task: z.literal('depth-ratio'), ratio: numbers, depth: counts }),
  z.strictObject({ task: z.literal('leaky-gain'), slope: numbers }),
])

/** Share of the right answer that a typed number may be off. */
const tolerance = z.number().positive().max(0.5).default(0.01)

/** A flashcard. */
export const card = z.discriminatedUnion('kind', [
  z.strictObject({ ...itemFields, kind: z.literal('reveal'), front: studyText, back: studyText }),
  /** A text with at least one [[blank]]. */
  z.strictObject({
    ...itemFields,
    kind: z.literal('cloze'),
    text: studyText.refine((text) => /\[\[.+?\]\]/.test(text), 'a cloze needs a [[blank]]'),
    back: studyText.optional(),
  }),
  z.strictObject({
    ...itemFields,
    kind: z.literal('number'),
    front: studyText,
    answer: z.number(),
    tolerance,
    unit: words.optional(),
    back: studyText,
  }),
  z.strictObject({
    ...itemFields,
    kind: z.literal('generated'),
    generator: taskGenerator,
    tolerance,
    /** How to get there, whatever the numbers. */
    back: studyText,
  }),
])
export type Card = z.infer<typeof card>
