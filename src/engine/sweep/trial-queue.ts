import type { TrialKey } from '@shared/sweep'

/** A trial that waits; `attempt` 2 is the one repetition after a fault. */
export interface QueuedTrial extends TrialKey {
  readonly attempt: 1 | 2
}

export interface TrialQueue {
  readonly next: () => QueuedTrial | undefined
  /** First in line again. */
  readonly putBack: (trial: QueuedTrial) => void
  /** Takes every waiting trial out for which this is true. */
  readonly take: (belongs: (trial: QueuedTrial) => boolean) => readonly QueuedTrial[]
  readonly all: () => readonly QueuedTrial[]
  readonly length: () => number
  /** The configurations of the waiting trials, in order. */
  readonly upcoming: () => readonly number[]
}

/**
 * Seed-major order: the first seed of every configuration, then the second, so that every line of a chart has data
 * early. Inside a seed the order is that of the grid: sorting heavy trials first would shorten the end of the sweep by
 * less than one trial, and would draw the lines of a chart in an order that nobody asked for.
 */
export function seedMajor(configurations: number, seeds: readonly number[]): TrialKey[] {
  return seeds.flatMap((seed) =>
    Array.from({ length: configurations }, (_, configuration) => ({ configuration, seed })),
  )
}

export function trialQueue(keys: readonly TrialKey[]): TrialQueue {
  let line: QueuedTrial[] = keys.map(({ configuration, seed }) => ({ configuration, seed, attempt: 1 }))
  let front = 0
  let returned: QueuedTrial[] = []
  const take = (belongs: (trial: QueuedTrial) => boolean): readonly QueuedTrial[] => {
    const waiting = [...returned, ...line.slice(front)]
    const taken = waiting.filter(belongs)
    returned = []
    line = waiting.filter((trial) => !belongs(trial))
    front = 0
    return taken
  }
  return {
    next: () => {
      const trial = returned.shift() ?? line[front++]
      if (trial === undefined) front = line.length
      return trial
    },
    putBack: (trial) => {
      returned.push(trial)
    },
    take,
    all: () => [...returned, ...line.slice(front)],
    length: () => returned.length + line.length - front,
    upcoming: () => [...returned, ...line.slice(front)].map(({ configuration }) => configuration),
  }
}
