import { initSettings } from '@shared/schemes'
import { train } from '@core/train'
import type { Machine } from '@core/kernels/machine'
import type { TrialData } from '@core/training'
import { sizesOf } from '@core/trial-sizes'
import type { TrialSettings } from '@shared/trial-settings'
import { trialCost } from './budget'
import { workerElapsed } from './worker-clock'

const FEATURES = 64
const CLASSES = 10
const SAMPLES = 320

const SETTINGS: TrialSettings = {
  task: { dataset: 'calibration', trainSize: 'all', labels: 'all' },
  model: {
    kind: 'mlp',
    widths: [512, 512],
    activation: { name: 'relu', slope: null },
    normalization: 'none',
    init: initSettings('he-normal'),
    overrides: [],
    biasInit: { kind: 'constant', value: 0 },
    dropout: 0,
    head: 'same',
    residual: null,
    convolution: null,
  },
  train: {
    optimizer: {
      name: 'sgd',
      momentum: null,
      beta1: null,
      beta2: null,
      alpha: null,
      epsilon: null,
      weightDecay: 0,
    },
    learningRate: 0.01,
    batchSize: 32,
    duration: { steps: 10 },
    loss: 'cross-entropy',
    schedule: { name: 'constant', warmup: 0, every: null, factor: null, floor: null },
  },
  record: { every: 10, layers: false, histograms: [] },
  pretrain: null,
}

/** Values in (-1, 1) without a pattern that a kernel could profit from; nothing random is needed to measure a time. */
function calibrationData(): TrialData {
  const x = Float32Array.from(
    { length: SAMPLES * FEATURES },
    (_, index) => ((index * 7919) % 1009) / 504.5 - 1,
  )
  const y = Int32Array.from({ length: SAMPLES }, (_, index) => index % CLASSES)
  const target = {
    features: FEATURES,
    image: null,
    classes: CLASSES,
    trainX: x,
    trainY: y,
    testX: x,
    testY: y,
  }
  return { target, source: null }
}

/**
 * Seconds per floating-point operation of wide layers in the real training loop on this machine, for trials too large to be
 * tried: trains again and again for the given time.
 */
export function measureSecondsPerFlop(machine: Machine, milliseconds: number): number {
  const data = calibrationData()
  const { flops } = trialCost({ settings: SETTINGS, target: sizesOf(data.target), source: null })
  const hooks = { proceed: () => true }
  train(SETTINGS, data, 0, hooks, machine)
  const start = workerElapsed()
  let best = Infinity
  for (let before = start; before - start < milliseconds;) {
    train(SETTINGS, data, 0, hooks, machine)
    const now = workerElapsed()
    best = Math.min(best, now - before)
    before = now
  }
  return best / 1000 / flops
}
