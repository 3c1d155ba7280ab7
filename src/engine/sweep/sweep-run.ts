import { setImmediate } from 'node:timers/promises'
import { success } from '@shared/errors'
import type { LabError, Result } from '@shared/errors'
import type { SweepState, SweepUpdate, TrialCounts, TrialKey, TrialRecord } from '@shared/sweep'
import type { TrialOutcome } from '@shared/trial-result'
import type { Clock } from '../clock'
import { groupCommit } from '../store/group-commit'
import type { GroupCommit } from '../store/group-commit'
import type { Store } from '../store/store'
import type { StoredTrial } from '../store/trial-row'
import type { EngineLimits } from './engine-limits'
import { SweepProgress } from './sweep-progress'
import { trialIdentity } from './sweep-plan'
import type { PlannedConfiguration, SweepPlan } from './sweep-plan'
import { trialQueue } from './trial-queue'
import type { QueuedTrial, TrialQueue } from './trial-queue'
import { emptyOutcome, TrialRunner } from './trial-runner'
import type { AttemptEnd } from './trial-runner'
import type { WorkerPool } from './worker-pool'

const TICK_MILLISECONDS = 25
/** Trials looked up or written in one turn of the main process. */
const BATCH = 64
/** Milliseconds that running trials have to fall asleep when the program ends. */
const CLOSE_PATIENCE = 500

export interface SweepRunOptions {
  readonly sweepId: number
  readonly plan: SweepPlan
  /** The trials without a row, in the order in which they are to run. */
  readonly keys: readonly TrialKey[]
  readonly counts: TrialCounts
  readonly store: Store
  readonly pool: WorkerPool
  readonly limits: EngineLimits
  readonly clock: Clock
  readonly onUpdate: (update: SweepUpdate) => void
  /** The sweep changed between running, paused and ended. */
  readonly onStateChanged: () => void
}

type Phase = 'preparing' | 'running' | 'pausing' | 'paused' | 'cancelling' | 'done' | 'cancelled' | 'closed'

/** One sweep that is running, or paused with its trials in memory: from its first trial to its last row. */
export class SweepRun {
  readonly #options: SweepRunOptions
  readonly #queue: TrialQueue
  readonly #runner: TrialRunner
  readonly #group: GroupCommit
  readonly #progress: SweepProgress
  #phase: Phase = 'preparing'
  #notice: string | null = null
  #timer: ReturnType<typeof setInterval> | null = null
  #waiters: (() => void)[] = []
  #prepared: Promise<void> = Promise.resolve()
  readonly #cancelled = new Set<number>()

  constructor(options: SweepRunOptions) {
    const { sweepId, plan, keys, store, pool, limits, clock, onUpdate } = options
    this.#options = options
    this.#queue = trialQueue(keys)
    this.#runner = new TrialRunner({
      pool,
      limits,
      clock,
      points: plan.configurations.reduce((most, { cost }) => Math.max(most, cost.points), 1),
      onEnd: (trial, end) => this.#ended(trial, end),
    })
    this.#group = groupCommit({
      write: (group) => store.trials.insert(sweepId, group),
      committed: (group) => this.#committed(group),
      failed: (error) => this.#storeFailed(error),
    })
    this.#progress = new SweepProgress({
      sweepId,
      plan,
      clock,
      queue: this.#queue,
      runner: this.#runner,
      workers: pool.size,
      counts: options.counts,
      onUpdate,
    })
  }

  get sweepId(): number {
    return this.#options.sweepId
  }

  get plan(): SweepPlan {
    return this.#options.plan
  }

  get state(): SweepState {
    switch (this.#phase) {
      case 'preparing':
      case 'running':
      case 'pausing':
        return 'running'
      case 'cancelling':
      case 'cancelled':
        return 'cancelled'
      case 'done':
        return 'done'
      case 'paused':
      case 'closed':
        return 'paused'
    }
  }

  /** Nothing of it will run any more. */
  get isOver(): boolean {
    return this.#phase === 'done' || this.#phase === 'cancelled' || this.#phase === 'closed'
  }

  get isSettled(): boolean {
    return this.isOver || this.#phase === 'paused'
  }

  counts(): TrialCounts {
    return this.#progress.counts()
  }

  /** Resolves when the sweep is done, cancelled or paused. */
  settled(): Promise<void> {
    return this.isSettled ? Promise.resolve() : new Promise((resolve) => this.#waiters.push(resolve))
  }

  /** Takes over trials that an earlier sweep computed, then fills the pool. To be called once. */
  begin(): void {
    this.#startTimer()
    this.#prepared = this.#reuse().then(() => {
      if (this.#phase === 'preparing') this.#phase = 'running'
      this.#advance()
    })
  }

  async pause(): Promise<void> {
    await this.#prepared
    if (this.#phase === 'running') {
      this.#beginPause()
      this.#advance()
    }
    await this.settled()
  }

  /** Continues where it paused, with the trials that sleep in the workers; first writes what waits for the disk. */
  async resume(): Promise<Result<null>> {
    if (this.#phase === 'pausing') await this.settled()
    if (this.#phase !== 'paused') return success(null)
    const written = this.#group.flush()
    if (!written.ok || this.isOver) return written
    const marked = this.#options.store.sweeps.setState(this.sweepId, 'running')
    if (!marked.ok) return marked
    this.#notice = null
    this.#phase = 'running'
    this.#startTimer()
    this.#runner.resume()
    this.#options.onStateChanged()
    this.#advance()
    return success(null)
  }

  /** Finished trials stay, running ones end as cancelled with the curve so far, waiting ones are marked cancelled. */
  async cancel(): Promise<Result<null>> {
    await this.#prepared
    if (this.isOver) return success(null)
    const marked = this.#options.store.sweeps.setState(this.sweepId, 'cancelled')
    if (!marked.ok) return marked
    this.#phase = 'cancelling'
    this.#startTimer()
    this.#takeBack()
    this.#runner.cancel(() => true)
    this.#runner.resume()
    await this.#cancelWaiting()
    this.#advance()
    await this.settled()
    return success(null)
  }

  /** A batch a turn. Each trial stays in the queue until it is recorded, so that the sweep does not end before. */
  async #cancelWaiting(): Promise<void> {
    while (!this.isOver && this.#queue.length() > 0) {
      for (let count = 0; count < BATCH; count++) {
        const trial = this.#queue.next()
        if (trial !== undefined) this.#record(trial, emptyOutcome(0))
      }
      await setImmediate()
    }
  }

  async cancelConfiguration(configuration: number): Promise<void> {
    await this.#prepared
    if (this.isOver) return
    const belongs = (trial: TrialKey): boolean => trial.configuration === configuration
    this.#cancelled.add(configuration)
    const waiting = [...this.#runner.takeBack(belongs), ...this.#queue.take(belongs)]
    for (const trial of waiting) this.#record(trial, emptyOutcome(0))
    this.#runner.cancel(belongs)
    this.#startTimer()
    this.#advance()
  }

  /** Pauses for good: what ended is written, what sleeps in the workers is given up and runs again on resume. */
  async close(): Promise<void> {
    await this.#prepared
    if (this.isOver) return
    const patience = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_PATIENCE).unref())
    if (this.#phase === 'cancelling') await Promise.race([this.settled(), patience])
    else await Promise.race([this.pause(), patience])
    if (this.#isFinished()) return
    this.#group.flush()
    if (this.#phase !== 'cancelling') this.#options.store.sweeps.setState(this.sweepId, 'paused')
    this.#settle('closed')
  }

  #isFinished(): boolean {
    return this.#phase === 'done' || this.#phase === 'cancelled'
  }

  #startTimer(): void {
    this.#timer ??= setInterval(() => this.#tick(), TICK_MILLISECONDS)
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  #tick(): void {
    this.#runner.tick()
    this.#advance()
    if (!this.isSettled) this.#progress.tell(this.state, this.#notice, false)
    else if (this.#runner.isIdle()) this.#stopTimer()
  }

  /** Copies the rows of equal trials, found by identity, a batch a turn. */
  async #reuse(): Promise<void> {
    const waiting = this.#queue.all()
    const taken = new Set<QueuedTrial>()
    for (let index = 0; index < waiting.length; index += BATCH) {
      for (const trial of this.#reuseBatch(waiting.slice(index, index + BATCH))) taken.add(trial)
      await setImmediate()
    }
    if (taken.size > 0) this.#queue.take((trial) => taken.has(trial))
  }

  /** @returns the trials that have their row now. */
  #reuseBatch(batch: readonly QueuedTrial[]): readonly QueuedTrial[] {
    const { store, sweepId } = this.#options
    const identities = batch.map((trial) => this.#identity(trial))
    const found = store.trials.findEqual(identities)
    if (!found.ok || found.value.size === 0) return []
    const taken: QueuedTrial[] = []
    const copies: StoredTrial[] = []
    for (const [place, trial] of batch.entries()) {
      const identity = identities[place] ?? ''
      const record = found.value.get(identity)
      if (record === undefined) continue
      taken.push(trial)
      copies.push({ record: { ...record, configuration: trial.configuration, seed: trial.seed }, identity })
    }
    if (!store.trials.insert(sweepId, copies).ok) return []
    this.#progress.committed(recordsOf(copies), false)
    return taken
  }

  #planned({ configuration }: TrialKey): PlannedConfiguration {
    const planned = this.#options.plan.configurations[configuration]
    if (planned === undefined) throw new Error(`There is no configuration ${configuration}`)
    return planned
  }

  #identity(key: TrialKey): string {
    return trialIdentity(this.#planned(key), key.seed)
  }

  /** Moves the sweep on as far as it can go now. */
  #advance(): void {
    switch (this.#phase) {
      case 'running':
        this.#fill()
        if (this.#isExhausted()) this.#finish('done')
        return
      case 'pausing':
        if (this.#isExhausted() && this.#notice === null) this.#finish('done')
        else if (this.#runner.isIdle()) this.#finishPause()
        return
      case 'cancelling':
        if (this.#isExhausted()) this.#finish('cancelled')
        return
      case 'paused':
        if (this.#isExhausted() && this.#group.waiting() === 0) this.#finish('done')
        return
      default:
        return
    }
  }

  #isExhausted(): boolean {
    return this.#queue.length() === 0 && this.#runner.isEmpty()
  }

  #fill(): void {
    while (this.#phase === 'running' && this.#runner.hasRoom()) {
      const trial = this.#queue.next()
      if (trial === undefined) {
        this.#runner.balance()
        return
      }
      this.#runner.run(trial, this.#planned(trial))
    }
  }

  /** What waits in the threads waits in the queue again. */
  #takeBack(): void {
    for (const trial of this.#runner.takeBack(() => true)) this.#queue.putBack(trial)
  }

  #beginPause(): void {
    this.#phase = 'pausing'
    this.#runner.pause()
    this.#takeBack()
  }

  #finish(phase: 'done' | 'cancelled'): void {
    if (!this.#group.flush().ok) return
    const marked = this.#options.store.sweeps.setState(this.sweepId, phase)
    if (marked.ok) this.#settle(phase)
    else this.#storeFailed(marked.error)
  }

  #finishPause(): void {
    // A full disk keeps the group waiting; it is written on resume.
    if (this.#notice === null && !this.#group.flush().ok) return
    this.#options.store.sweeps.setState(this.sweepId, 'paused')
    this.#settle('paused')
  }

  #settle(phase: 'done' | 'cancelled' | 'paused' | 'closed'): void {
    this.#phase = phase
    this.#stopTimer()
    this.#group.stop()
    this.#progress.tell(this.state, this.#notice, true)
    if (phase !== 'paused') this.#runner.close()
    this.#options.onStateChanged()
    const waiters = this.#waiters
    this.#waiters = []
    for (const resolve of waiters) resolve()
  }

  #ended(trial: QueuedTrial, end: AttemptEnd): void {
    if (this.#phase === 'closed') return
    if (end.kind === 'outcome') {
      if (end.outcome.status !== 'cancelled') {
        this.#progress.measured(trial.configuration, end.outcome.milliseconds)
      }
      this.#record(trial, end.outcome)
    } else if (this.#phase === 'cancelling' || this.#cancelled.has(trial.configuration)) {
      this.#record(trial, emptyOutcome(0))
    } else if (end.kind === 'returned') {
      this.#queue.putBack(trial)
    } else if (trial.attempt === 1) {
      this.#queue.putBack({ ...trial, attempt: 2 })
    } else {
      const message = `The trial failed twice. ${end.message}`
      this.#record(trial, { ...emptyOutcome(0), status: 'error', message })
    }
    this.#advance()
  }

  #record({ configuration, seed }: TrialKey, outcome: TrialOutcome): void {
    const isResult = outcome.status !== 'cancelled' && outcome.status !== 'error'
    const identity = isResult ? this.#identity({ configuration, seed }) : null
    this.#group.add({ record: { ...outcome, configuration, seed }, identity })
  }

  #committed(group: readonly StoredTrial[]): void {
    this.#progress.committed(recordsOf(group), true)
    if (this.#phase !== 'paused') return
    this.#progress.tell('paused', this.#notice, true)
    this.#advance()
  }

  /** Nothing more can be written: the sweep pauses, what ended waits in memory. A sweep that is being cancelled just ends. */
  #storeFailed(error: LabError): void {
    this.#notice = error.message
    if (this.#phase === 'cancelling') {
      if (this.#isExhausted()) this.#settle('cancelled')
    } else if (this.#phase === 'running' || this.#phase === 'pausing') {
      this.#beginPause()
    }
  }
}

function recordsOf(group: readonly StoredTrial[]): readonly TrialRecord[] {
  return group.map(({ record }) => record)
}
