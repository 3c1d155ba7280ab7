import { BENCH_LEARNING_RATE } from '@shared/bench'
import type { BenchOptimizer, BenchShape } from '@shared/bench'
import { initializeLayer, longestDraw } from '@core/init/initialize'
import { heapBytes, type Heap } from '@core/kernels/heap'
import { panelCount, panelPlace, LANES } from '@core/kernels/layout'
import { openMachine, type KernelSet, type Machine } from '@core/kernels/machine'
import { createNetwork } from '@core/nn/build-network'
import { planLayers } from '@core/nn/layer-plan'
import type { Network } from '@core/nn/network'
import { createObjective } from '@core/nn/objective'
import type { Allocate } from '@core/nn/signal'
import { createOptimizer } from '@core/optim/optimizer'
import { createUnitSource } from '@core/random/unit-source'
import { benchModel, benchOptimizer } from './bench-settings'

const SEED = 0

/** One batch that stays: what is measured is the step, not its data. */
export interface BenchStep {
  /** Forward pass, loss with its gradient, backward pass, update of every parameter. @returns the mean loss before the update. */
  readonly run: () => number
}

/**
 * A network with its optimizer and one batch of made-up data, built from the parts that a trial trains with; each has a memory
 * of its own.
 */
export function openTrainingStep(
  shape: BenchShape,
  optimizer: BenchOptimizer,
  set: KernelSet = 'simd',
): BenchStep {
  const machine = openMachine(set)
  let bytes = 0
  build(machine, shape, optimizer, (count) => {
    const address = bytes
    bytes += heapBytes(count)
    return address
  })
  machine.heap.reserve(bytes)
  const parts = build(machine, shape, optimizer, machine.heap.allocate)
  const { network, objective, descent, units, plans } = parts
  const model = benchModel(shape)
  for (const [index, plan] of plans.entries()) {
    initializeLayer(machine.heap, network.layers[index], plan, model, { seed: SEED, step: 0 }, units)
  }
  fillBatch(machine.heap, network, objective.labels, shape)
  return {
    run: () => {
      const totals = { loss: 0, correct: 0 }
      network.forward(shape.batch, 'train', 0)
      objective.measure(shape.batch, true, totals)
      network.backward(shape.batch, false)
      descent.update(BENCH_LEARNING_RATE)
      return totals.loss / shape.batch
    },
  }
}

/** Asks `allocate` for everything; to be called with one that only counts first. */
function build(machine: Machine, shape: BenchShape, optimizer: BenchOptimizer, allocate: Allocate) {
  const { features, classes, batch } = shape
  const model = benchModel(shape)
  const bench = { machine, allocate, capacity: { train: batch, evaluate: batch } }
  const plans = planLayers(model, { features, image: null, classes })
  const network = createNetwork(bench, plans, model, SEED)
  return {
    plans,
    network,
    objective: createObjective(bench, 'cross-entropy', network),
    descent: createOptimizer(
      { kernels: machine.kernels, allocate, blocks: network.blocks },
      benchOptimizer(optimizer),
    ),
    units: createUnitSource(machine, allocate, longestDraw(plans)),
  }
}

/** Inputs in (-1, 1) without a pattern that anything could profit from; the classes in turn, -1 behind the last sample. */
function fillBatch({ f32, i32 }: Heap, { input }: Network, labels: number, shape: BenchShape): void {
  const { batch, features, classes } = shape
  for (let sample = 0; sample < batch; sample++) {
    for (let feature = 0; feature < features; feature++) {
      const place = panelPlace(sample, 0, feature, 1, features)
      f32[input.values / 4 + place] = (((sample * features + feature) * 7919) % 1009) / 504.5 - 1
    }
  }
  for (let lane = 0; lane < panelCount(batch) * LANES; lane++) {
    i32[labels / 4 + lane] = lane < batch ? lane % classes : -1
  }
}
