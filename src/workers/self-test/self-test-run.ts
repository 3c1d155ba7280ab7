import { openMachine } from '@core/kernels/machine'
import { train } from '@core/train'
import type { TrainingData } from '@core/training'
import { initSettings } from '@shared/schemes'
import type { TrialSettings } from '@shared/trial-settings'
import { workerElapsed } from '../worker-clock'
import type { SelfTestReading } from './self-test-port'
import { trainingBits } from './training-bits'

/** Long enough that V8 has compiled every kernel of the training with its optimizing compiler. */
const WARM_UP_MILLISECONDS = 150
/** Of one timing; the two processes of a self-test take turns with it. */
const TIMED_MILLISECONDS = 12

const FEATURES = 128
const CLASSES = 10
const SAMPLES = 64

const SETTINGS: TrialSettings = {
  task: { dataset: 'self-test', trainSize: 'all', labels: 'all' },
  model: {
    kind: 'mlp',
    widths: [128, 128, 128],
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
      name: 'adam',
      momentum: null,
      beta1: 0.9,
      beta2: 0.999,
      alpha: null,
      epsilon: 1e-8,
      weightDecay: 0,
    },
    learningRate: 0.003,
    batchSize: SAMPLES,
    duration: { steps: 10 },
    loss: 'cross-entropy',
    schedule: { name: 'constant', warmup: 0, every: null, factor: null, floor: null },
  },
  record: { every: 5, layers: false, histograms: [] },
  pretrain: null,
}

/** Values in (-1, 1) without a pattern that a kernel could profit from, and without any draw. */
function selfTestData(): TrainingData {
  const x = Float32Array.from(
    { length: SAMPLES * FEATURES },
    (_, index) => ((index * 7919) % 1009) / 504.5 - 1,
  )
  const y = Int32Array.from({ length: SAMPLES }, (_, row) => row % CLASSES)
  return { features: FEATURES, image: null, classes: CLASSES, trainX: x, trainY: y, testX: x, testY: y }
}

/** A self-test that is warm: each reading trains for some milliseconds more. */
export function openSelfTest(): () => SelfTestReading {
  const machine = openMachine('simd')
  const data = { target: selfTestData(), source: null }
  const hooks = { proceed: () => true }
  const readFor = (limit: number): SelfTestReading => {
    let bits = ''
    let milliseconds = Infinity
    for (const start = workerElapsed(); workerElapsed() - start < limit;) {
      const before = workerElapsed()
      const training = train(SETTINGS, data, 0, hooks, machine)
      milliseconds = Math.min(milliseconds, workerElapsed() - before)
      bits = trainingBits(training)
    }
    return { bits, milliseconds }
  }
  readFor(WARM_UP_MILLISECONDS)
  return () => readFor(TIMED_MILLISECONDS)
}
