/** The engine's only source of time; tests inject their own. */
export interface Clock {
  /** Wall time for records: ISO 8601, UTC. May jump. */
  readonly timestamp: () => string
  /** Milliseconds on a clock that never goes back; only differences have a meaning. */
  readonly elapsed: () => number
}

export const systemClock: Clock = {
  timestamp: () => new Date().toISOString(),
  elapsed: () => performance.now(),
}
