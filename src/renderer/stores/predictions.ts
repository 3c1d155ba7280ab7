import type { StudyEvent } from '@shared/study/study-event'
import type { PredictionUnderWay } from '@shared/study/under-way'
import type { SweepResults, SweepState } from '@shared/sweep'
import { defineStore } from 'pinia'
import { shallowReactive, watch } from 'vue'
import { callLab } from '../lab-client'
import { hasGridOf, lessonDocument, predictionName, type PredictBlock } from '../study/lesson-sweep'
import {
  comparisonOf,
  curveOutcome,
  CURVE_QUANTITIES,
  guessOf,
  isComplete,
  layerCurves,
  lossCurves,
  saidOf,
  winnerOf,
  winnerOutcome,
  type Guess,
  type PredictionEvent,
  type PredictionOutcome,
  type SeedCurves,
} from '../study/prediction-results'
import { useLayerColumns } from './layer-columns'
import { useLibrary } from './library'
import { useSchool } from './school'
import { useSweepRun } from './sweep-run'

/** A prediction of a lesson: where it stands, and what it asks. */
export interface PredictionTask {
  readonly lesson: string
  readonly title: string
  readonly place: Extract<StudyEvent, { kind: 'prediction' }>['place']
  readonly block: PredictBlock
}

export interface Reveal {
  readonly results: SweepResults
  /** Of a drawn curve. */
  readonly curves: SeedCurves | null
}

/**
 * - waiting: another sweep runs; - running: its own does, or is paused; - shown: it has ended; - failed: nothing came out
 */
export interface PredictionRun {
  readonly task: PredictionTask
  /** Null when a run of an earlier version, which kept no guesses, is shown again. */
  readonly guess: Guess | null
  /** What came of it is written already: it is looked at once more. */
  readonly isRepeat: boolean
  readonly phase: 'waiting' | 'running' | 'shown' | 'failed'
  readonly sweepId: number | null
  readonly reveal: Reveal | null
  /** The prediction when it could not be written. */
  readonly unwritten: PredictionEvent | null
  /** What went wrong, in words. */
  readonly problem: string | null
}

/** What stands in the form of a prediction before it is run. */
export type PredictionDraft =
  | { readonly kind: 'winner'; readonly chosen: number | null; readonly percent: number }
  | { readonly kind: 'curve'; readonly ys: readonly number[] }

const UNANSWERED = { sweepId: null, reveal: null, unwritten: null, problem: null } as const

function keyOf({ lesson, place }: Pick<PredictionTask, 'lesson' | 'place'>): string {
  return `${lesson} ${place.join(' ')}`
}

/** Predictions under way: their sweeps go on while the reader is elsewhere. */
export const usePredictions = defineStore('predictions', () => {
  const [run, library, school, columns] = [useSweepRun(), useLibrary(), useSchool(), useLayerColumns()]
  const runs = shallowReactive(new Map<string, PredictionRun>())
  const drafts = new Map<string, PredictionDraft>()
  /** What was said and is not answered yet, also of an earlier start: on disk, so that no end of the program takes it away. */
  const pending = new Map<string, PredictionUnderWay>()
  let isAdopted = false

  function draftOf(task: Pick<PredictionTask, 'lesson' | 'place'>): PredictionDraft | null {
    return drafts.get(keyOf(task)) ?? null
  }

  function keepDraft(task: Pick<PredictionTask, 'lesson' | 'place'>, draft: PredictionDraft): void {
    drafts.set(keyOf(task), draft)
  }

  function runOf(task: Pick<PredictionTask, 'lesson' | 'place'>): PredictionRun | null {
    return runs.get(keyOf(task)) ?? null
  }

  function set(next: PredictionRun): void {
    runs.set(keyOf(next.task), next)
  }

  function keepPending(): void {
    void school.keepUnderWay({ kind: 'prediction', runs: [...pending.values()] })
  }

  /** Takes over what an earlier start left behind, but for what it did write at its end. */
  function adopt(): void {
    if (isAdopted || school.content === null) return
    isAdopted = true
    for (const left of school.underWay.prediction?.runs ?? []) {
      const isWritten = school.history.some(
        ({ event }) =>
          event.kind === 'prediction' && keyOf(event) === keyOf(left) && event.sweep === left.sweep,
      )
      if (!isWritten && !pending.has(keyOf(left))) pending.set(keyOf(left), left)
    }
  }

  function settle(task: Pick<PredictionTask, 'lesson' | 'place'>): void {
    if (pending.delete(keyOf(task))) keepPending()
  }

  /** The state of a sweep, whether it is on the bench or not. */
  function stateOf(sweepId: number): SweepState | null {
    return run.sweepId === sweepId ? run.state : (library.summaryOf(sweepId)?.state ?? null)
  }

  /** Takes the guess and runs the sweep, at once or when the one that runs has ended. */
  async function predict(task: PredictionTask, guess: Guess): Promise<void> {
    adopt()
    pending.set(keyOf(task), { lesson: task.lesson, place: task.place, guess: plain(guess), sweep: null })
    keepPending()
    set({ ...UNANSWERED, task, guess, isRepeat: false, phase: 'waiting' })
    await startNext()
  }

  /** Goes on with a prediction that was under way when the program last ended; one whose sweep was deleted is asked anew. */
  async function takeUp(task: PredictionTask): Promise<void> {
    adopt()
    const left = pending.get(keyOf(task))
    if (left === undefined || runs.has(keyOf(task))) return
    const held: PredictionRun = {
      ...UNANSWERED,
      task,
      guess: left.guess,
      isRepeat: false,
      phase: 'running',
      sweepId: left.sweep,
    }
    if (left.sweep === null) {
      set({ ...held, phase: 'waiting' })
      await startNext()
      return
    }
    if (!library.loaded) await library.load()
    if (runs.has(keyOf(task)) || library.loadFailed) return
    if (stateOf(left.sweep) === null) settle(task)
    else {
      set(held)
      await follow()
    }
  }

  /** Runs the sweep of an old prediction whose report is gone. */
  async function runAgain(task: PredictionTask): Promise<void> {
    const guess = runOf(task)?.guess ?? null
    set({ ...UNANSWERED, task, guess, isRepeat: true, phase: 'waiting' })
    await startNext()
  }

  /** Goes on with the sweep of a prediction that is paused. */
  async function resume(task: PredictionTask): Promise<void> {
    const id = runOf(task)?.sweepId ?? null
    if (id === null) return
    const wasOnBench = run.onBench
    await run.resume(id)
    if (!wasOnBench) run.showBuilder()
  }

  /** From the call of a start until its sweep is on the bench nothing else says that a sweep runs. */
  let isStarting = false

  async function startNext(): Promise<void> {
    if (isStarting) return
    isStarting = true
    for (let next = firstWaiting(); next !== null; next = firstWaiting()) await start(next)
    isStarting = false
    await follow()
  }

  function firstWaiting(): PredictionRun | null {
    if (run.isRunning || run.starting) return null
    return [...runs.values()].find(({ phase }) => phase === 'waiting') ?? null
  }

  async function start(next: PredictionRun): Promise<void> {
    const { task } = next
    const wasOnBench = run.onBench
    set({ ...next, phase: 'running' })
    const started = await run.start(lessonDocument(predictionName(task.title), task.block.sweep))
    // The Lab shows what it showed before.
    if (!wasOnBench) run.showBuilder()
    if (!started || run.sweepId === null) lose(next, 'The sweep was not started.')
    else {
      set({ ...next, phase: 'running', sweepId: run.sweepId })
      const held = pending.get(keyOf(task))
      if (held !== undefined && !next.isRepeat) {
        pending.set(keyOf(task), { ...held, sweep: run.sweepId })
        keepPending()
      }
    }
  }

  /** Looks which of the sweeps under way have ended. */
  async function follow(): Promise<void> {
    for (const one of runs.values()) {
      if (one.phase !== 'running' || one.sweepId === null) continue
      const state = stateOf(one.sweepId)
      if (state === 'done') await reveal(one, one.sweepId)
      else if (state === 'cancelled')
        lose(one, 'The sweep was cancelled before its end. This prediction does not count.')
      else if (state === null && library.loaded && !library.loadFailed)
        lose(one, 'The report was deleted before the end of its sweep. This prediction does not count.')
    }
  }

  function fail(one: PredictionRun, problem: string): void {
    set({ ...one, phase: 'failed', problem })
  }

  /** Nothing will come out any more: the next start need not ask. */
  function lose(one: PredictionRun, problem: string): void {
    fail(one, problem)
    settle(one.task)
  }

  watch(
    () => [...runs.values()].map(({ sweepId }) => (sweepId === null ? null : stateOf(sweepId))).join(),
    () => void follow(),
  )
  watch(
    () => run.isRunning,
    () => void startNext(),
  )

  async function reveal(one: PredictionRun, sweepId: number): Promise<void> {
    set({ ...one, phase: 'shown' })
    const read = await readReveal(one.task.block, sweepId)
    if (typeof read === 'string') {
      fail(one, read)
      return
    }
    if (!isComplete(read.results) || read.curves?.xs.length === 0) {
      lose(one, 'Not every configuration has a result. This prediction does not count.')
      return
    }
    const shown: PredictionRun = { ...one, phase: 'shown', reveal: read }
    set(shown)
    const event = eventOf(one, read, sweepId)
    if (event !== null && !(await school.record([event]))) set({ ...shown, unwritten: event })
    else settle(one.task)
  }

  /** Writes once more what could not be written. */
  async function writeAgain(task: PredictionTask): Promise<void> {
    const one = runOf(task)
    const unwritten = one?.unwritten ?? null
    if (one === null || unwritten === null) return
    if (!(await school.record([unwritten]))) return
    set({ ...one, unwritten: null })
    settle(task)
  }

  async function readReveal(block: PredictBlock, sweepId: number): Promise<Reveal | string> {
    const read = await callLab('library:results', { sweepId })
    if (!read.ok) return read.error.message
    const results = read.value
    if (block.kind === 'predict-winner') return { results, curves: null }
    const { column } = CURVE_QUANTITIES[block.quantity]
    if (column === null) return { results, curves: lossCurves(results.trials) }
    await columns.refresh(sweepId, column)
    const held = columns.column(sweepId, column)
    if (held.problem !== null) return held.problem
    const rows = [...(held.rows.get(0)?.values() ?? [])]
    return { results, curves: layerCurves(rows, block.quantity === 'gradient-by-layer') }
  }

  /** Shows a prediction that was made before: its own run, or where that is gone the last one of the same grid. */
  async function showAgain(task: PredictionTask, made: PredictionEvent): Promise<void> {
    const guess = guessOf(made)
    const shown = { ...UNANSWERED, task, guess, isRepeat: true } as const
    if (!library.loaded) await library.load()
    let problem = 'Its report is not in the library any more.'
    for (const id of runsOf(task, made)) {
      const read = await readReveal(task.block, id)
      if (typeof read === 'string') problem = read
      else if (hasGridOf(read.results.document, task.block.sweep)) {
        set({ ...shown, phase: 'shown', sweepId: id, reveal: read })
        return
      }
    }
    fail({ ...shown, phase: 'failed' }, problem)
  }

  /** Sweeps that may be the run of a prediction, its own first: another prediction of the lesson has the same name. */
  function runsOf({ title }: PredictionTask, { sweep }: PredictionEvent): readonly number[] {
    const done = library.summaries.filter(({ state }) => state === 'done')
    const named = done.filter(({ id, name }) => id !== sweep && name === predictionName(title))
    return [...done.filter(({ id }) => id === sweep), ...named].map(({ id }) => id)
  }

  /** Takes a prediction back to its question. */
  function reset(task: PredictionTask): void {
    runs.delete(keyOf(task))
    settle(task)
  }

  return {
    runOf, stateOf, draftOf, keepDraft, predict, takeUp, resume, showAgain, runAgain, writeAgain, reset,
  } // prettier-ignore
})

/** As it crosses to the main process: without what makes it reactive. */
function plain(guess: Guess): PredictionUnderWay['guess'] {
  return guess.kind === 'winner'
    ? { ...guess }
    : { kind: 'curve', curve: { xs: [...guess.curve.xs], ys: [...guess.curve.ys] } }
}

function eventOf(
  { task, guess, isRepeat }: PredictionRun,
  reveal: Reveal,
  sweep: number,
): PredictionEvent | null {
  if (guess === null || isRepeat) return null
  const outcome = outcomeOf(task.block, guess, reveal)
  if (outcome === null) return null
  const { lesson, place, block } = task
  return { kind: 'prediction', lesson, place, claims: block.claims, outcome, said: saidOf(guess), sweep }
}

function outcomeOf(block: PredictBlock, guess: Guess, { results, curves }: Reveal): PredictionOutcome | null {
  if (block.kind === 'predict-winner')
    return guess.kind === 'winner' ? winnerOutcome(guess, winnerOf(results, block.metric)) : null
  if (guess.kind !== 'curve' || curves === null) return null
  return curveOutcome(comparisonOf(guess.curve, curves, block.quantity))
}
