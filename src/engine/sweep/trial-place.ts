import { CURVE_COLUMNS } from '@shared/trial-result'
import { ACTIVITY, LIVE_POINTS, PACE, SLOT_WORDS, STOP, SWEEP_WORDS } from '@shared/trial-control'
import type { ProgressPort } from '@workers/progress-port'

/** The engine's side of the shared memory of one trial. */
export interface TrialPlace {
  readonly port: ProgressPort
  /** Before a trial waits for it; `turn` is the number of that trial, unlike any before it at this place. */
  readonly reset: (turn: number) => void
  /** Takes the waiting trial back; false when its worker has begun it. */
  readonly takeBack: () => boolean
  readonly stop: (reason: number) => void
  readonly isStopped: () => boolean
  readonly isPaused: () => boolean
  readonly step: () => number
  /** A copy of the curve so far. */
  readonly curve: () => Float32Array
}

/** Pauses and wakes every trial of a sweep. */
export interface SweepPace {
  readonly words: Int32Array
  readonly pause: () => void
  readonly run: () => void
  /** Wakes sleeping trials so that they look at their stop word. */
  readonly wake: () => void
}

export function sweepPace(): SweepPace {
  const words = new Int32Array(new SharedArrayBuffer(SWEEP_WORDS.length * Int32Array.BYTES_PER_ELEMENT))
  const wake = (): void => {
    Atomics.notify(words, SWEEP_WORDS.pace)
  }
  return {
    words,
    pause: () => {
      Atomics.store(words, SWEEP_WORDS.pace, PACE.pause)
    },
    run: () => {
      Atomics.store(words, SWEEP_WORDS.pace, PACE.run)
      wake()
    },
    wake,
  }
}

/** `points` is the longest curve of the sweep. */
export function trialPlace(pace: SweepPace, points: number): TrialPlace {
  const columns = CURVE_COLUMNS.length
  const slot = new Int32Array(new SharedArrayBuffer(SLOT_WORDS.length * Int32Array.BYTES_PER_ELEMENT))
  const capacity = Math.min(LIVE_POINTS, points) * columns
  const live = new Float32Array(new SharedArrayBuffer(capacity * Float32Array.BYTES_PER_ELEMENT))
  let waiting = 0
  return {
    port: { sweep: pace.words, slot, live },
    reset: (turn) => {
      waiting = turn
      Atomics.store(slot, SLOT_WORDS.stop, STOP.none)
      Atomics.store(slot, SLOT_WORDS.activity, ACTIVITY.waitingToStart)
      Atomics.store(slot, SLOT_WORDS.step, 0)
      Atomics.store(slot, SLOT_WORDS.points, 0)
      Atomics.store(slot, SLOT_WORDS.turn, turn)
    },
    takeBack: () => Atomics.compareExchange(slot, SLOT_WORDS.turn, waiting, 0) === waiting,
    stop: (reason) => {
      Atomics.store(slot, SLOT_WORDS.stop, reason)
      pace.wake()
    },
    isStopped: () => Atomics.load(slot, SLOT_WORDS.stop) !== STOP.none,
    isPaused: () => Atomics.load(slot, SLOT_WORDS.activity) === ACTIVITY.paused,
    step: () => Atomics.load(slot, SLOT_WORDS.step),
    curve: () => new Float32Array(live.subarray(0, Atomics.load(slot, SLOT_WORDS.points) * columns)),
  }
}
