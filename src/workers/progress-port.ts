import { ACTIVITY, LIVE_POINTS, PACE, SLOT_WORDS, STOP, SWEEP_WORDS } from '@shared/trial-control'
import { CURVE_COLUMNS } from '@shared/trial-result'
import { workerElapsed } from './worker-clock'

/** Shared memory between the engine and one running trial; the words are those of @shared/trial-control. */
export interface ProgressPort {
  readonly sweep: Int32Array
  readonly slot: Int32Array
  /** The curve so far, (points, CURVE_COLUMNS.length). */
  readonly live: Float32Array
}

/** A paused worker looks at its own stop word this often, in ms: one written just before it fell asleep is not missed. */
const LOOK_AGAIN = 200

export interface Progress {
  /** True while the trial may go on; sleeps while the sweep is paused. */
  readonly proceed: (step: number) => boolean
  readonly onPoint: (curve: Float32Array, points: number) => void
  /** The engine's word when the trial ended. */
  readonly stop: () => number
  /** Milliseconds slept so far. */
  readonly paused: () => number
  readonly end: () => void
}

export function openProgress({ sweep, slot, live }: ProgressPort): Progress {
  const columns = CURVE_COLUMNS.length
  const capacity = Math.min(LIVE_POINTS, Math.floor(live.length / columns))
  let shown = 0
  let paused = 0
  const sleep = (): void => {
    const start = workerElapsed()
    Atomics.store(slot, SLOT_WORDS.activity, ACTIVITY.paused)
    Atomics.wait(sweep, SWEEP_WORDS.pace, PACE.pause, LOOK_AGAIN)
    Atomics.store(slot, SLOT_WORDS.activity, ACTIVITY.training)
    paused += workerElapsed() - start
  }
  Atomics.store(slot, SLOT_WORDS.activity, ACTIVITY.training)
  return {
    proceed: (step) => {
      Atomics.store(slot, SLOT_WORDS.step, step)
      while (Atomics.load(slot, SLOT_WORDS.stop) === STOP.none) {
        if (Atomics.load(sweep, SWEEP_WORDS.pace) === PACE.run) return true
        sleep()
      }
      return false
    },
    onPoint: (curve, points) => {
      const end = Math.min(points, capacity)
      if (end <= shown) return
      live.set(curve.subarray(shown * columns, end * columns), shown * columns)
      shown = end
      Atomics.store(slot, SLOT_WORDS.points, end)
    },
    stop: () => Atomics.load(slot, SLOT_WORDS.stop),
    paused: () => paused,
    end: () => {
      Atomics.store(slot, SLOT_WORDS.activity, ACTIVITY.ended)
    },
  }
}
