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
  /** Waiting trials of a configuration. */
  readonly waiting: (configuration: number) => number
  /** The configurations of the waiting trials, in order; null when there are more than `most`. */
  readonly upcoming: (most: number) => readonly number[] | null
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
  const counts = new Map<number, number>()
  const count = ({ configuration }: TrialKey, change: 1 | -1): void => {
    counts.set(configuration, (counts.get(configuration) ?? 0) + change)
  }
  for (const trial of line) count(trial, 1)
  const length = (): number => returned.length + line.length - front
  const all = (): readonly QueuedTrial[] => [...returned, ...line.slice(front)]
  const take = (belongs: (trial: QueuedTrial) => boolean): readonly QueuedTrial[] => {
    const waiting = all()
    const taken = waiting.filter(belongs)
    for (const trial of taken) count(trial, -1)
    returned = []
    line = waiting.filter((trial) => !belongs(trial))
    front = 0
    return taken
  }
  return {
    next: () => {
      const trial = returned.shift() ?? line[front++]
      if (trial === undefined) front = line.length
      else count(trial, -1)
      return trial
    },
    putBack: (trial) => {
      returned.push(trial)
      count(trial, 1)
    },
    take,
    all,
    length,
    waiting: (configuration) => counts.get(configuration) ?? 0,
    upcoming: (most) => (length() > most ? null : all().map(({ configuration }) => configuration)),
  }
}
