import { BENCH_LEARNING_RATE } from '@shared/bench'
import type { BenchOptimizer, BenchShape } from '@shared/bench'
import { createBatches } from '@core/batches'
import { openMachine, type KernelSet } from '@core/kernels/machine'
import { openRun } from '@core/run'
import { loadData, startParameters } from '@core/start-run'
import type { TrainingData } from '@core/training'
import { sizesOf } from '@core/trial-sizes'
import { benchSettings } from './bench-settings'

const SEED = 0

/** One step after another of a network with its optimizer, on one batch that stays. */
export interface BenchStep {
  /** Forward pass, loss with its gradient, backward pass, update of every parameter. @returns the mean loss before the update. */
  readonly run: () => number
}

/** Lays a trial of the shape out in a memory of its own, as the pool does, with one batch of made-up data in its input. */
export function openTrainingStep(
  shape: BenchShape,
  optimizer: BenchOptimizer,
  set: KernelSet = 'simd',
): BenchStep {
  const { batch } = shape
  const data = oneBatch(shape)
  const run = openRun(openMachine(set), benchSettings(shape, optimizer), sizesOf(data), SEED)
  const batches = createBatches(run.trainSplit, batch, SEED)
  loadData(run, data)
  startParameters(run, batches, null)
  batches.load(0)
  const { network, objective } = run
  return {
    run: () => {
      const totals = { loss: 0, correct: 0 }
      network.forward(batch, 'train', 0)
      objective.measure(batch, true, totals)
      network.backward(batch, false)
      run.optimizer.update(BENCH_LEARNING_RATE)
      return totals.loss / batch
    },
  }
}

/** Inputs in (-1, 1) without a pattern that anything could profit from; the classes in turn. */
function oneBatch({ batch, features, classes }: BenchShape): TrainingData {
  return {
    features,
    image: null,
    classes,
    trainX: Float32Array.from(
      { length: batch * features },
      (_, index) => ((index * 7919) % 1009) / 504.5 - 1,
    ),
    trainY: Int32Array.from({ length: batch }, (_, sample) => sample % classes),
    testX: new Float32Array(0),
    testY: new Int32Array(0),
  }
}
