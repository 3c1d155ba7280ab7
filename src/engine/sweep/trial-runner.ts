import type { TrialOutcome } from '@shared/trial-result'
import { STOP } from '@shared/trial-control'
import type { Clock } from '../clock'
import type { EngineLimits } from './engine-limits'
import type { PlannedConfiguration } from './sweep-plan'
import { TrialLane } from './trial-lane'
import { sweepPace } from './trial-place'
import type { SweepPace, TrialPlace } from './trial-place'
import type { QueuedTrial } from './trial-queue'
import { readLaneReply, readReply } from './worker-reply'
import type { WorkerPool } from './worker-pool'

/** What became of one attempt: an outcome, a fault that deserves a second attempt, or nothing (its thread ended before it began). */
export type AttemptEnd =
  | { readonly kind: 'outcome'; readonly outcome: TrialOutcome }
  | { readonly kind: 'fault'; readonly message: string }
  | { readonly kind: 'returned' }

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
  milliseconds: number
  /** Running time at which the worker is ended, once the trial was asked to stop. */
  deadline: number
  abortReason: string | null
}

interface Lane {
  readonly line: TrialLane
  /** In the order in which they were given: the first runs, the others wait. */
  readonly attempts: Attempt[]
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

/** Runs single attempts, one at a time in each thread of the pool, and enforces their time limits. */
export class TrialRunner {
  readonly #options: TrialRunnerOptions
  readonly #pace: SweepPace = sweepPace()
  #lanes: readonly Lane[]
  #lastTick: number
  #isClosed = false

  constructor(options: TrialRunnerOptions) {
    this.#options = options
    this.#lanes = Array.from({ length: options.pool.size }, () => this.#newLane())
    this.#lastTick = options.clock.elapsed()
  }

  /** Whether another trial may be given to a thread, to run or to wait there. */
  hasRoom(): boolean {
    return this.#lanes.some(({ line, attempts }) => attempts.length < line.places.length)
  }

  isEmpty(): boolean {
    return this.#lanes.every(({ attempts }) => attempts.length === 0)
  }

  /** The trial that each thread has begun, or begins next. */
  running(): readonly RunningAttempt[] {
    return this.#heads().map((attempt) => ({
      trial: attempt.trial,
      planned: attempt.planned,
      place: attempt.place,
      milliseconds: () => attempt.milliseconds,
    }))
  }

  /** Trials that wait in the threads behind those that run. */
  waiting(): readonly QueuedTrial[] {
    return this.#lanes.flatMap(({ attempts }) => attempts.slice(1).map(({ trial }) => trial))
  }

  /** Needs room. Goes to the thread that has least to do. */
  run(trial: QueuedTrial, planned: PlannedConfiguration): void {
    const lane = this.#lanes.reduce((least, next) =>
      next.attempts.length < least.attempts.length ? next : least,
    )
    this.#give(lane, trial, planned)
  }

  /** For when no trial is left to give: a thread without one takes over what waits in another. */
  balance(): void {
    for (const idle of this.#lanes) {
      if (idle.attempts.length > 0) continue
      const taken = this.#takeOne()
      if (taken === null) return
      this.#give(idle, taken.trial, taken.planned)
    }
  }

  /** Takes back what waits in the threads and has not begun, in the order in which it would have. */
  takeBack(belongs: (trial: QueuedTrial) => boolean): readonly QueuedTrial[] {
    const taken: QueuedTrial[] = []
    for (const { attempts } of this.#lanes) {
      for (const attempt of attempts.slice(1)) {
        if (!belongs(attempt.trial) || !attempt.place.takeBack()) continue
        attempts.splice(attempts.indexOf(attempt), 1)
        taken.push(attempt.trial)
      }
    }
    return taken
  }

  pause(): void {
    this.#pace.pause()
  }

  resume(): void {
    this.#lastTick = this.#options.clock.elapsed()
    this.#pace.run()
  }

  /** True when every trial in a thread sleeps. */
  isIdle(): boolean {
    return this.#lanes.every(({ attempts }) => attempts.every(({ place }) => place.isPaused()))
  }

  /** Asks the trials in the threads to end as cancelled; a worker that does not answer in time is ended. */
  cancel(belongs: (trial: QueuedTrial) => boolean): void {
    for (const { attempts } of this.#lanes) {
      for (const attempt of attempts) {
        if (!belongs(attempt.trial) || attempt.place.isStopped()) continue
        attempt.place.stop(STOP.cancelled)
        attempt.deadline = attempt.milliseconds + CANCEL_PATIENCE
      }
    }
  }

  /** Gives the threads back, and ends those with a trial in them: nothing of those trials is kept. */
  close(): void {
    this.#isClosed = true
    for (const { line, attempts } of this.#lanes) {
      if (attempts.length > 0) line.abort()
      else line.end()
    }
  }

  /** Looks after time limits; to be called several times within the grace of the limits. */
  tick(): void {
    const now = this.#options.clock.elapsed()
    const passed = Math.min(LONGEST_TICK, Math.max(0, now - this.#lastTick))
    this.#lastTick = now
    for (const lane of this.#lanes) {
      const [head] = lane.attempts
      if (head === undefined) continue
      if (!head.place.isPaused()) head.milliseconds += passed
      this.#enforceLimit(lane, head)
    }
  }

  #heads(): readonly Attempt[] {
    return this.#lanes.flatMap(({ attempts }) => attempts.slice(0, 1))
  }

  #newLane(): Lane {
    const { pool, points } = this.#options
    const lane: Lane = {
      attempts: [],
      line: new TrialLane({
        pool,
        pace: this.#pace,
        points,
        onAnswer: (answer) => this.#answered(lane, answer),
        onLost: (error) => this.#lost(lane, error),
      }),
    }
    return lane
  }

  #give({ line, attempts }: Lane, trial: QueuedTrial, planned: PlannedConfiguration): void {
    const number = line.places.findIndex((free) => attempts.every(({ place }) => place !== free))
    const place = line.places[number]
    if (place === undefined) throw new Error('Every place of the thread is taken')
    attempts.push({ trial, planned, place, milliseconds: 0, deadline: Infinity, abortReason: null })
    line.give(number, planned.configuration.settings, trial.seed, planned.data)
  }

  /** The trial that would wait longest. */
  #takeOne(): Attempt | null {
    const fullest = this.#lanes.reduce((most, next) =>
      next.attempts.length > most.attempts.length ? next : most,
    )
    const last = fullest.attempts.at(-1)
    if (last === undefined || fullest.attempts.length === 1 || !last.place.takeBack()) return null
    fullest.attempts.pop()
    return last
  }

  #enforceLimit(lane: Lane, attempt: Attempt): void {
    const limit = attempt.planned.limitMilliseconds
    if (attempt.milliseconds > limit && !attempt.place.isStopped()) {
      attempt.place.stop(STOP.timeLimit)
      attempt.deadline = limit + this.#options.limits.graceMilliseconds
    }
    if (attempt.milliseconds <= attempt.deadline || attempt.abortReason !== null) return
    attempt.abortReason = `It did not answer any more and was ended after ${seconds(attempt.milliseconds)}.`
    lane.line.abort()
  }

  #answered(lane: Lane, answer: unknown): void {
    const { place, reply } = readLaneReply(answer)
    const seat = lane.line.places[place]
    const at = lane.attempts.findIndex((attempt) => attempt.place === seat)
    const [attempt] = at < 0 ? [] : lane.attempts.splice(at, 1)
    // An answer to nothing that was asked: the trial that runs reaches its time limit.
    if (attempt === undefined || this.#isClosed) return
    this.#options.onEnd(attempt.trial, this.#readEnd(attempt, reply))
  }

  /** The first trial was in the thread when it ended, and is blamed; the others had not begun. */
  #lost(lane: Lane, error: unknown): void {
    if (this.#isClosed) return
    // An ended worker may write a little longer: its places are never used again.
    this.#lanes = this.#lanes.map((other) => (other === lane ? this.#newLane() : other))
    const [head, ...others] = lane.attempts.splice(0)
    for (const { trial } of others) this.#options.onEnd(trial, { kind: 'returned' })
    if (head !== undefined) this.#options.onEnd(head.trial, this.#failedEnd(head, error))
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
}
