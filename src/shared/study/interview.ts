import { z } from 'zod'
import { itemFields, studyText, words } from './study-item'

/** A question of an interview, answered aloud or in writing. */
export const interviewQuestion = z.strictObject({
  ...itemFields,
  prompt: studyText,
  /** What a good answer says, in two minutes or less. */
  answer: studyText,
  /** What it must contain; one of the words in a typed answer ticks a concept. */
  concepts: z
    .array(z.strictObject({ name: words, words: z.array(words).min(1) }))
    .min(2)
    .max(6),
  followUps: z.array(studyText).default([]),
})
export type InterviewQuestion = z.infer<typeof interviewQuestion>

/** A line of the quick review before an interview. */
export const checklistLine = z.strictObject({ ...itemFields, text: studyText })
export type ChecklistLine = z.infer<typeof checklistLine>
