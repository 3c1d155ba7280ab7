import { z } from 'zod'
import type { SweepDocument } from '../sweep-spec-model'
import { claimId, itemFields, itemId, sourceId, studyText, words } from './study-item'

/** A sweep; `format` and `name` may be left out. */
const sweep: z.ZodType<SweepDocument> = z.record(z.string(), z.json())
const program = z.string().min(1).max(5000)

/** The stage of a lesson: text, or something to do. */
export const lessonBlock = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: studyText }),
  z.strictObject({ kind: z.literal('formula'), latex: words, spoken: words, caption: studyText.optional() }),
  /** One program in up to three frameworks; each asserts its own numbers. */
  z
    .strictObject({
      kind: z.literal('code'),
      caption: studyText,
      numpy: program.optional(),
      pytorch: program.optional(),
      keras: program.optional(),
    })
    .refine(({ numpy, pytorch, keras }) => [numpy, pytorch, keras].some((code) => code !== undefined), {
      message: 'a program is missing',
    }),
  /** An untrained network whose factors the reader changes: those with more than one value in the sweep. */
  z.strictObject({ kind: z.literal('probe'), caption: studyText, sweep }),
  /** The reader says which configuration ends best by the metric, then the sweep runs. */
  z.strictObject({
    kind: z.literal('predict-winner'),
    question: studyText,
    sweep,
    metric: z.enum(['trainLoss', 'testAccuracy']),
    reveal: studyText,
    claims: z.array(claimId).default([]),
  }),
  /** The reader draws what the only configuration will do, then the sweep runs. */
  z.strictObject({
    kind: z.literal('predict-curve'),
    question: studyText,
    sweep,
    quantity: z.enum(['loss-by-step', 'signal-by-layer', 'gradient-by-layer']),
    reveal: studyText,
    claims: z.array(claimId).default([]),
  }),
  /** What the ledger says of a claim. */
  z.strictObject({ kind: z.literal('claim'), claim: claimId }),
  z.strictObject({
    kind: z.literal('exercise'),
    covers: z.array(sourceId).default([]),
    prompt: studyText,
    answer: studyText,
  }),
])
export type LessonBlock = z.infer<typeof lessonBlock>

export const lesson = z.strictObject({
  ...itemFields,
  /** Its place in the path. */
  order: z.int().min(1).max(1000),
  /** It becomes part of the name of a report. */
  title: words.max(150),
  minutes: z.number().positive().max(10),
  /** What the reader can do afterwards. */
  goal: studyText,
  sections: z
    .array(
      z.strictObject({
        title: words,
        covers: z.array(sourceId).default([]),
        blocks: z.array(lessonBlock).min(1),
      }),
    )
    .min(1),
  /** The questions at its end. */
  quiz: z.array(itemId).min(1),
})
export type Lesson = z.infer<typeof lesson>
