import { z } from 'zod'
import { generatorProblem } from './generated-task'
import { itemFields, studyText, words } from './study-item'
import { taskGenerator } from './task-generator'

/** Share of the right answer that a typed number may be off. */
const tolerance = z.number().positive().max(0.5).default(0.01)

/** A flashcard as the store holds it: a later rule for new cards must not make an old one unreadable. */
export const storedCard = z.discriminatedUnion('kind', [
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
export type Card = z.infer<typeof storedCard>

/** A flashcard as a file brings it along: one that draws its numbers has an answer for each of them. */
export const card = storedCard.superRefine((given, context) => {
  const problem = given.kind === 'generated' ? generatorProblem(given.generator) : null
  if (problem !== null)
    context.addIssue({ code: 'custom', path: ['generator', problem.key], message: problem.message })
})
