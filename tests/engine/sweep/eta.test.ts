import { describe, expect, test } from 'vitest'
import { expectedTrialSeconds, remainingSeconds, steadySeconds } from '@engine/sweep/eta'
import type { ConfigurationLoad, RunningLoad } from '@engine/sweep/eta'

function load(fields: Partial<ConfigurationLoad>): ConfigurationLoad {
  return { flops: 1e9, waiting: 0, endedTrials: 0, endedSeconds: 0, ...fields }
}

describe('expectedTrialSeconds', () => {
  test('is unknown before any trial ended', () => {
    expect(expectedTrialSeconds([load({})])).toBeNull()
  })

  test('takes a configuration at its own mean, another by the rate of its cost class, a third by the nearest', () => {
    const seconds = expectedTrialSeconds([
      load({ flops: 1.2e9, endedTrials: 2, endedSeconds: 6 }),
      load({ flops: 1.4e9 }),
      load({ flops: 64e9, endedTrials: 1, endedSeconds: 640 }),
      load({ flops: 32e9 }),
    ])
    expect(seconds?.[0]).toBe(3)
    expect(seconds?.[1]).toBeCloseTo(1.4 * 2.5)
    expect(seconds?.[2]).toBe(640)
    expect(seconds?.[3]).toBeCloseTo(320)
  })
})

describe('remainingSeconds', () => {
  const known = load({ endedTrials: 1, endedSeconds: 4 })

  test('shares the work among the workers', () => {
    expect(remainingSeconds([known], [0, 0, 0, 0, 0, 0], [], 3)).toBe(8)
  })

  test('sees that a heavy trial at the end keeps one worker busy', () => {
    const heavy = load({ flops: 9e9, endedTrials: 1, endedSeconds: 36 })
    expect(remainingSeconds([known, heavy], [0, 0, 0, 0, 1], [], 2)).toBe(44)
    expect(remainingSeconds([{ ...known, waiting: 1000 }], null, [], 4)).toBe(1000)
  })

  test('is never shorter than the rest of the longest running trial', () => {
    expect(remainingSeconds([known], [], [{ configuration: 0, elapsedSeconds: 1 }], 8)).toBe(3)
    expect(remainingSeconds([known], [], [{ configuration: 0, elapsedSeconds: 9 }], 8)).toBe(0)
  })
})

/** A sweep in virtual time: seed-major, every trial a noisy multiple of its cost, some configurations diverging early. */
class SimulatedSweep {
  readonly #flops: readonly number[]
  readonly #queue: number[]
  readonly #running: { configuration: number; start: number; end: number }[] = []
  readonly #ended: { trials: number; seconds: number }[]
  readonly #workers: number
  readonly #draw: () => number
  readonly total: number
  endedTrials = 0

  constructor(configurations: number, seeds: number, workers: number, draw: () => number) {
    this.#flops = Array.from({ length: configurations }, () => 1e7 * 2 ** (draw() * 10))
    this.#queue = Array.from({ length: configurations * seeds }, (_, index) => index % configurations)
    this.#ended = this.#flops.map(() => ({ trials: 0, seconds: 0 }))
    this.#workers = workers
    this.#draw = draw
    this.total = this.#queue.length
  }

  get isDone(): boolean {
    return this.#queue.length === 0 && this.#running.length === 0
  }

  /** Every configuration has ended once. */
  get isKnown(): boolean {
    return this.#ended.every(({ trials }) => trials > 0)
  }

  advance(now: number): void {
    for (const trial of this.#running.filter(({ end }) => end <= now)) {
      const ended = this.#ended[trial.configuration]
      if (ended !== undefined) {
        ended.trials += 1
        ended.seconds += trial.end - trial.start
      }
      this.endedTrials += 1
      this.#running.splice(this.#running.indexOf(trial), 1)
    }
    while (this.#running.length < this.#workers) {
      const configuration = this.#queue.shift()
      if (configuration === undefined) return
      const share = configuration % 4 === 3 ? 0.1 : 1
      const seconds = (this.#flops[configuration] ?? 0) * 1e-9 * share * (0.8 + 0.4 * this.#draw())
      this.#running.push({ configuration, start: now, end: now + seconds })
    }
  }

  remaining(now: number): number | null {
    const loads = this.#flops.map((flops, index) => ({
      flops,
      waiting: 0,
      endedTrials: this.#ended[index]?.trials ?? 0,
      endedSeconds: this.#ended[index]?.seconds ?? 0,
    }))
    const running: RunningLoad[] = this.#running.map(({ configuration, start }) => ({
      configuration,
      elapsedSeconds: now - start,
    }))
    return remainingSeconds(loads, this.#queue, running, this.#workers)
  }
}

function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

test('over 40 sweeps of unlike trials the time shown never jumps more than 2 x after 10 %, and ends right', () => {
  let widest = 1
  let checked = 0
  for (let round = 1; round <= 40; round++) {
    const draw = generator(round)
    const sweep = new SimulatedSweep(4 + (round % 9), 5 + (round % 11), 1 + (round % 4), draw)
    const shownAt: { at: number; seconds: number }[] = []
    let shown: number | null = null
    let now = 0
    let knownAt = Infinity
    for (; !sweep.isDone; now += 0.1) {
      sweep.advance(now)
      if (sweep.isKnown) knownAt = Math.min(knownAt, now)
      const estimate = sweep.remaining(now)
      if (estimate === null) continue
      const next = steadySeconds(shown, 0.1, estimate)
      if (shown !== null && sweep.endedTrials > sweep.total / 10 && shown > 0.5) {
        widest = Math.max(widest, next / shown, (shown - 0.1) / Math.max(next, 0.1))
      }
      shown = next
      shownAt.push({ at: now, seconds: next })
    }
    // Once every configuration ended once, and its smoothing has caught up, the time is right.
    for (const { at, seconds } of shownAt.filter(({ at }) => at > knownAt + 10 && now - at > 5)) {
      expect(seconds / (now - at)).toBeGreaterThan(0.5)
      expect(seconds / (now - at)).toBeLessThan(2)
      checked += 1
    }
  }
  expect(widest).toBeLessThan(2)
  expect(checked).toBeGreaterThan(500)
})

describe('steadySeconds', () => {
  test('counts down by itself when the estimate agrees', () => {
    expect(steadySeconds(10, 1, 9)).toBeCloseTo(9)
  })

  test('is drawn half of the way, in ratio, within two seconds', () => {
    expect(steadySeconds(10, 2, 10)).toBeCloseTo(Math.sqrt(8 * 10))
  })

  test('never leaves the estimate by more than half again', () => {
    expect(steadySeconds(20.1, 0.1, 12)).toBe(18)
    expect(steadySeconds(12.1, 0.1, 24)).toBe(16)
    expect(steadySeconds(null, 0, 12)).toBe(12)
  })

  test('never jumps, even where the estimate does', () => {
    expect(steadySeconds(100, 0, 10)).toBeCloseTo(100 / 1.9)
    expect(steadySeconds(1, 0, 30)).toBeCloseTo(1.9)
    expect(steadySeconds(1, 0, 0)).toBeCloseTo(1 / 1.9)
    expect(steadySeconds(1, 5, 3)).toBe(3)
    expect(steadySeconds(0.1, 0.2, 0)).toBe(0)
  })
})
