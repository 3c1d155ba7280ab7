import { z } from 'zod'
import { card } from './card'
import { checklistLine, interviewQuestion } from './interview'
import { lesson } from './lesson'
import { question } from './question'
import { correction } from './study-item'

export const STUDY_BEGINS = 'a file of the school begins with format: initlab-study/1'

/** A file of study content: any part of it may be missing. */
export const studyDocument = z.strictObject({
  format: z.literal('initlab-study/1', STUDY_BEGINS),
  corrections: z.array(correction).default([]),
  cards: z.array(card).default([]),
  questions: z.array(question).default([]),
  interview: z.array(interviewQuestion).default([]),
  checklist: z.array(checklistLine).default([]),
  lessons: z.array(lesson).default([]),
})
export type StudyDocument = z.infer<typeof studyDocument>
