import type { SweepResults } from '@shared/sweep'
import { callLab } from '../lab-client'
import { hasGridOf, predictionName, type PredictBlock } from '../study/lesson-sweep'
import {
  CURVE_QUANTITIES,
  layerCurves,
  lossCurves,
  type PredictionEvent,
  type SeedCurves,
} from '../study/prediction-results'
import type { PredictionTask } from '../study/prediction-task'
import { useLayerColumns } from './layer-columns'
import { useLibrary } from './library'

/** What the seeds did. */
export interface Reveal {
  readonly results: SweepResults
  /** Of a drawn curve. */
  readonly curves: SeedCurves | null
}

export interface PredictionReveals {
  /** @returns why it cannot be read, in words, where it cannot */
  readonly read: (block: PredictBlock, sweepId: number) => Promise<Reveal | string>
  /** What answered a prediction that was made before: its own run, or where that is gone the last one of the same grid. */
  readonly readMade: (
    task: PredictionTask,
    made: PredictionEvent,
  ) => Promise<{ readonly sweepId: number; readonly reveal: Reveal } | string>
}

export function usePredictionReveals(): PredictionReveals {
  const [library, columns] = [useLibrary(), useLayerColumns()]

  async function read(block: PredictBlock, sweepId: number): Promise<Reveal | string> {
    const answer = await callLab('library:results', { sweepId })
    if (!answer.ok) return answer.error.message
    const results = answer.value
    if (block.kind === 'predict-winner') return { results, curves: null }
    const { column } = CURVE_QUANTITIES[block.quantity]
    if (column === null) return { results, curves: lossCurves(results.trials) }
    await columns.refresh(sweepId, column)
    const held = columns.column(sweepId, column)
    if (held.problem !== null) return held.problem
    const rows = [...(held.rows.get(0)?.values() ?? [])]
    return { results, curves: layerCurves(rows, block.quantity === 'gradient-by-layer') }
  }

  /** Sweeps that may be the run of a prediction, its own first: another prediction of the lesson has the same name. */
  function runsOf({ title }: PredictionTask, { sweep }: PredictionEvent): readonly number[] {
    const done = library.summaries.filter(({ state }) => state === 'done')
    const named = done.filter(({ id, name }) => id !== sweep && name === predictionName(title))
    return [...done.filter(({ id }) => id === sweep), ...named].map(({ id }) => id)
  }

  return {
    read,
    readMade: async (task, made) => {
      if (!library.loaded) await library.load()
      let problem = 'Its report is not in the library any more.'
      for (const sweepId of runsOf(task, made)) {
        const reveal = await read(task.block, sweepId)
        if (typeof reveal === 'string') problem = reveal
        else if (hasGridOf(reveal.results.document, task.block.sweep)) return { sweepId, reveal }
      }
      return problem
    },
  }
}
