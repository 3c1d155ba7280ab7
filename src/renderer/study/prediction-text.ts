import { brierScore, chanceBrier, claimOutcome, logScore } from '@shared/study/prediction-scores'
import type { ClaimPrediction } from '@shared/study/claim-prediction'
import { formatMeasure } from '../charts/number-format'
import { formatShare } from '../common/format'
import { outcomeLook } from './claim-text'
import type { PredictionEvent, PredictionOutcome } from './prediction-results'

/** `Brier score 0.09 (0 is best; naming one of 3 at random has 0.22), log score 0.36.` */
export function scoreText(outcome: Extract<PredictionOutcome, { kind: 'winner' }>): string {
  const brier = formatMeasure(brierScore(outcome), 2)
  const chance = formatMeasure(chanceBrier(outcome.choices), 2)
  const log = logScore(outcome)
  const logText = Number.isFinite(log) ? formatMeasure(log, 2) : 'infinite'
  return `Brier score ${brier} (0 is best; naming one of ${outcome.choices} at random has ${chance}), log score ${logText}.`
}

/** What became of a prediction, for who comes back to it. */
export function madeText({ outcome }: PredictionEvent): string {
  if (outcome.kind === 'curve') return outcome.isWithin ? 'Your curve was close.' : 'Your curve was off.'
  const word = outcome.isRight ? 'and you were right' : 'and it was another one'
  return `You were ${formatShare(outcome.confidence)} sure, ${word}. ${scoreText(outcome)}`
}

/** `You said Refuted, 70 % sure: right. Brier score 0.09 ...` */
export function claimSaidText(prediction: ClaimPrediction): string {
  const { said, confidence, isRight } = prediction
  const word = isRight ? 'right' : 'not so'
  return `You said ${outcomeLook(said).word}, ${formatShare(confidence)} sure: ${word}. ${scoreText(claimOutcome(prediction))}`
}
