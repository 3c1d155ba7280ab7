/**
 * Words in shared memory between the engine and a trial that runs in the pool. A worker computes without ever
 * returning to its event loop, so a message would not reach it; a word that it loads at each step does.
 */

/** One Int32Array for all trials of a sweep. */
export const SWEEP_WORDS = { pace: 0, length: 1 } as const
export const PACE = { run: 0, pause: 1 } as const

/** One Int32Array for each lane of a sweep. */
export const LANE_WORDS = {
  /** Messages sent so far: a worker without a trial sleeps on it. */
  sent: 0,
  length: 1,
} as const

/** One Int32Array for each place of a lane. */
export const SLOT_WORDS = {
  /** Written by the engine: one of STOP. */
  stop: 0,
  /** Written by the worker: one of ACTIVITY. */
  activity: 1,
  /** Written by the worker: updates done. */
  step: 2,
  /** Written by the worker: points of the curve that are complete in the live curve. */
  points: 3,
  /**
   * Number of the trial that waits for this place, 0 without one. Whoever sets it from that number to 0 has the trial: the
   * worker that begins it, or the engine that takes it back.
   */
  turn: 4,
  length: 5,
} as const

/** Why the engine stops one trial. */
export const STOP = { none: 0, cancelled: 1, timeLimit: 2 } as const

export const ACTIVITY = { waitingToStart: 0, training: 1, paused: 2, ended: 3 } as const

/** Points of a live curve: beyond this many a trial trains on unseen; the stored curve is whole. */
export const LIVE_POINTS = 20_000
