import { describe, expect, it } from 'vitest'
import { softmaxCrossEntropy } from '@core/nn/losses'
import { backward, createNetwork, forward } from '@core/nn/network'
import { createOptimizer } from '@core/optim/optimizer'
import type { OptimizerSettings } from '@shared/trial-settings'
import { loadDigits, TRACE, worstDeviation } from './golden'
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

/** Losses of 60 updates on batches in file order, then the loss and accuracy on all 128 digits. */
function losses({ optimizer, learningRate, batchSize }: TraceRun): {
  steps: number[]
  loss: number
  accuracy: number
} {
  const network = createNetwork([64, 16, 12, 10], { name: 'relu', slope: null }, SAMPLES)
  for (const [place, layer] of network.layers.entries()) layer.weights.set(TRACE.W[place]!.flat())
  const trainables = network.layers.flatMap(({ weights, weightGradient, bias, biasGradient }) => [
    { values: weights, gradient: weightGradient },
    { values: bias, gradient: biasGradient },
  ])
  const { update } = createOptimizer(optimizerSettings(optimizer), learningRate, trainables)
  const measure = (first: number, samples: number): { loss: number; correct: number } => {
    const x = trainX.subarray(64 * first, 64 * (first + samples))
    const totals = { loss: 0, correct: 0 }
    forward(network, x, samples)
    const { z, delta } = network.output
    softmaxCrossEntropy(z, trainY.subarray(first, first + samples), samples, 10, delta, totals)
    backward(network, x, samples)
    return totals
  }
  const steps: number[] = []
  for (let step = 0; step < 60; step += 1) {
    steps.push(measure((step * batchSize) % SAMPLES, batchSize).loss / batchSize)
    update()
  }
  const { loss, correct } = measure(0, SAMPLES)
  return { steps, loss: loss / SAMPLES, accuracy: correct / SAMPLES }
}

describe('60 updates on real digits', () => {
  it('cover every run of the trace', () => {
    expect(RUNS.map(({ name }) => name).toSorted()).toEqual(Object.keys(TRACE.results.float64).toSorted())
  })

  it.each(RUNS)('follow PyTorch: $name', (run) => {
    const expected = TRACE.results.float64[run.name]!
    const { steps, loss, accuracy } = losses(run)
    expect(worstDeviation(steps, expected.loss_per_step, 1e-3, 0)).toBeLessThan(1)
    expect(worstDeviation([loss], [expected.final_full_loss], 1e-3, 0)).toBeLessThan(1)
    expect(accuracy).toBe(expected.final_acc)
  })
})
