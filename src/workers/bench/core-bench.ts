import { BENCH_OPTIMIZERS, BENCH_SHAPES } from '@shared/bench'
import type { BenchOptimizer, BenchReading, BenchShape } from '@shared/bench'
import { leastTime } from './least-time'
import { openMachineLimit } from './machine-limit'
import { openTrainingStep } from './training-step'

/** So long each measurement takes in a round, in ms. */
const MEASUREMENT = 150

interface Entry {
  readonly shape: BenchShape
  readonly optimizer: BenchOptimizer
  readonly run: () => number
  milliseconds: number
}

/**
 * The 128-bit limit of this core and the whole training step of every shape and optimizer: all in turn, `rounds` times,
 * and the least of each, so that what else the machine does falls on all alike.
 */
export function measureCore(rounds: number): BenchReading {
  const limit = openMachineLimit()
  const entries = BENCH_SHAPES.flatMap((shape) =>
    BENCH_OPTIMIZERS.map((optimizer): Entry => ({
      shape,
      optimizer,
      run: openTrainingStep(shape, optimizer).run,
      milliseconds: Infinity,
    })),
  )
  let best = 0
  for (let round = 0; round < rounds; round++) {
    best = Math.max(best, limit(MEASUREMENT))
    for (const entry of entries) {
      entry.milliseconds = Math.min(entry.milliseconds, leastTime(entry.run, MEASUREMENT))
    }
  }
  const steps = entries.map(({ shape, optimizer, milliseconds }) => ({
    shape: shape.name,
    optimizer,
    milliseconds,
  }))
  return { limit: best, steps }
}
