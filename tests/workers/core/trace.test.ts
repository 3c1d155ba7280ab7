import { describe, expect, it } from 'vitest'
import type { KernelSet } from '@core/kernels/machine'
import type { OptimizerSettings } from '@shared/trial-settings'
import { loadDigits, TRACE, worstDeviation } from './golden'
import { KERNEL_SETS, writeMatrix } from './machines'
import { openNetwork, type Samples } from './open-network'
import { optimizerSettings } from './settings'

const SAMPLES = 128

interface TraceRun {
  readonly name: string
  readonly optimizer: Partial<OptimizerSettings>
  readonly learningRate: number
  readonly batchSize: number
}

const RUNS: readonly TraceRun[] = [
  { name: 'sgd_fullbatch_lr0.2_60steps', optimizer: { name: 'sgd' }, learningRate: 0.2, batchSize: SAMPLES },
  {
    name: 'adam_lr0.005_batch32_sequential_60steps',
    optimizer: { name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    learningRate: 0.005,
    batchSize: 32,
  },
  {
    name: 'nesterov_lr0.02_m0.9_batch32_sequential_60steps',
    optimizer: { name: 'nesterov', momentum: 0.9 },
    learningRate: 0.02,
    batchSize: 32,
  },
]

const { trainX, trainY } = loadDigits()
const DIGITS: Samples = {
  x: Array.from({ length: SAMPLES }, (_, row) => Array.from(trainX.subarray(64 * row, 64 * (row + 1)))),
  classes: 10,
  labels: Array.from(trainY.subarray(0, SAMPLES)),
}

/** Losses of 60 updates on batches in file order, then the loss and accuracy on all 128 digits. */
function losses(
  set: KernelSet,
  { optimizer, learningRate, batchSize }: TraceRun,
): { steps: number[]; loss: number; accuracy: number } {
  const { machine, run } = openNetwork(
    set,
    { widths: [16, 12], optimizer: optimizerSettings(optimizer) },
    DIGITS,
  )
  for (const [place, layer] of run.network.layers.entries())
    writeMatrix(machine, layer.weights, TRACE.W[place]!)
  const measure = (first: number, samples: number): { loss: number; correct: number } => {
    const totals = { loss: 0, correct: 0 }
    run.trainSplit.loadRange(first, samples)
    run.network.forward(samples, 'train', 0)
    run.objective.measure(samples, true, totals)
    run.network.backward(samples, false)
    return totals
  }
  const steps: number[] = []
  for (let step = 0; step < 60; step += 1) {
    steps.push(measure((step * batchSize) % SAMPLES, batchSize).loss / batchSize)
    run.optimizer.update(learningRate)
  }
  const { loss, correct } = measure(0, SAMPLES)
  return { steps, loss: loss / SAMPLES, accuracy: correct / SAMPLES }
}

describe('60 updates on real digits', () => {
  it('cover every run of the trace', () => {
    expect(RUNS.map(({ name }) => name).toSorted()).toEqual(Object.keys(TRACE.results.float64).toSorted())
  })

  const cases = KERNEL_SETS.flatMap((set) => RUNS.map((run) => ({ set, run, name: run.name })))
  it.each(cases)('follow PyTorch: $name, $set', ({ set, run }) => {
    const expected = TRACE.results.float64[run.name]!
    const { steps, loss, accuracy } = losses(set, run)
    expect(worstDeviation(steps, expected.loss_per_step, 1e-3, 0)).toBeLessThan(1)
    expect(worstDeviation([loss], [expected.final_full_loss], 1e-3, 0)).toBeLessThan(1)
    expect(accuracy).toBe(expected.final_acc)
  })
})
