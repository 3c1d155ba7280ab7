import { median } from '../statistics/quantiles'
import { wilsonInterval, type ShareInterval } from '../statistics/share-interval'
import type { RecordedEvent, StudyEvent } from './study-event'
import { PREDICTED_OUTCOMES } from './study-event'

type PredictionEvent = Extract<StudyEvent, { kind: 'prediction' }>
type WinnerOutcome = Extract<PredictionEvent['outcome'], { kind: 'winner' }>

/** What a prediction was made about: a place of a lesson, or the experiment of a claim. */
export type PredictionSubject =
  | { readonly kind: 'lesson'; readonly lesson: string; readonly place: PredictionEvent['place'] }
  | { readonly kind: 'claim'; readonly claim: string }

/** A prediction and when it was made. */
export interface MadePrediction<Outcome = PredictionEvent['outcome']> {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly subject: PredictionSubject
  readonly outcome: Outcome
}

/** Brier's score of one prediction, (c - o)^2 with o 1 when it came true and 0 when not: 0 is best, 1 is worst. */
export function brierScore({ confidence, isRight }: Pick<WinnerOutcome, 'confidence' | 'isRight'>): number {
  return (confidence - (isRight ? 1 : 0)) ** 2
}

/**
 * The logarithmic score of one prediction in nats, -ln c when it came true and -ln (1 - c) when not: 0 is best, and infinite for a
 * miss that was called certain.
 */
export function logScore({ confidence, isRight }: Pick<WinnerOutcome, 'confidence' | 'isRight'>): number {
  return -Math.log(isRight ? confidence : 1 - confidence)
}

/** The Brier score of whoever names one of k at random and says 1 / k, on average: (1 - 1/k) / k. */
export function chanceBrier(choices: number): number {
  return (1 - 1 / choices) / choices
}

/** A prediction about a claim is the naming of one outcome among three. */
export function claimOutcome({
  confidence,
  isRight,
}: Pick<WinnerOutcome, 'confidence' | 'isRight'>): WinnerOutcome {
  return { kind: 'winner', confidence, isRight, choices: PREDICTED_OUTCOMES.length }
}

/** The prediction in an event; null when it is none. */
function predictionIn({ at, event }: RecordedEvent): MadePrediction | null {
  if (event.kind === 'claim-prediction')
    return { at, subject: { kind: 'claim', claim: event.claim }, outcome: claimOutcome(event) }
  if (event.kind !== 'prediction') return null
  const { lesson, place, outcome } = event
  return { at, subject: { kind: 'lesson', lesson, place }, outcome }
}

function keyOf(subject: PredictionSubject): string {
  return subject.kind === 'claim' ? subject.claim : `${subject.lesson} ${subject.place.join(' ')}`
}

/** Every prediction in order: `firsts` are the first ones of their place or claim. Who repeats has seen the answer: repeats do not count. */
export function madePredictions(history: readonly RecordedEvent[]): {
  readonly firsts: readonly MadePrediction[]
  readonly repeats: number
} {
  const firsts = new Map<string, MadePrediction>()
  let repeats = 0
  for (const recorded of history) {
    const made = predictionIn(recorded)
    if (made === null) continue
    const key = keyOf(made.subject)
    if (firsts.has(key)) repeats += 1
    else firsts.set(key, made)
  }
  return { firsts: [...firsts.values()], repeats }
}

/** Those that named a winner. */
export function winnerPredictions(made: readonly MadePrediction[]): readonly MadePrediction<WinnerOutcome>[] {
  return made.flatMap((one) => (one.outcome.kind === 'winner' ? [{ ...one, outcome: one.outcome }] : []))
}

/** Predictions whose stated confidence lies in [low, high). */
export interface CalibrationBin {
  readonly low: number
  readonly high: number
  readonly n: number
  readonly right: number
  /** Mean of what was stated. */
  readonly stated: number
  /** Share that came true, right / n. */
  readonly share: number
  /** Wilson's 95 % interval of the share. */
  readonly interval: ShareInterval
}

/** Ends of the bins; the last one takes 99 % too. */
const BIN_ENDS = [0, 0.2, 0.4, 0.6, 0.8, 1] as const

/** The bins that hold a prediction, ascending. */
export function calibrationBins(
  predictions: readonly Pick<WinnerOutcome, 'confidence' | 'isRight'>[],
): readonly CalibrationBin[] {
  return BIN_ENDS.slice(0, -1).flatMap((low, place) => {
    const high = BIN_ENDS[place + 1] ?? 1
    const own = predictions.filter(({ confidence }) => confidence >= low && (confidence < high || high === 1))
    const n = own.length
    if (n === 0) return []
    const right = own.filter(({ isRight }) => isRight).length
    const stated = own.reduce((sum, { confidence }) => sum + confidence, 0) / n
    return [{ low, high, n, right, stated, share: right / n, interval: wilsonInterval(right / n, n) }]
  })
}

/** Mean of the first 1, 2, ..., n values. */
export function runningMeans(values: readonly number[]): readonly number[] {
  let sum = 0
  return values.map((value, index) => {
    sum += value
    return sum / (index + 1)
  })
}

/** What the seeds of a sweep say about who ended best. */
export interface WinnerVerdict {
  /** Place of the configuration with the best median; of several that tie all of them, none where every median diverged. */
  readonly best: readonly number[]
  /** Of each configuration: how many seeds it ended best in; every one of them where several tie, none where all diverged. */
  readonly wins: readonly number[]
  readonly seeds: number
}

/**
 * The winner by the median over seeds, a diverged seed counting as the worst value there is.
 * @param values final values by configuration, then by seed; losses, or accuracies with `isLoss` false
 */
export function winnerVerdict(
  values: readonly (readonly { readonly seed: number; readonly value: number }[])[],
  isLoss: boolean,
): WinnerVerdict {
  const costs = values.map((own) => own.map(({ seed, value }) => ({ seed, cost: isLoss ? value : -value })))
  const medians = costs.map((own) => (own.length === 0 ? Infinity : median(own.map(({ cost }) => cost))))
  const least = Math.min(...medians)
  const bestOfSeed = new Map<number, number>()
  for (const { seed, cost } of costs.flat())
    bestOfSeed.set(seed, Math.min(bestOfSeed.get(seed) ?? Infinity, cost))
  return {
    best: medians.flatMap((value, place) => (value === least && least < Infinity ? [place] : [])),
    wins: costs.map(
      (own) => own.filter(({ seed, cost }) => Number.isFinite(cost) && cost === bestOfSeed.get(seed)).length,
    ),
    seeds: bestOfSeed.size,
  }
}
