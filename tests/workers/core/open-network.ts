import type { KernelSet, Machine } from '@core/kernels/machine'
import { panelPlace } from '@core/kernels/layout'
import type { WeightLayer } from '@core/nn/network'
import { openRun, type Run } from '@core/run'
import type { ImageShape } from '@core/training'
import { machineOf, readMatrix, readSignal } from './machines'
import { trialSettings, type Choices } from './settings'

/** Samples that a network is tried on: x row-major, and their classes or dense targets. */
export interface Samples {
  readonly x: readonly (readonly number[])[]
  readonly image?: ImageShape
  readonly classes: number
  readonly labels: readonly number[]
  /** For a mean squared error against anything but one-hot targets. */
  readonly targets?: readonly (readonly number[])[]
}

/** A network of a trial on one batch, all parameters 0. */
export interface OpenNetwork {
  readonly machine: Machine
  readonly run: Run
  /** A training pass: loss and gradients of the batch. @returns the mean loss */
  readonly pass: (step?: number) => number
  readonly outputs: () => number[][]
}

export function openNetwork(set: KernelSet, choices: Choices, samples: Samples, seed = 0): OpenNetwork {
  const machine = machineOf(set)
  const count = samples.x.length
  const settings = trialSettings({ ...choices, batchSize: count, layers: false })
  const sizes = {
    features: samples.x[0]!.length,
    image: samples.image ?? null,
    classes: samples.classes,
    trainSamples: count,
    testSamples: 0,
  }
  const run = openRun(machine, settings, sizes, seed)
  run.trainSplit.fill(Float32Array.from(samples.x.flat()), Int32Array.from(samples.labels))
  const outputs = (): number[][] => readSignal(machine, run.network.output.z, count)
  return {
    machine,
    run,
    outputs,
    pass: (step = 0) => {
      run.trainSplit.loadRange(0, count)
      run.network.forward(count, 'train', step)
      const totals = { loss: 0, correct: 0 }
      run.objective.measure(count, true, totals)
      if (samples.targets !== undefined) totals.loss = squaredErrors(machine, run, outputs(), samples.targets)
      run.network.backward(count, true)
      return totals.loss / count
    },
  }
}

/** Mean squared error against dense targets, summed over the samples; its gradient goes into the output's delta. */
function squaredErrors(
  { heap }: Machine,
  { network }: Run,
  outputs: readonly (readonly number[])[],
  targets: readonly (readonly number[])[],
): number {
  const { values, features } = network.output.delta
  let sum = 0
  for (const [sample, row] of outputs.entries()) {
    for (const [unit, output] of row.entries()) {
      const difference = output - targets[sample]![unit]!
      sum += (difference * difference) / features
      heap.f32[values / 4 + panelPlace(sample, 0, unit, 1, features)] =
        (2 * difference) / (outputs.length * features)
    }
  }
  return sum
}

/** The learned tensors of a layer, or their gradients, flat and in order: W, b, the others. */
export function layerTensors(machine: Machine, layer: WeightLayer, which: 'values' | 'gradient'): number[][] {
  const { fanIn, fanOut, others } = layer
  const [weights, bias] =
    which === 'values' ? [layer.weights, layer.bias] : [layer.weightGradient, layer.biasGradient]
  return [
    readMatrix(machine, weights, fanOut, fanIn).flat(),
    readMatrix(machine, bias, 1, fanOut).flat(),
    ...others.map((other) => readMatrix(machine, other[which], 1, other.count).flat()),
  ]
}

/** Writes the learned tensors of a layer, in the order of `layerTensors`. */
export function writeLayer(
  { heap }: Machine,
  layer: WeightLayer,
  tensors: readonly (readonly number[])[],
): void {
  const { weights, bias, fanIn, fanOut, others } = layer
  const [matrix, vector, ...rest] = tensors
  const stride = Math.ceil(fanIn / 8) * 8
  for (let row = 0; row < fanOut; row += 1)
    heap.f32.set(matrix!.slice(row * fanIn, (row + 1) * fanIn), weights / 4 + row * stride)
  heap.f32.set(vector!, bias / 4)
  for (const [index, { values }] of others.entries()) heap.f32.set(rest[index]!, values / 4)
}
