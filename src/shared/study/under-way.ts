import { z } from 'zod'
import {
  drawnPlaces,
  interviewAnswer,
  lessonPlace,
  milliseconds,
  quizAnswer,
  runNumber,
  share,
  typedAnswer,
} from './study-event'
import { itemId } from './study-item'

const place = z.int().min(0).max(99)

const quizFields = {
  run: runNumber,
  seed: z.int().min(0),
  items: z
    .array(z.strictObject({ question: itemId, order: z.array(place).max(100) }))
    .min(1)
    .max(200),
  /** Of the first items, in their order. */
  answers: z.array(quizAnswer).max(200),
  /** Whether the hint of the first item without an answer was read. */
  usedHint: z.boolean(),
  milliseconds,
}

/** A prediction of a lesson whose sweep has not answered yet. */
const predictionRun = z.strictObject({
  lesson: itemId,
  place: lessonPlace,
  guess: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('winner'), configuration: z.int().min(0), confidence: share }),
    z.strictObject({ kind: z.literal('curve'), curve: z.strictObject({ xs: drawnPlaces, ys: drawnPlaces }) }),
  ]),
  /** Null while it waits for another sweep. */
  sweep: z.int().min(1).nullable(),
})
export type PredictionUnderWay = z.infer<typeof predictionRun>

/**
 * What was asked and answered so far of a quiz, a lesson's closing quiz or an interview that has not ended; of predictions all
 * whose sweeps have not answered.
 */
export const underWay = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('quiz'), ...quizFields }),
  z.strictObject({ kind: z.literal('lesson'), lesson: itemId, ...quizFields }),
  z.strictObject({
    kind: z.literal('interview'),
    run: runNumber,
    questions: z.array(itemId).min(1).max(100),
    answers: z.array(interviewAnswer).max(100),
    /** Seconds for a question; 0 without a timer. */
    limit: z.int().min(0).max(3600),
    /** What is typed, whether the model answer is shown, what is ticked and how long it took, of the first question without an answer. */
    text: typedAnswer,
    isShown: z.boolean(),
    covered: z.array(z.int().min(0).max(20)).max(20),
    milliseconds,
  }),
  z.strictObject({ kind: z.literal('prediction'), runs: z.array(predictionRun).max(100) }),
])
export type UnderWay = z.infer<typeof underWay>
export type UnderWayKind = UnderWay['kind']
export type QuizUnderWay = Extract<UnderWay, { kind: 'quiz' | 'lesson' }>
export type InterviewUnderWay = Extract<UnderWay, { kind: 'interview' }>
/** The last one of each kind that was begun, ended or not. */
export type UnderWayByKind = { readonly [Kind in UnderWayKind]: Extract<UnderWay, { kind: Kind }> | null }
