import type { Clock } from '@engine/clock'

/** A terminal's Ctrl+C reaches the whole group and is forwarded by npm besides: signals within this time are one. */
const ONE_INTERRUPT_MILLISECONDS = 500

/** A listener for signals that calls `first` at the first interrupt and `again` at every later one. */
export function interruptListener(clock: Clock, first: () => void, again: () => void): () => void {
  let begun: number | null = null
  return () => {
    const now = clock.elapsed()
    if (begun === null) {
      begun = now
      first()
    } else if (now - begun >= ONE_INTERRUPT_MILLISECONDS) again()
  }
}
