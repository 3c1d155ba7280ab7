import type { PredictionUnderWay } from '@shared/study/under-way'
import type { Guess } from '../study/prediction-results'
import { placeKey, type PredictionPlace } from '../study/prediction-task'
import { useSchool } from './school'

/** What was said and is not answered yet: on disk, so that no end of the program takes it away. */
export interface PredictionsKept {
  readonly at: (place: PredictionPlace) => PredictionUnderWay | null
  readonly keep: (place: PredictionPlace, guess: Guess) => void
  /** Notes the sweep that will answer. */
  readonly join: (place: PredictionPlace, sweep: number) => void
  /** It is answered, or will never be. */
  readonly settle: (place: PredictionPlace) => void
}

export function usePredictionsKept(): PredictionsKept {
  const school = useSchool()
  const kept = new Map<string, PredictionUnderWay>()
  let isAdopted = false

  function write(): void {
    void school.keepUnderWay({ kind: 'prediction', runs: [...kept.values()] })
  }

  function isWritten(left: PredictionUnderWay): boolean {
    return school.history.some(
      ({ event }) =>
        event.kind === 'prediction' && placeKey(event) === placeKey(left) && event.sweep === left.sweep,
    )
  }

  /** Takes over what an earlier start left behind, but for what it did write at its end. */
  function adopt(): void {
    if (isAdopted || school.content === null) return
    isAdopted = true
    for (const left of school.underWay.prediction?.runs ?? [])
      if (!isWritten(left)) kept.set(placeKey(left), left)
  }

  return {
    at: (place) => {
      adopt()
      return kept.get(placeKey(place)) ?? null
    },
    keep: ({ lesson, place }, guess) => {
      adopt()
      kept.set(placeKey({ lesson, place }), { lesson, place, guess: plain(guess), sweep: null })
      write()
    },
    join: (place, sweep) => {
      const held = kept.get(placeKey(place))
      if (held === undefined) return
      kept.set(placeKey(place), { ...held, sweep })
      write()
    },
    settle: (place) => {
      if (kept.delete(placeKey(place))) write()
    },
  }
}

/** As it crosses to the main process: without what makes it reactive. */
function plain(guess: Guess): PredictionUnderWay['guess'] {
  return guess.kind === 'winner'
    ? { ...guess }
    : { kind: 'curve', curve: { xs: [...guess.curve.xs], ys: [...guess.curve.ys] } }
}
