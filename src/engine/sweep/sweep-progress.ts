import type { RunningTrial, SweepState, SweepUpdate, TrialCounts, TrialRecord } from '@shared/sweep'
import type { Clock } from '../clock'
import { remainingSeconds, SCHEDULED_TRIALS, steadySeconds } from './eta'
import type { SweepPlan } from './sweep-plan'
import type { TrialQueue } from './trial-queue'
import type { TrialRunner } from './trial-runner'

/** At most ten updates a second; a change of state is told at once. */
const UPDATE_MILLISECONDS = 100
/** Trials a second are counted over this time. */
const RATE_MILLISECONDS = 5000

export interface SweepProgressOptions {
  readonly sweepId: number
  readonly plan: SweepPlan
  readonly queue: TrialQueue
  readonly runner: TrialRunner
  readonly clock: Clock
  readonly workers: number
  /** Counts of the rows that the store holds already. */
  readonly counts: TrialCounts
  readonly onUpdate: (update: SweepUpdate) => void
}

/** Keeps the figures of a running sweep and tells them, throttled. */
export class SweepProgress {
  readonly #options: SweepProgressOptions
  readonly #counts: Record<keyof TrialCounts, number>
  readonly #endedTrials: Float64Array
  readonly #endedSeconds: Float64Array
  #ended: TrialRecord[] = []
  #endTimes: number[] = []
  #lastUpdate = -Infinity
  #shownEta: { readonly seconds: number; readonly at: number } | null = null

  constructor(options: SweepProgressOptions) {
    this.#options = options
    this.#counts = { ...options.counts }
    this.#endedTrials = new Float64Array(options.plan.configurations.length)
    this.#endedSeconds = new Float64Array(options.plan.configurations.length)
  }

  /** Records that are on disk now. `ran` is false for those taken from another sweep. */
  committed(records: readonly TrialRecord[], ran: boolean): void {
    const now = this.#options.clock.elapsed()
    for (const record of records) {
      this.#counts[record.status] += 1
      this.#ended.push(record)
      if (ran && record.status !== 'cancelled') this.#endTimes.push(now)
    }
  }

  /** A trial ended in its worker; it may not be on disk yet. */
  measured(configuration: number, milliseconds: number): void {
    this.#endedTrials[configuration] = (this.#endedTrials[configuration] ?? 0) + 1
    this.#endedSeconds[configuration] = (this.#endedSeconds[configuration] ?? 0) + milliseconds / 1000
  }

  /**
   * Running is what a worker trains now, ended what is on disk, queued all the rest. So a trial that waits in a worker
   * counts as queued, and so does one that ended and waits for its group: if the program died now, it would have to run
   * again.
   */
  counts(): TrialCounts {
    const { done, stalled, diverged, cancelled, error } = this.#counts
    const running = this.#options.runner.running().length
    const total = this.#options.plan.expansion.trialCount
    const queued = total - running - done - stalled - diverged - cancelled - error
    return { queued, running, done, stalled, diverged, cancelled, error }
  }

  tell(state: SweepState, notice: string | null, atOnce: boolean): void {
    const { clock, sweepId, workers, onUpdate, runner } = this.#options
    const now = clock.elapsed()
    if (!atOnce && now - this.#lastUpdate < UPDATE_MILLISECONDS) return
    this.#lastUpdate = now
    const running = runner.running()
    const ended = this.#ended
    this.#ended = []
    onUpdate({
      sweepId,
      state,
      counts: this.counts(),
      trialsPerSecond: this.#trialsPerSecond(now),
      etaSeconds: state === 'running' ? this.#eta(now) : null,
      workers,
      workersBusy: running.filter(({ place }) => !place.isPaused()).length,
      running: running.map(({ trial, planned, place }): RunningTrial => ({
        configuration: trial.configuration,
        seed: trial.seed,
        step: place.step(),
        steps: planned.cost.steps,
        curve: place.curve(),
      })),
      ended,
      notice,
    })
  }

  #trialsPerSecond(now: number): number {
    this.#endTimes = this.#endTimes.filter((time) => now - time < RATE_MILLISECONDS)
    const [first] = this.#endTimes
    return first === undefined ? 0 : this.#endTimes.length / Math.max(0.25, (now - first) / 1000)
  }

  #eta(now: number): number | null {
    const { plan, queue, runner, workers } = this.#options
    const inThreads = runner.waiting().map(({ configuration }) => configuration)
    const loads = plan.configurations.map(({ cost }, index) => ({
      flops: cost.flops,
      waiting: queue.waiting(index) + inThreads.filter((configuration) => configuration === index).length,
      endedTrials: this.#endedTrials[index] ?? 0,
      endedSeconds: this.#endedSeconds[index] ?? 0,
    }))
    const running = runner.running().map(({ trial, milliseconds }) => ({
      configuration: trial.configuration,
      elapsedSeconds: milliseconds() / 1000,
    }))
    const upcoming = queue.upcoming(SCHEDULED_TRIALS)
    const waiting = upcoming === null ? null : [...inThreads, ...upcoming]
    const estimate = remainingSeconds(loads, waiting, running, workers)
    if (estimate === null) return null
    const before = this.#shownEta
    const since = before === null ? 0 : (now - before.at) / 1000
    const seconds = steadySeconds(before?.seconds ?? null, since, estimate)
    this.#shownEta = { seconds, at: now }
    return seconds
  }
}
