/** The workers' only source of time: milliseconds on a clock that never goes back. No result depends on it. */
export function workerElapsed(): number {
  return performance.now()
}

/** Milliseconds that all threads of this process have computed, those that compile code among them. */
export function processorElapsed(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
