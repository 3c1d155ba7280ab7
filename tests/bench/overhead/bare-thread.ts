import { parentPort } from 'node:worker_threads'
import { createBatches } from '@core/batches'
import { evaluateSplit } from '@core/evaluate'
import { openMachine } from '@core/kernels/machine'
import { openRun } from '@core/run'
import { loadData, startParameters } from '@core/start-run'
import { train } from '@core/train'
import type { TrainingData } from '@core/training'
import { plannedSteps, samplesPerBatch, sizesOf } from '@core/trial-sizes'
import { createUpdates } from '@core/updates'
import type { TrialSettings } from '@shared/trial-settings'

/** One pass over the trials: in stages without anything recorded, or by `train` with what `record` says. */
export interface BareTask {
  readonly trials: readonly { readonly settings: TrialSettings; readonly seed: number }[]
  readonly data: TrainingData
  readonly kind: 'stages' | 'train'
}

/** Milliseconds of each trial. */
export interface BareTimes {
  /** Memory laid out, data copied, weights drawn. */
  readonly open: readonly number[]
  /** The pure step loop: batch, forward, loss, backward, update. */
  readonly steps: readonly number[]
  /** Final metrics over both splits. */
  readonly evaluation: readonly number[]
  readonly all: readonly number[]
}

const machine = openMachine('simd')
const proceed = (): boolean => true
const passNothing = (): void => undefined

function runStages({ trials, data }: BareTask): BareTimes {
  const times: { open: number[]; steps: number[]; evaluation: number[]; all: number[] } = {
    open: [],
    steps: [],
    evaluation: [],
    all: [],
  }
  for (const { settings, seed } of trials) {
    const start = performance.now()
    const run = openRun(machine, settings, sizesOf(data), seed)
    loadData(run, data)
    const samples = data.trainY.length
    const batches = createBatches(run.trainSplit, samplesPerBatch(settings, samples), seed)
    startParameters(run, batches, null)
    const planned = plannedSteps(settings, samples)
    const updates = createUpdates(run, batches, planned)
    const opened = performance.now()
    for (let step = 0; step < planned; step++) {
      updates.measure(step)
      updates.propagate(false)
      updates.apply(step)
    }
    const stepped = performance.now()
    for (const split of [run.trainSplit, run.testSplit]) {
      evaluateSplit(run.network, run.objective, split, locateNothing, proceed, passNothing)
    }
    const evaluated = performance.now()
    times.open.push(opened - start)
    times.steps.push(stepped - opened)
    times.evaluation.push(evaluated - stepped)
    times.all.push(evaluated - start)
  }
  return times
}

/** Measured are trials whose losses stay finite. */
function locateNothing(): never {
  throw new Error('A loss is not finite')
}

function runTrain({ trials, data }: BareTask): BareTimes {
  const all = trials.map(({ settings, seed }) => {
    const start = performance.now()
    train(settings, { target: data, source: null }, seed, { proceed, onPoint: () => undefined }, machine)
    return performance.now() - start
  })
  return { open: [], steps: [], evaluation: [], all }
}

parentPort?.on('message', (task: BareTask) => {
  parentPort?.postMessage(task.kind === 'stages' ? runStages(task) : runTrain(task))
})
