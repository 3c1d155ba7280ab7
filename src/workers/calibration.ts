import { initSettings } from '@shared/schemes'
import { train } from '@core/train'
import type { TrainingData } from '@core/train'
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
    widths: [64, 64, 64, 64],
    activation: { name: 'relu', slope: null },
    init: initSettings('he-normal'),
    biasInit: { kind: 'constant', value: 0 },
    head: 'same',
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
    duration: { steps: 50 },
    loss: 'cross-entropy',
  },
  record: { every: 10, layers: true },
}

/** Values in (-1, 1) without a pattern that a kernel could profit from; nothing random is needed to measure a time. */
function calibrationData(): TrainingData {
  const x = Float32Array.from(
    { length: SAMPLES * FEATURES },
    (_, index) => ((index * 7919) % 1009) / 504.5 - 1,
  )
  const y = Int32Array.from({ length: SAMPLES }, (_, index) => index % CLASSES)
  return { features: FEATURES, classes: CLASSES, trainX: x, trainY: y, testX: x, testY: y }
}

/** Seconds per floating-point operation of the real training loop on this machine: trains again and again for the given time. */
export function measureSecondsPerFlop(milliseconds: number): number {
  const data = calibrationData()
  const flops = trialCost({
    settings: SETTINGS,
    features: FEATURES,
    classes: CLASSES,
    trainSamples: SAMPLES,
    testSamples: SAMPLES,
  }).flops
  const hooks = { proceed: () => true }
  train(SETTINGS, data, 0, hooks)
  const start = workerElapsed()
  let best = Infinity
  for (let before = start; before - start < milliseconds;) {
    train(SETTINGS, data, 0, hooks)
    const now = workerElapsed()
    best = Math.min(best, now - before)
    before = now
  }
  return best / 1000 / flops
}
