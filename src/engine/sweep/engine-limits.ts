import { totalmem } from 'node:os'
import { TRIAL_MEMORY_LIMIT } from '@shared/trial-memory'

/** What a trial may take of the machine, and how its end is enforced. */
export interface EngineLimits {
  /** Estimated bytes of one trial; more is refused before it runs, because a worker's resourceLimits do not bound typed arrays. */
  readonly trialBytes: number
  /** Every trial gets at least this time, and `secondsPerFlop` for each floating-point operation of its estimate. */
  readonly trialMilliseconds: number
  readonly secondsPerFlop: number
  /** After the limit the trial is asked to stop; this much later its worker is ended. */
  readonly graceMilliseconds: number
  /** JavaScript heap of one worker; typed arrays lie outside it. */
  readonly heapMegabytes: number
}

const SHARE_OF_MEMORY = 0.5

/** Limits of this machine: half its memory for all workers together and what a worker can address, a hundredth of the usual speed, and never under a minute. */
export function engineLimits(workers: number, memory = totalmem()): EngineLimits {
  return {
    trialBytes: Math.min(TRIAL_MEMORY_LIMIT, Math.floor((memory * SHARE_OF_MEMORY) / workers)),
    trialMilliseconds: 60_000,
    secondsPerFlop: 1e-8,
    graceMilliseconds: 150,
    heapMegabytes: 256,
  }
}
