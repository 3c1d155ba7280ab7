import { createInterface } from 'node:readline'
import { z } from 'zod'
import { BENCH_OPTIMIZERS, BENCH_SHAPES, benchShape } from '@shared/bench'
import { leastTime } from '@workers/bench/least-time'
import { openMachineLimit } from '@workers/bench/machine-limit'
import { openTrainingStep } from '@workers/bench/training-step'

/** The core as a peer: a line of JSON in, a line out. Runs in Node and, with ELECTRON_RUN_AS_NODE, in Electron. */
const requestSchema = z.union([
  z.object({ kind: z.literal('limit'), milliseconds: z.number() }),
  z.object({
    kind: z.literal('step'),
    shape: z.enum(BENCH_SHAPES.map(({ name }) => name)),
    optimizer: z.enum(BENCH_OPTIMIZERS),
    milliseconds: z.number(),
  }),
])

const steps = new Map<string, () => number>()
const limit = openMachineLimit()

function say(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

function answer(line: string): object {
  const request = requestSchema.parse(JSON.parse(line))
  if (request.kind === 'limit') return { gigaflops: limit(request.milliseconds) }
  const key = `${request.shape} ${request.optimizer}`
  const step = steps.get(key) ?? openTrainingStep(benchShape(request.shape), request.optimizer).run
  steps.set(key, step)
  return { milliseconds: leastTime(step, request.milliseconds) }
}

say({ node: process.versions.node, v8: process.versions.v8, electron: process.versions['electron'] ?? null })
createInterface({ input: process.stdin }).on('line', (line) => say(answer(line)))
