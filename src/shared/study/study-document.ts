import { z } from 'zod'
import { card } from './card'
import { checklistLine, interviewQuestion } from './interview'
import { lesson } from './lesson'
import { question } from './question'
import { correction } from './study-item'

/** A file of study content: any part of it may be missing. */
export const studyDocument = z.strictObject({
  format: z.literal('initlab-study/1'),
  corrections: z.array(correction).default([]),
  cards: z.array(card).default([]),
  questions: z.array(question).default([]),
  interview: z.array(interviewQuestion).default([]),
  checklist: z.array(checklistLine).default([]),
  lessons: z.array(lesson).default([]),
})
export type StudyDocument = z.infer<typeof studyDocument>
