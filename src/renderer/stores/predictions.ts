import type { SweepState } from '@shared/sweep'
import { defineStore } from 'pinia'
import { shallowReactive, watch } from 'vue'
import { lessonDocument, predictionName, type PredictBlock } from '../study/lesson-sweep'
import {
  comparisonOf,
  curveOutcome,
  guessOf,
  isComplete,
  saidOf,
  winnerOf,
  winnerOutcome,
  type Guess,
  type PredictionEvent,
  type PredictionOutcome,
} from '../study/prediction-results'
import { placeKey, type PredictionPlace, type PredictionTask } from '../study/prediction-task'
import { useLibrary } from './library'
import { usePredictionReveals, type Reveal } from './prediction-reveals'
import { usePredictionsKept } from './predictions-kept'
import { useSchool } from './school'
import { useSweepRun } from './sweep-run'

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

/** Predictions under way: their sweeps go on while the reader is elsewhere. */
export const usePredictions = defineStore('predictions', () => {
  const [run, library, school] = [useSweepRun(), useLibrary(), useSchool()]
  const [kept, reveals] = [usePredictionsKept(), usePredictionReveals()]
  const runs = shallowReactive(new Map<string, PredictionRun>())
  const drafts = new Map<string, PredictionDraft>()

  function draftOf(task: PredictionPlace): PredictionDraft | null {
    return drafts.get(placeKey(task)) ?? null
  }

  function keepDraft(task: PredictionPlace, draft: PredictionDraft): void {
    drafts.set(placeKey(task), draft)
  }

  function runOf(task: PredictionPlace): PredictionRun | null {
    return runs.get(placeKey(task)) ?? null
  }

  function set(next: PredictionRun): void {
    runs.set(placeKey(next.task), next)
  }

  /** The state of a sweep, whether it is on the bench or not. */
  function stateOf(sweepId: number): SweepState | null {
    return run.sweepId === sweepId ? run.state : (library.summaryOf(sweepId)?.state ?? null)
  }

  /** Takes the guess and runs the sweep, at once or when the one that runs has ended. */
  async function predict(task: PredictionTask, guess: Guess): Promise<void> {
    kept.keep(task, guess)
    set({ ...UNANSWERED, task, guess, isRepeat: false, phase: 'waiting' })
    await startNext()
  }

  /** Goes on with a prediction that was under way when the program last ended; one whose sweep was deleted is asked anew. */
  async function takeUp(task: PredictionTask): Promise<void> {
    const left = kept.at(task)
    if (left === null || runs.has(placeKey(task))) return
    const { guess, sweep } = left
    const held = { ...UNANSWERED, task, guess, isRepeat: false, sweepId: sweep } as const
    if (sweep === null) {
      set({ ...held, phase: 'waiting' })
      await startNext()
      return
    }
    if (!library.loaded) await library.load()
    if (runs.has(placeKey(task)) || library.loadFailed) return
    if (stateOf(sweep) === null) kept.settle(task)
    else {
      set({ ...held, phase: 'running' })
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
      if (!next.isRepeat) kept.join(task, run.sweepId)
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
    kept.settle(one.task)
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
    const read = await reveals.read(one.task.block, sweepId)
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
    else kept.settle(one.task)
  }

  /** Writes once more what could not be written. */
  async function writeAgain(task: PredictionTask): Promise<void> {
    const one = runOf(task)
    const unwritten = one?.unwritten ?? null
    if (one === null || unwritten === null) return
    if (!(await school.record([unwritten]))) return
    set({ ...one, unwritten: null })
    kept.settle(task)
  }

  /** Shows a prediction that was made before. */
  async function showAgain(task: PredictionTask, made: PredictionEvent): Promise<void> {
    const shown = { ...UNANSWERED, task, guess: guessOf(made), isRepeat: true } as const
    const read = await reveals.readMade(task, made)
    if (typeof read === 'string') fail({ ...shown, phase: 'failed' }, read)
    else set({ ...shown, ...read, phase: 'shown' })
  }

  /** Takes a prediction back to its question. */
  function reset(task: PredictionTask): void {
    runs.delete(placeKey(task))
    kept.settle(task)
  }

  return {
    runOf, stateOf, draftOf, keepDraft, predict, takeUp, resume, showAgain, runAgain, writeAgain, reset,
  } // prettier-ignore
})

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
