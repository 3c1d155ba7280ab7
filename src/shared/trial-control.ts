/**
 * Words in shared memory between the engine and a trial that runs in the pool. A worker computes without ever
 * returning to its event loop, so a message would not reach it; a word that it loads at each step does.
 */

/** One Int32Array for all trials of a sweep. */
export const SWEEP_WORDS = { pace: 0, length: 1 } as const
export const PACE = { run: 0, pause: 1 } as const

/** One Int32Array for each place in the pool. */
export const SLOT_WORDS = {
  /** Written by the engine: one of STOP. */
  stop: 0,
  /** Written by the worker: one of ACTIVITY. */
  activity: 1,
  /** Written by the worker: updates done. */
  step: 2,
  /** Written by the worker: points of the curve that are complete in the live curve. */
  points: 3,
  length: 4,
} as const

/** Why the engine stops one trial. */
export const STOP = { none: 0, cancelled: 1, timeLimit: 2 } as const

export const ACTIVITY = { waitingToStart: 0, training: 1, paused: 2, ended: 3 } as const

/** Points of a live curve: beyond this many a trial trains on unseen; the stored curve is whole. */
export const LIVE_POINTS = 20_000
