import type { TrialOutcome } from '@shared/trial-result'
import { STOP } from '@shared/trial-control'
import type { Clock } from '../clock'
import type { EngineLimits } from './engine-limits'
import type { PlannedConfiguration } from './sweep-plan'
import { sweepPace, trialPlace } from './trial-place'
import type { SweepPace, TrialPlace } from './trial-place'
import type { QueuedTrial } from './trial-queue'
import { readReply } from './worker-reply'
import type { WorkerPool } from './worker-pool'

/** What became of one attempt: an outcome, a fault that deserves a second attempt, or nothing (it was given up). */
export type AttemptEnd =
  | { readonly kind: 'outcome'; readonly outcome: TrialOutcome }
  | { readonly kind: 'fault'; readonly message: string }
  | { readonly kind: 'given-up' }

/** A trial in a worker. */
export interface RunningAttempt {
  readonly trial: QueuedTrial
  readonly planned: PlannedConfiguration
  readonly place: TrialPlace
  /** Milliseconds it has run, pauses and sleep of the machine left out. */
  readonly milliseconds: () => number
}

interface Attempt {
  readonly trial: QueuedTrial
  readonly planned: PlannedConfiguration
  readonly place: TrialPlace
  readonly controller: AbortController
  milliseconds: number
  /** Running time at which the worker is ended, once the trial was asked to stop. */
  deadline: number
  abortReason: string | null
  givenUp: boolean
}

/** A longer gap between two looks is a machine that slept or a clock that was moved: it counts as this much. */
const LONGEST_TICK = 250
/** Milliseconds that a cancelled trial has to reach its next step. */
const CANCEL_PATIENCE = 400

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`
}

function noResult(outcome: TrialOutcome, message: string): TrialOutcome {
  return { ...outcome, status: 'error', final: null, message }
}

/** A trial that was cancelled before it had anything to keep. */
export function emptyOutcome(milliseconds: number): TrialOutcome {
  return {
    status: 'cancelled',
    final: null,
    steps: 0,
    milliseconds,
    weightsHash: null,
    firstCause: null,
    message: null,
    curve: new Float32Array(0),
    layers: new Float32Array(0),
    spectrum: new Float32Array(0),
    histograms: new Float32Array(0),
    jacobian: null,
  }
}

export interface TrialRunnerOptions {
  readonly pool: WorkerPool
  readonly limits: EngineLimits
  readonly clock: Clock
  /** Points of the longest curve of the sweep. */
  readonly points: number
  readonly onEnd: (trial: QueuedTrial, end: AttemptEnd) => void
}

/** Runs single attempts, at most one for each thread of the pool, and enforces their time limits. */
export class TrialRunner {
  readonly #options: TrialRunnerOptions
  readonly #pace: SweepPace = sweepPace()
  readonly #places: TrialPlace[]
  readonly #attempts = new Set<Attempt>()
  #lastTick: number

  constructor(options: TrialRunnerOptions) {
    this.#options = options
    this.#places = Array.from({ length: options.pool.size }, () => trialPlace(this.#pace, options.points))
    this.#lastTick = options.clock.elapsed()
  }

  /** Places without a trial. */
  free(): number {
    return this.#places.length
  }

  running(): readonly RunningAttempt[] {
    return [...this.#attempts].map(({ trial, planned, place, milliseconds }) => ({
      trial,
      planned,
      place,
      milliseconds: () => milliseconds,
    }))
  }

  /** Needs a free place. */
  run(trial: QueuedTrial, planned: PlannedConfiguration): void {
    const place = this.#places.pop()
    if (place === undefined) throw new Error('Every place of the pool is taken')
    place.reset()
    const attempt: Attempt = {
      trial,
      planned,
      place,
      controller: new AbortController(),
      milliseconds: 0,
      deadline: Infinity,
      abortReason: null,
      givenUp: false,
    }
    this.#attempts.add(attempt)
    const { settings } = planned.configuration
    const task = {
      kind: 'trial',
      settings,
      seed: trial.seed,
      data: planned.data,
      port: place.port,
    } as const
    this.#options.pool.run(task, attempt.controller.signal).then(
      (reply) => this.#end(attempt, this.#readEnd(attempt, reply)),
      (error: unknown) => this.#end(attempt, this.#failedEnd(attempt, error)),
    )
  }

  pause(): void {
    this.#pace.pause()
  }

  resume(): void {
    this.#lastTick = this.#options.clock.elapsed()
    this.#pace.run()
  }

  /** True when every running trial sleeps. */
  isIdle(): boolean {
    return [...this.#attempts].every(({ place }) => place.isPaused())
  }

  /** Asks running trials to end as cancelled; a worker that does not answer in time is ended. */
  cancel(belongs: (trial: QueuedTrial) => boolean): void {
    for (const attempt of this.#attempts) {
      if (!belongs(attempt.trial) || attempt.place.isStopped()) continue
      attempt.place.stop(STOP.cancelled)
      attempt.deadline = attempt.milliseconds + CANCEL_PATIENCE
    }
  }

  /** Ends every worker with a trial in it; nothing of those trials is kept. */
  giveUp(): void {
    for (const attempt of this.#attempts) {
      attempt.givenUp = true
      attempt.controller.abort()
    }
  }

  /** Looks after time limits; to be called several times within the grace of the limits. */
  tick(): void {
    const now = this.#options.clock.elapsed()
    const passed = Math.min(LONGEST_TICK, Math.max(0, now - this.#lastTick))
    this.#lastTick = now
    for (const attempt of this.#attempts) {
      if (!attempt.place.isPaused()) attempt.milliseconds += passed
      this.#enforceLimit(attempt)
    }
  }

  #enforceLimit(attempt: Attempt): void {
    const limit = attempt.planned.limitMilliseconds
    if (attempt.milliseconds > limit && !attempt.place.isStopped()) {
      attempt.place.stop(STOP.timeLimit)
      attempt.deadline = limit + this.#options.limits.graceMilliseconds
    }
    if (attempt.milliseconds <= attempt.deadline || attempt.abortReason !== null) return
    attempt.abortReason = `It did not answer any more and was ended after ${seconds(attempt.milliseconds)}.`
    attempt.controller.abort()
  }

  #readEnd(attempt: Attempt, reply: unknown): AttemptEnd {
    const read = readReply(reply)
    if (read.kind === 'fault') return read
    const { outcome, stop } = read
    if (outcome.status !== 'cancelled' || stop !== STOP.timeLimit) return { kind: 'outcome', outcome }
    const limit = seconds(attempt.planned.limitMilliseconds)
    const message = `The trial reached its time limit of ${limit} after ${outcome.steps} of ${attempt.planned.cost.steps} steps.`
    return { kind: 'outcome', outcome: noResult(outcome, message) }
  }

  #failedEnd(attempt: Attempt, error: unknown): AttemptEnd {
    const reason = attempt.abortReason ?? (error instanceof Error ? error.message : String(error))
    if (attempt.deadline < Infinity && attempt.milliseconds < attempt.planned.limitMilliseconds) {
      return { kind: 'outcome', outcome: emptyOutcome(Math.round(attempt.milliseconds)) }
    }
    return { kind: 'fault', message: reason }
  }

  #end(attempt: Attempt, end: AttemptEnd): void {
    this.#attempts.delete(attempt)
    // An ended worker may write a little longer: its place is never used again.
    const aborted = attempt.controller.signal.aborted
    this.#places.push(aborted ? trialPlace(this.#pace, this.#options.points) : attempt.place)
    this.#options.onEnd(attempt.trial, attempt.givenUp ? { kind: 'given-up' } : end)
  }
}
