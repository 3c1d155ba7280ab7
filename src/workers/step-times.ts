/** Until this step the dead units are looked at in every recorded step, and at most every so many steps after it. */
const LOOKED_AT = 40

/** What the updates of a trial take, from some of them that were timed several times. */
export class StepTimes {
  #steps: number
  /** Least milliseconds of each step that was timed, and whether it was recorded. */
  readonly #least = new Map<number, { milliseconds: number; isRecorded: boolean }>()

  constructor(steps: number) {
    this.#steps = steps
  }

  /**
   * `asked`: when each step began, ascending; it ended when the next began. `divergedAfter`: updates after which it
   * diverged, or null. `every`: between two recorded steps of this run.
   */
  take(asked: readonly (readonly [number, number])[], divergedAfter: number | null, every: number): void {
    if (divergedAfter !== null) this.#steps = Math.min(this.#steps, divergedAfter)
    for (const [place, [step, at]] of asked.entries()) {
      const next = asked[place + 1]
      if (step === 0 || next?.[0] !== step + 1) continue
      const milliseconds = Math.min(next[1] - at, this.#least.get(step)?.milliseconds ?? Infinity)
      this.#least.set(step, { milliseconds, isRecorded: step % every === 0 })
    }
  }

  /** Milliseconds of the updates 1, 2, ... of the trial, all but the first, when every `every`-th step is recorded. */
  rest(every: number): number {
    const left = Math.max(0, this.#steps - 1)
    const plain = this.#mean((_, isRecorded) => !isRecorded) ?? this.#mean(() => true) ?? 0
    const early = this.#mean((step, isRecorded) => isRecorded && step <= LOOKED_AT) ?? plain
    const late = this.#mean((step, isRecorded) => isRecorded && step > LOOKED_AT) ?? early
    const recorded = Math.floor(left / every)
    const withLook = Math.floor(Math.min(left, LOOKED_AT) / every)
    const looksLater = Math.floor(Math.max(0, left - LOOKED_AT) / Math.max(every, LOOKED_AT))
    const looks = Math.min(recorded, withLook + looksLater)
    return (left - recorded) * plain + looks * early + (recorded - looks) * late
  }

  #mean(wanted: (step: number, isRecorded: boolean) => boolean): number | null {
    const times = [...this.#least]
      .filter(([step, { isRecorded }]) => wanted(step, isRecorded))
      .map(([, { milliseconds }]) => milliseconds)
    return times.length === 0 ? null : times.reduce((sum, time) => sum + time, 0) / times.length
  }
}
