import { ENGINE_VERSION } from '@shared/engine-version'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { Forecast, SweepSummary, SweepUpdate, TrialCounts, TrialKey } from '@shared/sweep'
import { parseSweepDocument } from '@shared/sweep-spec'
import type { SweepSpec } from '@shared/sweep-spec'
import type { Clock } from '../clock'
import { readJsonObject } from '../reports/json-text'
import type { Store } from '../store/store'
import type { StoredSweep } from '../store/sweeps-table'
import type { EngineLimits } from './engine-limits'
import { forecastSweep, trialTimer } from './forecast'
import type { TrialTimer } from './forecast'
import { planSweep } from './sweep-plan'
import type { PlanningTools, SweepPlan } from './sweep-plan'
import { SweepRun } from './sweep-run'
import { sweepSummary } from './sweep-summary'
import { seedMajor } from './trial-queue'
import { emptyOutcome } from './trial-runner'
import { workerPool } from './worker-pool'
import type { WorkerPool } from './worker-pool'

const IDLE_MILLISECONDS = 10_000

export interface SweepControlOptions {
  readonly store: Store
  readonly workerPath: string
  readonly workers: number
  readonly limits: EngineLimits
  readonly clock: Clock
  readonly isRevectorized: () => boolean
  readonly loadTrialData: PlanningTools['loadTrialData']
  readonly onUpdate: (update: SweepUpdate) => void
  readonly onLibraryChanged: () => void
}

/** Starts, pauses and continues sweeps: one runs at a time, on one pool. */
export class SweepControl {
  readonly #options: SweepControlOptions
  readonly #estimator: WorkerPool
  readonly #timing: WorkerPool
  readonly #timer: TrialTimer
  #pool: WorkerPool | null = null
  #active: SweepRun | null = null
  #isStarting = false

  constructor(options: SweepControlOptions) {
    this.#options = options
    const { workerPath, limits } = options
    const resting = {
      workerPath,
      size: 1,
      heapMegabytes: limits.heapMegabytes,
      idleMilliseconds: IDLE_MILLISECONDS,
    }
    this.#estimator = workerPool(resting)
    // A thread of its own: a plan does not wait for a forecast.
    this.#timing = workerPool(resting)
    this.#timer = trialTimer(this.#timing, options.clock)
  }

  /** Live threads of the pool; 0 before the first sweep. */
  threads(): number {
    return this.#pool?.threads() ?? 0
  }

  async forecast(spec: SweepSpec): Promise<Result<Forecast>> {
    const plan = await this.#plan(spec)
    if (!plan.ok) return plan
    const timed = await this.#timer.measure(plan.value)
    if (!timed.ok) return timed
    const { store, workers } = this.#options
    return forecastSweep(plan.value, store, timed.value, workers, this.#pool === null)
  }

  start(spec: SweepSpec, resumeEqual: boolean): Promise<Result<SweepSummary>> {
    return this.#alone(async () => {
      const plan = await this.#plan(spec)
      if (!plan.ok) return plan
      const equal = resumeEqual ? this.#unfinished(plan.value) : success(null)
      if (!equal.ok) return equal
      const sweepId = equal.value === null ? this.#insert(plan.value) : success(equal.value.id)
      if (!sweepId.ok) return sweepId
      const begun = await this.#begin(sweepId.value, plan.value)
      return begun.ok ? this.summary(sweepId.value) : begun
    })
  }

  /** One that has ended already needs no pause: it is a success. */
  async pause(sweepId: number): Promise<Result<null>> {
    const run = this.#runOf(sweepId)
    if (run !== null) {
      await run.pause()
      return success(null)
    }
    const sweep = this.#options.store.sweeps.get(sweepId)
    return sweep.ok ? success(null) : sweep
  }

  /** Runs what has no row yet and what ended in error; what was cancelled stays cancelled. */
  async resume(sweepId: number): Promise<Result<null>> {
    const run = this.#runOf(sweepId)
    if (run !== null && !run.isOver) return run.resume()
    return this.#alone(async () => {
      const sweep = this.#options.store.sweeps.get(sweepId)
      if (!sweep.ok) return sweep
      const spec = this.#resumable(sweep.value)
      if (!spec.ok) return spec
      const plan = await this.#plan(spec.value)
      if (!plan.ok) return plan
      const same = checkUnchanged(sweep.value, plan.value)
      return same.ok ? this.#begin(sweepId, plan.value) : same
    })
  }

  /** Finished trials stay; a sweep that has ended already stays what it is. */
  async cancel(sweepId: number): Promise<Result<null>> {
    const run = this.#runOf(sweepId)
    if (run !== null && !run.isOver) return run.cancel()
    const sweep = this.#options.store.sweeps.get(sweepId)
    if (!sweep.ok) return sweep
    if (sweep.value.state !== 'paused') return success(null)
    const marked = this.#options.store.sweeps.setState(sweepId, 'cancelled')
    if (marked.ok) this.#options.onLibraryChanged()
    return marked
  }

  async cancelConfiguration(sweepId: number, configuration: number): Promise<Result<null>> {
    const sweep = this.#options.store.sweeps.get(sweepId)
    if (!sweep.ok) return sweep
    if (
      !Number.isInteger(configuration) ||
      configuration < 0 ||
      configuration >= sweep.value.configurationCount
    ) {
      return failure('not-found', `The sweep has no configuration ${configuration}.`)
    }
    const run = this.#runOf(sweepId)
    if (run !== null && !run.isOver) {
      await run.cancelConfiguration(configuration)
      return success(null)
    }
    return sweep.value.state === 'paused' ? this.#cancelStored(sweep.value, configuration) : success(null)
  }

  /** Resolves when the sweep is done, cancelled or paused. @throws when the library has no such sweep. */
  async settled(sweepId: number): Promise<SweepSummary> {
    await this.#runOf(sweepId)?.settled()
    const summary = this.summary(sweepId)
    if (!summary.ok) throw new Error(summary.error.message)
    return summary.value
  }

  summary(sweepId: number): Result<SweepSummary> {
    const sweep = this.#options.store.sweeps.get(sweepId)
    if (!sweep.ok) return sweep
    const live = this.liveCounts(sweepId)
    const counts = live === null ? this.#options.store.sweeps.counts(sweepId) : success(live)
    return counts.ok ? success(sweepSummary(sweep.value, counts.value)) : counts
  }

  /** With the trials in the workers, which the store does not know; null when the sweep is not in them. */
  liveCounts(sweepId: number): TrialCounts | null {
    const run = this.#runOf(sweepId)
    return run !== null && !run.isOver ? run.counts() : null
  }

  /** A sweep that is to be deleted leaves the workers. */
  release(sweepId: number): Result<null> {
    const run = this.#runOf(sweepId)
    if (run === null || run.isOver) return success(null)
    if (!run.isSettled)
      return failure('busy', 'This sweep is running. Pause or cancel it before you delete it.')
    void run.close()
    return success(null)
  }

  async close(): Promise<void> {
    await this.#active?.close()
    await Promise.all([this.#pool?.close(), this.#estimator.close(), this.#timing.close()])
  }

  #plan(spec: SweepSpec): Promise<Result<SweepPlan>> {
    const { limits, loadTrialData } = this.#options
    return planSweep(spec, { estimator: this.#estimator, limits, loadTrialData })
  }

  #runOf(sweepId: number): SweepRun | null {
    return this.#active?.sweepId === sweepId ? this.#active : null
  }

  /** One sweep at a time: refuses while another runs or starts; a paused one gives its workers up. */
  async #alone<Value>(body: () => Promise<Result<Value>>): Promise<Result<Value>> {
    const active = this.#active
    if (this.#isStarting || (active !== null && !active.isSettled)) {
      const name = active?.plan.spec.name
      const which = name === undefined ? 'Another sweep' : `The sweep "${name}"`
      return failure(
        'queue-full',
        `${which} is running. Pause or cancel it, or wait for its end, before you start another.`,
      )
    }
    this.#isStarting = true
    try {
      return await body()
    } finally {
      this.#isStarting = false
    }
  }

  #unfinished(plan: SweepPlan): Result<StoredSweep | null> {
    const equal = this.#options.store.sweeps.findByHash(plan.sweepHash)
    if (!equal.ok) return equal
    const paused = equal.value.find(
      (sweep) => sweep.state === 'paused' && sweep.origin === 'run' && checkUnchanged(sweep, plan).ok,
    )
    return success(paused ?? null)
  }

  #insert({ spec, expansion, sweepHash, fingerprints }: SweepPlan): Result<number> {
    const { store, clock, isRevectorized } = this.#options
    return store.sweeps.insert({
      name: spec.name,
      origin: 'run',
      document: JSON.stringify(spec.document),
      sweepHash,
      state: 'paused',
      createdAt: clock.timestamp(),
      configurationCount: expansion.configurations.length,
      trialCount: expansion.trialCount,
      notes: spec.notes,
      view: '',
      missing: [],
      filePath: null,
      readOnly: false,
      engineVersion: ENGINE_VERSION,
      // The workers' set; the scalar one is the oracle of the tests.
      kernels: { set: 'simd', revectorizer: isRevectorized() ? 'on' : 'off' },
      datasets: fingerprints,
      source: null,
    })
  }

  async #begin(sweepId: number, plan: SweepPlan): Promise<Result<null>> {
    const { store, workerPath, workers, limits, clock, onUpdate, onLibraryChanged } = this.#options
    await this.#active?.close()
    const removed = store.trials.remove(sweepId, ['error'])
    if (!removed.ok) return removed
    const present = store.trials.keys(sweepId)
    if (!present.ok) return present
    const counts = store.sweeps.counts(sweepId)
    if (!counts.ok) return counts
    const marked = store.sweeps.setState(sweepId, 'running')
    if (!marked.ok) return marked
    this.#pool ??= workerPool({ workerPath, size: workers, heapMegabytes: limits.heapMegabytes })
    this.#active = new SweepRun({
      sweepId,
      plan,
      keys: withoutRows(plan, present.value),
      counts: counts.value,
      store,
      pool: this.#pool,
      limits,
      clock,
      onUpdate,
      onStateChanged: onLibraryChanged,
    })
    onLibraryChanged()
    this.#active.begin()
    return success(null)
  }

  #resumable(sweep: StoredSweep): Result<SweepSpec> {
    if (sweep.origin === 'file') {
      return failure('busy', 'This report was opened from a file. Start its sweep anew to compute it here.')
    }
    if (sweep.state === 'cancelled') {
      return failure('busy', 'This sweep was cancelled. Start it anew: its finished trials are used again.')
    }
    const counts = this.#options.store.sweeps.counts(sweep.id)
    if (!counts.ok) return counts
    if (counts.value.queued + counts.value.error === 0) {
      return failure('busy', 'Every trial of this sweep has ended.')
    }
    return readSpec(sweep)
  }

  #cancelStored(sweep: StoredSweep, configuration: number): Result<null> {
    const { store, onLibraryChanged } = this.#options
    const spec = readSpec(sweep)
    if (!spec.ok) return spec
    const present = store.trials.keys(sweep.id)
    if (!present.ok) return present
    const ended = new Set(
      present.value.filter((key) => key.configuration === configuration).map(({ seed }) => seed),
    )
    const waiting = spec.value.seeds.filter((seed) => !ended.has(seed))
    const written = store.trials.insert(
      sweep.id,
      waiting.map((seed) => ({ record: { ...emptyOutcome(0), configuration, seed }, identity: null })),
    )
    if (written.ok) onLibraryChanged()
    return written
  }
}

function readSpec(sweep: StoredSweep): Result<SweepSpec> {
  const document = readJsonObject(sweep.document, 'sweep.json')
  if (!document.ok) return document
  return parseSweepDocument(document.value)
}

/** A row computed from other data or by other numerics must not stand beside new ones. */
function checkUnchanged(sweep: StoredSweep, plan: SweepPlan): Result<null> {
  if (sweep.engineVersion !== ENGINE_VERSION) {
    const message = `This sweep was begun by engine ${sweep.engineVersion}; this is engine ${ENGINE_VERSION}, whose results differ. Start it anew.`
    return failure('busy', message)
  }
  for (const [task, fingerprint] of Object.entries(plan.fingerprints)) {
    if (sweep.datasets[task] !== fingerprint) {
      return failure(
        'dataset-invalid',
        'The data set has changed since this sweep was begun. Start it anew.',
        task,
      )
    }
  }
  if (plan.expansion.trialCount !== sweep.trialCount) {
    return failure('internal', 'The grid of this sweep is not what it was. Start it anew.')
  }
  return success(null)
}

function withoutRows(plan: SweepPlan, present: readonly TrialKey[]): readonly TrialKey[] {
  const ended = new Set(present.map(({ configuration, seed }) => `${configuration} ${seed}`))
  return seedMajor(plan.configurations.length, plan.expansion.seeds).filter(
    ({ configuration, seed }) => !ended.has(`${configuration} ${seed}`),
  )
}
