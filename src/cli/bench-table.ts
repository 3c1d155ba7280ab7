import type { BenchMachine } from '@engine/bench/measure-core'
import { benchShape, benchShapeText, gigaflops } from '@shared/bench'
import type { BenchReading, StepReading } from '@shared/bench'
import { textTable } from './text-table'

/** A reading with what it must be read with. */
export interface BenchResult {
  readonly machine: BenchMachine
  /** ISO 8601, UTC. */
  readonly measuredAt: string
  readonly reading: BenchReading
}

/** The machine, its limit, and a line for each shape and optimizer. */
export function benchText({ machine, measuredAt, reading }: BenchResult): string {
  const { processor, cores, system, node } = machine
  const table = textTable<StepReading>(
    [
      {
        title: 'shape',
        isNumber: false,
        cell: ({ shape }) => `${shape}  ${benchShapeText(benchShape(shape))}`,
      },
      { title: 'batch', isNumber: true, cell: ({ shape }) => String(benchShape(shape).batch) },
      { title: 'optimizer', isNumber: false, cell: ({ optimizer }) => optimizer },
      { title: 'ms a step', isNumber: true, cell: ({ milliseconds }) => millisecondsText(milliseconds) },
      { title: 'GFLOP/s', isNumber: true, cell: (step) => speed(step).toFixed(1) },
      {
        title: 'of the limit',
        isNumber: true,
        cell: (step) => `${(share(reading, step) * 100).toFixed(0)} %`,
      },
    ],
    reading.steps,
  )
  return [
    `${processor}, ${cores} cores, ${system}, Node ${node}, ${measuredAt.slice(0, 10)}`,
    `Limit of one core with 128-bit vectors: ${reading.limit.toFixed(1)} GFLOP/s`,
    'Whole training steps (ReLU, cross-entropy) on one core, least of all rounds:',
    '',
    table,
  ].join('\n')
}

/** One JSON object: machine, date, limit, and each step with its share of the limit. */
export function benchJson({ machine, measuredAt, reading }: BenchResult): string {
  const steps = reading.steps.map((step) => {
    const shape = benchShape(step.shape)
    return {
      shape: step.shape,
      model: benchShapeText(shape),
      batchSize: shape.batch,
      optimizer: step.optimizer,
      milliseconds: step.milliseconds,
      gigaflops: speed(step),
      shareOfLimit: share(reading, step),
    }
  })
  return `${JSON.stringify({ machine, measuredAt, limitGigaflops: reading.limit, steps })}\n`
}

function speed({ shape, milliseconds }: StepReading): number {
  return gigaflops(benchShape(shape), milliseconds)
}

function share({ limit }: BenchReading, step: StepReading): number {
  return speed(step) / limit
}

function millisecondsText(milliseconds: number): string {
  return milliseconds >= 1 ? milliseconds.toFixed(2) : milliseconds.toFixed(4)
}
