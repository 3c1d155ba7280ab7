import { workerElapsed } from '../worker-clock'

/** Milliseconds of one stretch: long enough for the clock, short enough that some are left alone by other programs. */
const STRETCH = 20

/**
 * Milliseconds of one `run`: the mean over a stretch of about 20 ms, the least of all stretches that begin within `milliseconds`.
 * A run that is longer is a stretch of its own; there is always one.
 */
export function leastTime(run: () => unknown, milliseconds: number): number {
  const runs = runsInStretch(run)
  const begun = workerElapsed()
  let least = Infinity
  do {
    const start = workerElapsed()
    for (let count = 0; count < runs; count++) run()
    least = Math.min(least, (workerElapsed() - start) / runs)
  } while (workerElapsed() - begun < milliseconds)
  return least
}

/** Doubles the count until it takes half a stretch; warms the code up on the way. */
function runsInStretch(run: () => unknown): number {
  for (let runs = 1; ; runs *= 2) {
    const start = workerElapsed()
    for (let count = 0; count < runs; count++) run()
    const passed = workerElapsed() - start
    if (passed >= STRETCH / 2) return Math.max(1, Math.round((runs * STRETCH) / passed))
  }
}
