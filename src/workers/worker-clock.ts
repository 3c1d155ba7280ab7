/** The workers' only source of time: milliseconds on a clock that never goes back. No result depends on it. */
export function workerElapsed(): number {
  return performance.now()
}
