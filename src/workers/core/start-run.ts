import type { Batches } from './batches'
import type { FirstCause } from '@shared/trial-result'
import { initializeLayer, layerStart } from './init/initialize'
import { scaleByData } from './init/lsuv'
import type { Network } from './nn/network'
import type { Run } from './run'
import type { TrainingData } from './training'

/** Learned hidden layers on their way from a source to its target: raw memory, with the running moments beside it. */
export interface HiddenLayers {
  readonly values: Float32Array
  readonly running: readonly Float32Array[]
  /** Where the source first had a number that was not finite; null when it did not diverge. */
  readonly firstCause: FirstCause | null
}

/** Puts the splits into the heap. */
export function loadData({ trainSplit, testSplit }: Run, data: TrainingData): void {
  trainSplit.fill(data.trainX, data.trainY)
  if (testSplit.samples > 0) testSplit.fill(data.testX, data.testY)
}

/**
 * Gives every parameter its start: drawn from the seed, the hidden ones taken from `hidden` when there are any. After
 * pretraining the output layer is drawn at an address of its own, the same for every transfer. The batch of step 0 is
 * loaded when a layer looks at the data.
 * @throws Stopped by the pace of the run.
 */
export function startParameters(run: Run, batches: Batches, hidden: HiddenLayers | null): void {
  const { machine, settings, plans, network, seed, units, moments, pace } = run
  const drawn = hidden === null ? plans : plans.filter(({ isOutput }) => isOutput)
  if (hidden !== null) writeHidden(run, hidden)
  for (const plan of drawn) {
    const step = plan.isOutput && settings.pretrain !== null ? 1 : 0
    const layer = network.layers[plan.layer - 1]
    initializeLayer(machine.heap, layer, plan, settings.model, { seed, step }, units, pace)
  }
  const scaled = drawn.filter((plan) => {
    const start = layerStart(plan, settings.model)
    return start.kind === 'scheme' && start.init.scheme === 'lsuv'
  })
  if (scaled.length === 0) return
  batches.load(0)
  scaleByData(machine, network, scaled, settings.model, batches.samples, moments, pace)
}

export function readHidden({ machine, network }: Run, firstCause: FirstCause | null): HiddenLayers {
  const { f32 } = machine.heap
  const read = (address: number, count: number): Float32Array =>
    f32.slice(address >> 2, (address >> 2) + count)
  return {
    values: read(hiddenBlock(network).values, hiddenBlock(network).count),
    running: runningMoments(network).map(({ address, count }) => read(address, count)),
    firstCause,
  }
}

/** @throws when the hidden layers come from a network of another shape. */
function writeHidden({ machine, network }: Run, { values, running }: HiddenLayers): void {
  const { f32 } = machine.heap
  const block = hiddenBlock(network)
  const moments = runningMoments(network)
  if (block.count !== values.length || moments.length !== running.length)
    throw new Error('The hidden layers of the source do not fit those of the target')
  f32.set(values, block.values >> 2)
  for (const [place, { address }] of moments.entries()) f32.set(running[place], address >> 2)
}

function hiddenBlock({ blocks }: Network): { readonly values: number; readonly count: number } {
  return blocks.length > 1 ? blocks[0] : { values: 0, count: 0 }
}

function runningMoments({ layers }: Network): { readonly address: number; readonly count: number }[] {
  return layers.flatMap(({ running }) =>
    running === null
      ? []
      : [
          { address: running.mean, count: running.features },
          { address: running.variance, count: running.features },
        ],
  )
}
