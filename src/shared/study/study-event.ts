import { z } from 'zod'
import type { ClaimOutcome } from '../claims/claim'
import { storedCard } from './card'
import { claimId, itemId } from './study-item'

/** Again, hard, good, easy. */
export const GRADES = [1, 2, 3, 4] as const
export type Grade = (typeof GRADES)[number]
const grade = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])

/** What can be said of the experiment of a claim before it is shown. */
export const PREDICTED_OUTCOMES = ['holds', 'holds-if', 'refuted'] as const satisfies readonly ClaimOutcome[]
export type PredictedOutcome = (typeof PREDICTED_OUTCOMES)[number]

export const share = z.number().min(0).max(1)
export const milliseconds = z.int().min(0).max(86_400_000)
/** What was typed in an interview. */
export const typedAnswer = z.string().max(20_000)
/** Tells the runs of a kind apart: a quiz, a lesson's closing quiz or an interview from its start to its end. */
export const runNumber = z.int().min(1)

/** Of a block in its lesson: the section and the block in it. */
export const lessonPlace = z.tuple([z.int().min(0).max(100), z.int().min(0).max(100)])
/** One side of the points of a drawn curve. */
export const drawnPlaces = z.array(z.number()).max(1000)

/** What the reader said before a run: a configuration of the sweep, or the heights of a curve. */
const saidBefore = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('winner'), configuration: z.int().min(0) }),
  z.strictObject({ kind: z.literal('curve'), xs: drawnPlaces, ys: drawnPlaces }),
])

/** One answer of a quiz; `given` as the kind of the question has it: places of options, an order, or the typed number. */
export const quizAnswer = z.strictObject({
  question: itemId,
  given: z.array(z.union([z.number(), z.string().max(200)])).max(20),
  /** Share of the points: 1 for a right answer. */
  points: share,
  usedHint: z.boolean(),
})

/** One answer of an interview. */
export const interviewAnswer = z.strictObject({
  question: itemId,
  /** Indices of the concepts that were covered. */
  covered: z.array(z.int().min(0).max(20)).max(20),
  of: z.int().min(1).max(20),
  text: typedAnswer,
  milliseconds,
})

/**
 * What happened in the school, in order; everything else it knows follows from this list.
 * - review: a card was graded, in a session of cards or by a question of the quiz
 * - suspend, bury: a card stays away for good, or until the next day; return: it is back
 * - card: a card was written or rewritten; remove-card: it is gone
 * - quiz, interview, prediction: a whole one, at its end
 * - lesson: how far its reader came
 * - claim-prediction: what was said of the experiment of a claim before it was shown
 * - experiment: what the experiment of a claim gave was shown
 * - checklist: a line of the quick review was ticked, or its tick taken away
 */
export const studyEvent = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('review'),
    card: itemId,
    grade,
    milliseconds,
    from: z.enum(['cards', 'quiz', 'prediction']),
  }),
  z.strictObject({ kind: z.enum(['suspend', 'bury', 'return', 'remove-card']), card: itemId }),
  z.strictObject({
    kind: z.literal('card'),
    card: storedCard,
    /** The same for all cards that came in together. */
    deck: runNumber.optional(),
  }),
  z.strictObject({
    kind: z.literal('quiz'),
    run: runNumber.optional(),
    answers: z.array(quizAnswer).min(1).max(200),
    milliseconds,
  }),
  z.strictObject({
    kind: z.literal('interview'),
    run: runNumber.optional(),
    answers: z.array(interviewAnswer).min(1).max(100),
  }),
  z.strictObject({
    kind: z.literal('prediction'),
    lesson: itemId,
    place: lessonPlace,
    claims: z.array(claimId).max(20),
    /** The probability that was given to what then happened, and to what was chosen; for a drawn curve only the distance. */
    outcome: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('winner'),
        confidence: share,
        isRight: z.boolean(),
        choices: z.int().min(2),
      }),
      z.strictObject({ kind: z.literal('curve'), distance: z.number().min(0), isWithin: z.boolean() }),
    ]),
    /** Both absent in what earlier versions wrote: what was said, and the sweep of the library that answered. */
    said: saidBefore.optional(),
    sweep: z.int().min(1).optional(),
  }),
  z.strictObject({
    kind: z.literal('claim-prediction'),
    claim: claimId,
    said: z.enum(PREDICTED_OUTCOMES),
    confidence: share,
    isRight: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('lesson'),
    lesson: itemId,
    section: z.int().min(0).max(100),
    isDone: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('experiment'), claim: claimId }),
  z.strictObject({ kind: z.literal('checklist'), line: itemId, isTicked: z.boolean() }),
])
export type StudyEvent = z.infer<typeof studyEvent>

export interface RecordedEvent {
  readonly id: number
  /** ISO 8601, UTC; never before that of an earlier event. */
  readonly at: string
  /** The start of the program that it belongs to. */
  readonly session: number
  readonly event: StudyEvent
}

/** What the window keeps of the past: reviews are many, and what follows from them is asked for by itself. */
export function isHistory({ event }: RecordedEvent): boolean {
  return event.kind !== 'review'
}
