/** Milliseconds since the window opened: for how long something took, not for what time it is. */
export function now(): number {
  return performance.now()
}
