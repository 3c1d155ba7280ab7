import type { ShownClaim } from './shown-claim'
import type { PredictedOutcome, RecordedEvent, StudyEvent } from './study-event'

export type ClaimPrediction = Extract<StudyEvent, { kind: 'claim-prediction' }>

/** What was said of a claim before its experiment was shown for the first time; null when nothing was. */
export function predictionOfClaim(id: string, history: readonly RecordedEvent[]): ClaimPrediction | null {
  for (const { event } of history) if (event.kind === 'claim-prediction' && event.claim === id) return event
  return null
}

/** Whether what the experiment of a claim gave was shown before: by itself, after a prediction, or in a lesson. */
function wasShown(id: string, history: readonly RecordedEvent[]): boolean {
  return history.some(({ event }) => {
    if (event.kind === 'prediction') return event.claims.includes(id)
    return (event.kind === 'experiment' || event.kind === 'claim-prediction') && event.claim === id
  })
}

/** Whether a prediction still means something: the seeds decide the claim, and the learner has not seen how. */
export function isOpenToPrediction(
  { id, stored }: Pick<ShownClaim, 'id' | 'stored'>,
  history: readonly RecordedEvent[],
): boolean {
  return stored !== null && stored.outcome !== 'inconclusive' && !wasShown(id, history)
}

/** What was said, judged by the verdict of the release. @param confidence probability of `said`, 0 to 1 */
export function judgePrediction(
  { id, stored }: Pick<ShownClaim, 'id' | 'stored'>,
  said: PredictedOutcome,
  confidence: number,
): ClaimPrediction {
  return { kind: 'claim-prediction', claim: id, said, confidence, isRight: stored?.outcome === said }
}
