import {
  brierScore,
  calibrationBins,
  chanceBrier,
  logScore,
  runningMeans,
  type CalibrationBin,
  type MadePrediction,
  type winnerPredictions,
} from '@shared/study/prediction-scores'
import { wilsonInterval } from '@shared/statistics/share-interval'
import { formatDate, formatNoun, formatShare } from '../common/format'
import type { DataTable } from './data-table'
import { formatMeasure } from './number-format'

type WinnerPrediction = ReturnType<typeof winnerPredictions>[number]

/** All predictions of a winner, in order. */
export interface CalibrationData {
  readonly predictions: readonly WinnerPrediction[]
  readonly bins: readonly CalibrationBin[]
  /** Mean Brier score after each prediction, and that of guessing at random. */
  readonly brier: readonly number[]
  readonly chance: readonly number[]
}

/** Fewer than these say nothing about a person. */
export const LEAST_PREDICTIONS = 5

export function calibrationData(
  predictions: readonly MadePrediction<WinnerPrediction['outcome']>[],
): CalibrationData {
  const outcomes = predictions.map(({ outcome }) => outcome)
  return {
    predictions,
    bins: calibrationBins(outcomes),
    brier: runningMeans(outcomes.map(brierScore)),
    chance: runningMeans(outcomes.map(({ choices }) => chanceBrier(choices))),
  }
}

/**
 * `40 predictions, on average 85 % sure and 60 % right: 25 points too sure.` Where the 95 % interval of the share that came true
 * holds what was stated, it says so; of few predictions no more than the numbers.
 */
export function calibrationCaption({ predictions }: CalibrationData): string {
  const n = predictions.length
  if (n === 0) return 'No prediction has been made yet.'
  const stated = predictions.reduce((sum, { outcome }) => sum + outcome.confidence, 0) / n
  const right = predictions.filter(({ outcome }) => outcome.isRight).length / n
  const numbers = `${formatNoun(n, 'prediction')}, on average ${formatShare(stated)} sure and ${formatShare(right)} right`
  if (n < LEAST_PREDICTIONS) return `${numbers}.`
  const { low, high } = wilsonInterval(right, n)
  if (low <= stated && stated <= high) return `${numbers}: within chance of each other.`
  return `${numbers}: ${offText(Math.round(100 * (stated - right)))}.`
}

function offText(points: number): string {
  return `${Math.abs(points)} points too ${points > 0 ? 'sure' : 'cautious'}`
}

/** `Mean Brier score 0.18 after 6 predictions, better than the 0.22 of guessing at random; mean log score 0.5; in both 0 is best.` */
export function skillCaption({ brier, chance, predictions }: CalibrationData): string {
  const [last, random] = [brier.at(-1), chance.at(-1)]
  if (last === undefined || random === undefined) return 'No prediction has been made yet.'
  const word = last < random ? 'better than' : last > random ? 'worse than' : 'the same as'
  return `Mean Brier score ${formatMeasure(last, 2)} after ${formatNoun(predictions.length, 'prediction')}, ${word} the ${formatMeasure(random, 2)} of guessing at random; mean log score ${logText(predictions)}; in both 0 is best.`
}

function logText(predictions: CalibrationData['predictions']): string {
  const mean = runningMeans(predictions.map(({ outcome }) => logScore(outcome))).at(-1) ?? NaN
  return Number.isFinite(mean) ? formatMeasure(mean, 2) : 'infinite'
}

export function calibrationTable({ bins }: CalibrationData): DataTable {
  return {
    columns: ['stated', 'mean stated', 'n', 'right', 'share right [95 %]'],
    rows: bins.map(({ low, high, stated, n, right, share, interval }) => [
      `${formatShare(low)} to ${formatShare(high)}`,
      formatShare(stated),
      String(n),
      String(right),
      `${formatShare(share)} [${formatShare(interval.low)}, ${formatShare(interval.high)}]`,
    ]),
  }
}

function subjectText({ subject }: WinnerPrediction, titles: ReadonlyMap<string, string>): string {
  return subject.kind === 'claim'
    ? `claim ${subject.claim}`
    : `lesson ${titles.get(subject.lesson) ?? subject.lesson}`
}

/** Every prediction in order. @param titles of the lessons, by id */
export function skillTable(
  { predictions, brier, chance }: CalibrationData,
  titles: ReadonlyMap<string, string>,
): DataTable {
  return {
    columns: [
      'prediction',
      'about',
      'day',
      'stated',
      'came true',
      'Brier',
      'log score',
      'mean Brier',
      'mean at random',
    ],
    rows: predictions.map((prediction, place) => [
      String(place + 1),
      subjectText(prediction, titles),
      formatDate(prediction.at),
      formatShare(prediction.outcome.confidence),
      prediction.outcome.isRight ? 'yes' : 'no',
      formatMeasure(brierScore(prediction.outcome)),
      formatMeasure(logScore(prediction.outcome)),
      formatMeasure(brier[place] ?? NaN),
      formatMeasure(chance[place] ?? NaN),
    ]),
  }
}
