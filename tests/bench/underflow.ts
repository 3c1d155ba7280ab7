import { createBatches } from '@core/batches'
import type { Address } from '@core/kernels/kernels'
import { pad8, panelPlace } from '@core/kernels/layout'
import { openMachine } from '@core/kernels/machine'
import type { Network, WeightLayer } from '@core/nn/network'
import type { Signal } from '@core/nn/signal'
import { openRun } from '@core/run'
import { loadData, startParameters } from '@core/start-run'
import { sizesOf } from '@core/trial-sizes'
import { benchShape } from '@shared/bench'
import { initSettings } from '@shared/schemes'
import type { InitSettings, TrialSettings } from '@shared/trial-settings'
import { benchSettings } from '@workers/bench/bench-settings'
import { leastTime } from '@workers/bench/least-time'
import { loadDigits } from '../workers/core/golden'

const SEED = 0
const WIDTH = 64
const BATCH = 64

/** Milliseconds of each stretch of measuring. */
const STRETCH = 60
const ROUNDS = 5

const SMALLEST_NORMAL = 2 ** -126

/** What small weights cost: two networks of the same shape, measured in turn. */
export interface UnderflowReading {
  readonly depth: number
  readonly std: number
  /** Of one training step, the least seen. */
  readonly milliseconds: number
  /** Of the same network started with he-normal. */
  readonly healthyMilliseconds: number
  /** Share of the numbers in h, in delta and in the weight gradients that are neither 0 nor normal. */
  readonly subnormal: { readonly h: number; readonly delta: number; readonly weightGradient: number }
}

/**
 * Times a training step on digits8x8 (width 64, batch 64, relu, SGD with a rate that moves nothing) with weights
 * std * randn and with he-normal. A product below 2^-126 is subnormal, and many processors take some hundred cycles for it.
 */
export function measureUnderflow(depth: number, std: number): UnderflowReading {
  const small = openStep(depth, initSettings('normal', { std }))
  const healthy = openStep(depth, initSettings('he-normal'))
  let milliseconds = Infinity
  let healthyMilliseconds = Infinity
  for (let round = 0; round < ROUNDS; round += 1) {
    milliseconds = Math.min(milliseconds, leastTime(small.run, STRETCH))
    healthyMilliseconds = Math.min(healthyMilliseconds, leastTime(healthy.run, STRETCH))
  }
  return { depth, std, milliseconds, healthyMilliseconds, subnormal: small.subnormal() }
}

function openStep(
  depth: number,
  init: InitSettings,
): { readonly run: () => void; readonly subnormal: () => UnderflowReading['subnormal'] } {
  const data = loadDigits()
  const settings = settingsOf(depth, init)
  const run = openRun(openMachine('simd'), settings, sizesOf(data), SEED)
  const batches = createBatches(run.trainSplit, BATCH, SEED)
  loadData(run, data)
  startParameters(run, batches, null)
  batches.load(0)
  const { network, objective, machine } = run
  return {
    run: () => {
      network.forward(BATCH, 'train', 0)
      objective.measure(BATCH, true, { loss: 0, correct: 0 })
      network.backward(BATCH, false)
      run.optimizer.update(settings.train.learningRate)
    },
    subnormal: () => subnormalShares(machine.heap.f32, network),
  }
}

function settingsOf(depth: number, init: InitSettings): TrialSettings {
  const settings = benchSettings(benchShape('a'), 'sgd')
  const { model, train } = settings
  const widths = Array.from({ length: depth }, () => WIDTH)
  return { ...settings, model: { ...model, widths, init }, train: { ...train, batchSize: BATCH } }
}

function subnormalShares(f32: Float32Array, { layers }: Network): UnderflowReading['subnormal'] {
  const share = (numbers: (layer: WeightLayer) => number[]): number => {
    const all = layers.flatMap(numbers)
    return all.filter((value) => value !== 0 && Math.abs(value) < SMALLEST_NORMAL).length / all.length
  }
  return {
    h: share((layer) => signalNumbers(f32, layer.h)),
    delta: share((layer) => signalNumbers(f32, layer.delta)),
    weightGradient: share((layer) => matrixNumbers(f32, layer.weightGradient, layer)),
  }
}

function signalNumbers(f32: Float32Array, { values, features }: Signal): number[] {
  return Array.from({ length: BATCH * features }, (_, index) => {
    const place = panelPlace(Math.floor(index / features), 0, index % features, 1, features)
    return f32[values / 4 + place]!
  })
}

function matrixNumbers(f32: Float32Array, address: Address, { fanIn, fanOut }: WeightLayer): number[] {
  return Array.from({ length: fanIn * fanOut }, (_, index) => {
    return f32[address / 4 + Math.floor(index / fanIn) * pad8(fanIn) + (index % fanIn)]!
  })
}
