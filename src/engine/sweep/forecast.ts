import { setImmediate } from 'node:timers/promises'
import { LAYER_WIDTH, CURVE_WIDTH } from '@shared/report'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import type { Forecast } from '@shared/sweep'
import type { Store } from '../store/store'
import { trialIdentity } from './sweep-plan'
import type { SweepPlan } from './sweep-plan'
import { readCalibration } from './worker-reply'
import type { WorkerPool } from './worker-pool'

const CALIBRATION_MILLISECONDS = 200
/** Handing a trial to a worker and writing its row. */
const TRIAL_OVERHEAD_SECONDS = 0.001
/** One line of trials.ndjson and its entries in the manifest, before packing. */
const LINE_BYTES = 500
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
  let reportBytes = 0
  for (const planned of plan.configurations) {
    const { cost, configuration } = planned
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
    const { settings } = configuration
    const layers = settings.record.layers ? settings.model.widths.length + 1 : 0
    reused += found
    total += (seeds.length - found) * seconds
    if (found < seeds.length) longest = Math.max(longest, seconds)
    trialBytes = Math.max(trialBytes, cost.bytes)
    reportBytes += seeds.length * (LINE_BYTES + cost.points * 4 * (CURVE_WIDTH + layers * LAYER_WIDTH))
  }
  return success({
    trials: plan.expansion.trialCount - reused,
    reused,
    seconds: Math.max(total / workers, longest),
    workers,
    trialBytes,
    reportBytes,
  })
}
