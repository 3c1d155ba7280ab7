import { setImmediate } from 'node:timers/promises'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { Forecast } from '@shared/sweep'
import type { Store } from '../store/store'
import { reportBytes, trialIdentity } from './sweep-plan'
import type { SweepPlan } from './sweep-plan'
import { readCalibration } from './worker-reply'
import type { WorkerPool } from './worker-pool'

const CALIBRATION_MILLISECONDS = 200
/** Handing a trial to a worker and writing its row. */
const TRIAL_OVERHEAD_SECONDS = 0.001
const BATCH = 128

/** Seconds per floating-point operation of the real training loop, measured once and then remembered. */
export function calibration(estimator: WorkerPool): () => Promise<Result<number>> {
  let measured: Promise<Result<number>> | null = null
  const measure = async (): Promise<Result<number>> => {
    try {
      const reply = await estimator.run({ kind: 'calibrate', milliseconds: CALIBRATION_MILLISECONDS })
      const seconds = readCalibration(reply)
      if (seconds !== null) return success(seconds)
    } catch {
      // Said below.
    }
    measured = null
    return failure('worker-fault', 'The speed of this machine could not be measured.')
  }
  return () => (measured ??= measure())
}

/**
 * Wall seconds = max(sum of flops x seconds per flop / workers, the longest trial), over the trials that are left after
 * those found in the store.
 */
export async function forecastSweep(
  plan: SweepPlan,
  store: Store,
  secondsPerFlop: number,
  workers: number,
): Promise<Result<Forecast>> {
  let reused = 0
  let total = 0
  let longest = 0
  let trialBytes = 0
  for (const planned of plan.configurations) {
    const { cost } = planned
    const { seeds } = plan.expansion
    let found = 0
    for (let index = 0; index < seeds.length; index += BATCH) {
      const identities = seeds.slice(index, index + BATCH).map((seed) => trialIdentity(planned, seed))
      const counted = store.trials.countEqual(identities)
      if (!counted.ok) return counted
      found += counted.value
      await setImmediate()
    }
    const seconds = cost.flops * secondsPerFlop + TRIAL_OVERHEAD_SECONDS
    reused += found
    total += (seeds.length - found) * seconds
    if (found < seeds.length) longest = Math.max(longest, seconds)
    trialBytes = Math.max(trialBytes, cost.bytes)
  }
  return success({
    trials: plan.expansion.trialCount - reused,
    reused,
    seconds: Math.max(total / workers, longest),
    workers,
    trialBytes,
    reportBytes: reportBytes(plan.configurations, plan.expansion.seeds.length),
  })
}
