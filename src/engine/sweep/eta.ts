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

/**
 * Remaining wall seconds = max(sum of the expected seconds of all that is left / workers, the longest rest of a
 * running trial). Null before any trial ended.
 */
export function remainingSeconds(
  loads: readonly ConfigurationLoad[],
  running: readonly RunningLoad[],
  workers: number,
): number | null {
  const expected = expectedTrialSeconds(loads)
  if (expected === null) return null
  let total = 0
  let longest = 0
  for (const [index, { waiting }] of loads.entries()) total += waiting * (expected[index] ?? 0)
  for (const { configuration, elapsedSeconds } of running) {
    const rest = Math.max(0, (expected[configuration] ?? 0) - elapsedSeconds)
    total += rest
    longest = Math.max(longest, rest)
  }
  return Math.max(total / workers, longest)
}

/** Seconds after which half of a change of the estimate is shown. */
const HALF_LIFE = 2
/** The shown time leaves the estimate by this factor at most. */
const WIDEST = 1.5

/**
 * The time to show: the one shown before, less the time since, drawn towards the new estimate (in ratio), so that it
 * moves smoothly and never lies by more than half again.
 */
export function steadySeconds(shown: number | null, secondsSince: number, estimate: number): number {
  if (shown === null) return estimate
  const expected = shown - secondsSince
  if (expected <= 0 || estimate <= 0) return Math.max(0, estimate)
  const kept = Math.pow(0.5, secondsSince / HALF_LIFE)
  const drawn = estimate * Math.pow(expected / estimate, kept)
  return Math.min(estimate * WIDEST, Math.max(estimate / WIDEST, drawn))
}
