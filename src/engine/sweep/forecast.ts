import { setImmediate } from 'node:timers/promises'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { Forecast } from '@shared/sweep'
import type { Timings } from '@workers/time-trials'
import type { Clock } from '../clock'
import type { Store } from '../store/store'
import { reportBytes, trialIdentity } from './sweep-plan'
import type { PlannedConfiguration, SweepPlan } from './sweep-plan'
import { readCalibration, readTimings } from './worker-reply'
import type { WorkerPool } from './worker-pool'

const CALIBRATION_MILLISECONDS = 100
/** For the trials of one forecast together. */
const TIMING_MILLISECONDS = 200
/** Configurations that are tried for one forecast; each needs some milliseconds to be told apart from chance. */
const TRIED = 24
/** A trial whose update takes more operations is not tried: nothing would interrupt it. */
const TRIED_UPDATE_FLOPS = 1e9
/** Handing a trial to a worker and writing its row. */
const TRIAL_OVERHEAD_SECONDS = 0.0005
const BATCH = 128

/** Tells what one trial of each configuration takes on this machine, in a thread of its own that rests between questions. */
export interface TrialTimer {
  /** Seconds of one trial of each configuration, and of the start of a thread besides. */
  readonly measure: (plan: SweepPlan) => Promise<Result<TimedPlan>>
}

interface TimedPlan {
  readonly seconds: readonly number[]
  readonly startSeconds: number
}

/**
 * Tries trials of the configurations (time-trials.ts) and remembers what they take. Those that were not tried take as much
 * as the nearest one by the operations of its products, times their ratio; those too large to be tried, by the rate of
 * wide layers.
 */
export function trialTimer(pool: WorkerPool, clock: Clock): TrialTimer {
  const known = new Map<string, number>()
  let startSeconds = 0
  let secondsPerFlop: number | null = null

  async function ask<Answer>(
    task: Parameters<WorkerPool['run']>[0],
    read: (reply: unknown) => Answer | null,
  ) {
    try {
      return read(await pool.run(task))
    } catch {
      return null
    }
  }

  async function tryTrials(plan: SweepPlan, tried: readonly PlannedConfiguration[]): Promise<boolean> {
    const seed = plan.expansion.seeds[0] ?? 0
    const trials = tried.map(({ configuration, data }) => ({ settings: configuration.settings, seed, data }))
    const begin = clock.elapsed()
    const timings: Timings | null = await ask(
      { kind: 'timings', trials, milliseconds: TIMING_MILLISECONDS },
      readTimings,
    )
    if (timings === null) return false
    const { warmUpSeconds, busySeconds } = timings
    const waited = Math.max(0, (clock.elapsed() - begin) / 1000 - busySeconds)
    if (warmUpSeconds !== null) startSeconds = waited + warmUpSeconds
    for (const [index, { identityText }] of tried.entries()) {
      const seconds = timings.seconds[index]
      if (seconds !== null && seconds !== undefined) known.set(identityText, seconds)
    }
    return true
  }

  return {
    measure: async (plan) => {
      const { configurations } = plan
      const isSmall = ({ cost }: PlannedConfiguration): boolean => cost.updateFlops <= TRIED_UPDATE_FLOPS
      const unknown = configurations.filter((planned) => isSmall(planned) && !known.has(planned.identityText))
      const tried = spread(unknown, TRIED)
      if (tried.length > 0 && !(await tryTrials(plan, tried))) return SPEEDLESS
      if (
        configurations.every((planned) => !known.has(planned.identityText)) ||
        !configurations.every(isSmall)
      ) {
        secondsPerFlop ??= await ask(
          { kind: 'calibrate', milliseconds: CALIBRATION_MILLISECONDS },
          readCalibration,
        )
        if (secondsPerFlop === null) return SPEEDLESS
      }
      const rate = secondsPerFlop ?? 0
      const measured = configurations.flatMap(({ cost, identityText }) => {
        const seconds = known.get(identityText)
        return seconds === undefined ? [] : [{ flops: cost.flops, seconds }]
      })
      const seconds = configurations.map((planned) => {
        const { cost, identityText } = planned
        const own = known.get(identityText)
        if (own !== undefined) return own
        return isSmall(planned) && measured.length > 0 ? scaled(cost.flops, measured) : cost.flops * rate
      })
      return success({ seconds, startSeconds })
    },
  }
}

const SPEEDLESS = failure('worker-fault', 'The speed of this machine could not be measured.')

/** At most `most` of the values, evenly from the first to the last. */
function spread<Value>(values: readonly Value[], most: number): readonly Value[] {
  if (values.length <= most) return values
  const step = (values.length - 1) / (most - 1)
  const places = new Set(Array.from({ length: most }, (_, index) => Math.round(index * step)))
  return values.filter((_, index) => places.has(index))
}

/** By the measured trial whose operations are nearest in ratio. */
function scaled(
  flops: number,
  measured: readonly { readonly flops: number; readonly seconds: number }[],
): number {
  const distance = (other: number): number => Math.abs(Math.log((other + 1) / (flops + 1)))
  const [first, ...others] = measured
  if (first === undefined) return 0
  const nearest = others.reduce(
    (best, next) => (distance(next.flops) < distance(best.flops) ? next : best),
    first,
  )
  return (nearest.seconds * (flops + 1)) / (nearest.flops + 1)
}

/**
 * Wall seconds = start of the threads + max(sum of the seconds of all trials / workers, the longest trial), over the trials that are
 * left after those found in the store. `isCold`: the threads have not run a trial yet.
 */
export async function forecastSweep(
  plan: SweepPlan,
  store: Store,
  { seconds: timed, startSeconds }: TimedPlan,
  workers: number,
  isCold: boolean,
): Promise<Result<Forecast>> {
  let reused = 0
  let total = 0
  let longest = 0
  let trialBytes = 0
  for (const [index, planned] of plan.configurations.entries()) {
    const { seeds } = plan.expansion
    let found = 0
    for (let first = 0; first < seeds.length; first += BATCH) {
      const identities = seeds.slice(first, first + BATCH).map((seed) => trialIdentity(planned, seed))
      const counted = store.trials.countEqual(identities)
      if (!counted.ok) return counted
      found += counted.value
      await setImmediate()
    }
    const seconds = (timed[index] ?? 0) + TRIAL_OVERHEAD_SECONDS
    reused += found
    total += (seeds.length - found) * seconds
    if (found < seeds.length) longest = Math.max(longest, seconds)
    trialBytes = Math.max(trialBytes, planned.cost.bytes)
  }
  const start = total > 0 && isCold ? startSeconds : 0
  return success({
    trials: plan.expansion.trialCount - reused,
    reused,
    seconds: start + Math.max(total / workers, longest),
    workers,
    trialBytes,
    reportBytes: reportBytes(plan.configurations, plan.expansion.seeds.length),
  })
}
