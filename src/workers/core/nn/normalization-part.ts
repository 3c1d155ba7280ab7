import type { Normalization } from '@shared/trial-settings'
import { panelCount, LANES, pad8 } from '../kernels/layout'
import type { OtherParameters, RunningMoments } from './network'
import { allocateWire, signalOperations, type Part, type Wire, type Workbench } from './part'

/** As torch.nn.BatchNorm1d and LayerNorm. */
const EPSILON = Math.fround(1e-5)
const MOMENTUM = Math.fround(0.1)

const FLOAT32_BYTES = 4

export interface NormalizationBuild {
  readonly part: Part
  readonly output: Wire
  /** Of batch normalization, null of layer normalization. */
  readonly running: RunningMoments | null
}

/** y = gamma (z - mean) / sqrt(variance + 1e-5) + beta, over the batch and positions of each feature, or over the features. */
export function createNormalization(
  bench: Workbench,
  kind: Exclude<Normalization, 'none'>,
  input: Wire,
  gamma: OtherParameters,
  beta: OtherParameters,
): NormalizationBuild {
  return kind === 'batch'
    ? createBatchNorm(bench, input, gamma, beta)
    : createLayerNorm(bench, input, gamma, beta)
}

function createBatchNorm(
  bench: Workbench,
  input: Wire,
  gamma: OtherParameters,
  beta: OtherParameters,
): NormalizationBuild {
  const { kernels } = bench.machine
  const { positions, features } = input.value
  const vector = (): number => bench.allocate(FLOAT32_BYTES * pad8(features))
  const mean = vector()
  const inverseStd = vector()
  const running: RunningMoments = { mean: vector(), variance: vector(), features }
  const output = allocateWire(bench, positions, features)
  const z = input.value.values
  const dz = input.gradient.values
  const y = output.value.values
  const dy = output.gradient.values
  const part: Part = {
    operations: signalOperations(input.value),
    forward: (samples, panels, mode) => {
      if (mode === 'evaluate') {
        kernels.batchNormEvaluate(
          z,
          y,
          gamma.values,
          beta.values,
          running.mean,
          running.variance,
          EPSILON,
          panels * positions,
          features,
        )
        return
      }
      kernels.batchNormForward(
        z,
        y,
        gamma.values,
        beta.values,
        mean,
        inverseStd,
        running.mean,
        running.variance,
        MOMENTUM,
        EPSILON,
        samples,
        positions,
        features,
      )
    },
    backward: (samples) => {
      kernels.batchNormBackward(
        z,
        dy,
        dz,
        gamma.values,
        mean,
        inverseStd,
        gamma.gradient,
        beta.gradient,
        samples,
        positions,
        features,
      )
    },
  }
  return { part, output, running }
}

function createLayerNorm(
  bench: Workbench,
  input: Wire,
  gamma: OtherParameters,
  beta: OtherParameters,
): NormalizationBuild {
  const { kernels } = bench.machine
  const { positions, features } = input.value
  const perSample = FLOAT32_BYTES * panelCount(bench.capacity.evaluate) * positions * LANES
  const mean = bench.allocate(perSample)
  const inverseStd = bench.allocate(perSample)
  const output = allocateWire(bench, positions, features)
  const z = input.value.values
  const dz = input.gradient.values
  const y = output.value.values
  const dy = output.gradient.values
  const part: Part = {
    operations: signalOperations(input.value),
    forward: (_, panels) => {
      kernels.layerNormForward(
        z,
        y,
        gamma.values,
        beta.values,
        mean,
        inverseStd,
        EPSILON,
        panels * positions,
        features,
      )
    },
    backward: (samples) => {
      kernels.layerNormBackward(
        z,
        dy,
        dz,
        gamma.values,
        mean,
        inverseStd,
        gamma.gradient,
        beta.gradient,
        samples,
        positions,
        features,
      )
    },
  }
  return { part, output, running: null }
}
