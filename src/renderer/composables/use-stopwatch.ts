import { now } from './use-now'

/** Counts time while it runs. */
export interface Stopwatch {
  /** From zero, or from so many milliseconds, at rest. */
  readonly reset: (from?: number) => void
  readonly run: () => void
  readonly hold: () => void
  /** Whole milliseconds, at most a day: no event says more. */
  readonly read: () => number
}

const DAY = 86_400_000

export function useStopwatch(): Stopwatch {
  let counted = 0
  let since: number | null = null
  const total = (): number => counted + (since === null ? 0 : now() - since)
  return {
    reset: (from = 0) => {
      counted = from
      since = null
    },
    run: () => {
      since ??= now()
    },
    hold: () => {
      counted = total()
      since = null
    },
    read: () => Math.min(DAY, Math.round(total())),
  }
}
