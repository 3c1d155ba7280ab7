import type { TrialSettings } from '@shared/trial-settings'
import { createCountingMachine } from './counting-machine'
import { longestDraw } from './init/initialize'
import { MOMENTS_BYTES } from './init/lsuv'
import type { Address } from './kernels/kernels'
import type { Machine } from './kernels/machine'
import { createMeter, type Meter } from './measure/meter'
import { createNetwork } from './nn/build-network'
import { planLayers, type LayerPlan } from './nn/layer-plan'
import type { Network } from './nn/network'
import { createObjective, type Objective } from './nn/objective'
import { createOptimizer } from './optim/optimizer'
import type { Optimizer } from './optim/optimizer-bench'
import { UNHURRIED, type Pace } from './pace'
import { createUnitSource, type UnitSource } from './random/unit-source'
import { createSplit, type Split } from './split'
import { samplesPerBatch, type TrainingSizes } from './trial-sizes'

/** What a training holds on to in the heap. */
export interface Run {
  readonly machine: Machine
  readonly settings: TrialSettings
  readonly seed: number
  readonly pace: Pace
  readonly plans: readonly LayerPlan[]
  readonly network: Network
  /** Whether only the output layer learns. */
  readonly isFrozen: boolean
  readonly objective: Objective
  readonly trainSplit: Split
  readonly testSplit: Split
  readonly optimizer: Optimizer
  readonly units: UnitSource
  readonly meter: Meter
  /** Four float64 for a measurement. */
  readonly moments: Address
}

/** Memory is zeroed as it is handed out, at some 2e9 bytes a second while the system has yet to give it. */
const BYTES_AN_OPERATION = 2

/** The final evaluation takes at least so many samples at a time. */
const EVALUATION_SAMPLES = 64

/**
 * Reserves the heap and lays a training out in it, all numbers 0.
 * @throws RangeError when the machine has not so much memory, and Stopped by its pace.
 */
export function openRun(
  machine: Machine,
  settings: TrialSettings,
  sizes: TrainingSizes,
  seed: number,
  pace: Pace = UNHURRIED,
): Run {
  machine.heap.reserve(runHeapBytes(settings, sizes))
  return layOut(machine, settings, sizes, seed, pace)
}

const COUNTER = createCountingMachine()

/** Bytes that `openRun` reserves: counted by laying the same training out where nothing is. */
export function runHeapBytes(settings: TrialSettings, sizes: TrainingSizes): number {
  COUNTER.heap.reserve(0)
  layOut(COUNTER, settings, sizes, 0, UNHURRIED)
  return COUNTER.bytes()
}

/**
 * Frozen hidden layers have no optimizer; a batch normalization among them goes on normalizing by the batch and following
 * it with its running buffers, as a PyTorch module in mode train whose parameters need no gradient.
 */
function layOut(
  machine: Machine,
  settings: TrialSettings,
  sizes: TrainingSizes,
  seed: number,
  pace: Pace,
): Run {
  const { model, train, pretrain } = settings
  const allocate = (bytes: number): Address => {
    const address = machine.heap.allocate(bytes)
    pace.spend(bytes / BYTES_AN_OPERATION)
    return address
  }
  const samples = samplesPerBatch(settings, sizes.trainSamples)
  const capacity = { train: samples, evaluate: Math.max(samples, EVALUATION_SAMPLES) }
  const bench = { machine, allocate, pace, capacity }
  const plans = planLayers(model, sizes)
  const network = createNetwork(bench, plans, model, seed)
  const objective = createObjective(bench, train.loss, network)
  const isFrozen = pretrain?.transfer === 'frozen'
  const blocks = isFrozen ? network.blocks.slice(-1) : network.blocks
  return {
    machine,
    settings,
    seed,
    pace,
    plans,
    network,
    isFrozen,
    objective,
    trainSplit: createSplit(bench, sizes.trainSamples, network.input, objective.labels, true),
    testSplit: createSplit(bench, sizes.testSamples, network.input, objective.labels, false),
    optimizer: createOptimizer({ kernels: machine.kernels, allocate, blocks }, train.optimizer),
    units: createUnitSource(machine, allocate, longestDraw(plans)),
    meter: createMeter(bench, network, settings, seed, pace),
    moments: allocate(MOMENTS_BYTES),
  }
}
