import { availableParallelism, arch, cpus, platform } from 'node:os'
import { z } from 'zod'
import { BENCH_OPTIMIZERS, BENCH_SHAPES } from '@shared/bench'
import type { BenchReading } from '@shared/bench'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { engineLimits } from '../sweep/engine-limits'
import { workerPool } from '../sweep/worker-pool'

/** What a measured time must be read with. */
export interface BenchMachine {
  readonly processor: string
  readonly cores: number
  /** `linux x64` */
  readonly system: string
  /** `Node 20.20.2`, with the version of V8. */
  readonly node: string
  readonly v8: string
}

/** About 20 s together. */
const ROUNDS = 10

const readingSchema = z.strictObject({
  kind: z.literal('bench'),
  reading: z.strictObject({
    limit: z.number().positive(),
    steps: z.array(
      z.strictObject({
        shape: z.enum(BENCH_SHAPES.map(({ name }) => name)),
        optimizer: z.enum(BENCH_OPTIMIZERS),
        milliseconds: z.number().positive(),
      }),
    ),
  }),
})

const faultSchema = z.object({ kind: z.literal('fault'), message: z.string() })

/** Measures the core in a thread of its own, as trials run. Takes about 20 s, in which the machine should do nothing else. */
export async function measureCore(workerPath: string): Promise<Result<BenchReading>> {
  const pool = workerPool({ workerPath, size: 1, heapMegabytes: engineLimits(1).heapMegabytes })
  try {
    return readBenchReply(await pool.run({ kind: 'bench', rounds: ROUNDS }))
  } catch (error) {
    return failure('worker-fault', error instanceof Error ? error.message : String(error))
  } finally {
    await pool.close()
  }
}

/** What a worker answered, checked. */
export function readBenchReply(reply: unknown): Result<BenchReading> {
  const read = readingSchema.safeParse(reply)
  if (read.success) return success(read.data.reading)
  const fault = faultSchema.safeParse(reply)
  const reason = fault.success ? fault.data.message : 'The worker answered with something that is no reading.'
  return failure('worker-fault', `The core could not be measured. ${reason}`)
}

export function benchMachine(): BenchMachine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: availableParallelism(),
    system: `${platform()} ${arch()}`,
    node: process.versions.node,
    v8: process.versions.v8,
  }
}
