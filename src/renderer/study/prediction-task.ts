import type { StudyEvent } from '@shared/study/study-event'
import type { PredictBlock } from './lesson-sweep'

/** Where a prediction stands: its lesson, and the section and the block in it. */
export type PredictionPlace = Pick<Extract<StudyEvent, { kind: 'prediction' }>, 'lesson' | 'place'>

/** A prediction of a lesson: where it stands, and what it asks. */
export interface PredictionTask extends PredictionPlace {
  readonly title: string
  readonly block: PredictBlock
}

export function placeKey({ lesson, place }: PredictionPlace): string {
  return `${lesson} ${place.join(' ')}`
}
