/** What is known of one configuration: its cost by estimate, and the seconds that its ended trials took. */
export interface ConfigurationLoad {
  readonly flops: number
  /** Trials that wait to run. */
  readonly waiting: number
  readonly endedTrials: number
  readonly endedSeconds: number
}

/** A trial in a worker. */
export interface RunningLoad {
  readonly configuration: number
  readonly elapsedSeconds: number
}

interface Rate {
  seconds: number
  flops: number
}

function secondsPerFlop(rate: Rate | undefined): number | null {
  return rate !== undefined && rate.flops > 0 ? rate.seconds / rate.flops : null
}

/** Cost class: trials within a factor of two of each other. */
function costClass(flops: number): number {
  return Math.floor(Math.log2(Math.max(1, flops)))
}

/**
 * Expected seconds of one trial of each configuration: the mean of its own ended trials (which knows about divergence
 * and caches), else flops times the rate of its cost class, else of the nearest class seen. Null before any trial ended.
 */
export function expectedTrialSeconds(loads: readonly ConfigurationLoad[]): readonly number[] | null {
  const classes = new Map<number, Rate>()
  for (const { flops, endedTrials, endedSeconds } of loads) {
    if (endedTrials === 0) continue
    const rate = classes.get(costClass(flops)) ?? { seconds: 0, flops: 0 }
    rate.seconds += endedSeconds
    rate.flops += endedTrials * flops
    classes.set(costClass(flops), rate)
  }
  const seen = [...classes.keys()]
  if (seen.length === 0) return null
  return loads.map(({ flops, endedTrials, endedSeconds }) => {
    if (endedTrials > 0) return endedSeconds / endedTrials
    const own = costClass(flops)
    const nearest = seen.reduce((best, next) => (Math.abs(next - own) < Math.abs(best - own) ? next : best))
    return flops * (secondsPerFlop(classes.get(nearest)) ?? 0)
  })
}

/** Above this many waiting trials their order makes no difference that a person could see. */
export const SCHEDULED_TRIALS = 400

/** Wall seconds until the last trial ends: each goes, in order, to the worker that is free first. */
function scheduledSeconds(rests: readonly number[], durations: readonly number[], workers: number): number {
  const free = Array.from({ length: workers }, (_, index) => rests[index] ?? 0)
  for (const seconds of durations) {
    const first = free.indexOf(Math.min(...free))
    free[first] = (free[first] ?? 0) + seconds
  }
  return Math.max(0, ...free)
}

/**
 * Remaining wall seconds: for many waiting trials the sum of all that is left / workers; for the last ones the end of
 * their schedule, because a heavy trial at the end keeps one worker busy and the others idle. Null before any trial
 * ended. `upcoming` holds the configuration of each waiting trial, in order; null when there are many.
 */
export function remainingSeconds(
  loads: readonly ConfigurationLoad[],
  upcoming: readonly number[] | null,
  running: readonly RunningLoad[],
  workers: number,
): number | null {
  const expected = expectedTrialSeconds(loads)
  if (expected === null) return null
  const rests = running.map(({ configuration, elapsedSeconds }) =>
    Math.max(0, (expected[configuration] ?? 0) - elapsedSeconds),
  )
  if (upcoming !== null) {
    const durations = upcoming.map((configuration) => expected[configuration] ?? 0)
    return scheduledSeconds(rests, durations, workers)
  }
  let total = rests.reduce((sum, seconds) => sum + seconds, 0)
  for (const [index, { waiting }] of loads.entries()) total += waiting * (expected[index] ?? 0)
  return total / workers
}

/** Seconds after which half of a change of the estimate is shown. */
const HALF_LIFE = 2
/** The shown time leaves the estimate by this factor at most, unless it would have to jump. */
const WIDEST = 1.5
/** Largest ratio of one shown time to the one before. */
const JUMP = 1.9
/** Below this, in seconds, a jump is no longer seen. */
const SMALLEST = 0.2

function between(low: number, value: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

/**
 * The time to show: the one shown before, less the time since, drawn towards the new estimate (in ratio). It moves
 * smoothly, lies by no more than half again, and never jumps by 2 x, whatever the estimate does.
 */
export function steadySeconds(shown: number | null, secondsSince: number, estimate: number): number {
  if (shown === null) return estimate
  const expected = shown - secondsSince
  if (expected <= SMALLEST || estimate <= 0) return Math.max(0, estimate, Math.min(expected, shown / JUMP))
  const kept = Math.pow(0.5, secondsSince / HALF_LIFE)
  const drawn = estimate * Math.pow(expected / estimate, kept)
  return between(expected / JUMP, between(estimate / WIDEST, drawn, estimate * WIDEST), expected * JUMP)
}
