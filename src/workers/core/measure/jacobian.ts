import { panelNumbers, panelPlace } from '../kernels/layout'
import type { Network } from '../nn/network'
import type { Workbench } from '../nn/part'
import { createUnitSource } from '../random/unit-source'

/** Estimates the mean squared singular value of the input-output Jacobian J of a network. */
export interface JacobianMeter {
  /**
   * Mean over the samples of |J' u|^2 / outputs for u ~ N(0, 1) of each sample and output, whose expectation is
   * |J|^2 (Frobenius) / outputs. After a forward pass in mode train on `samples` samples; the gradient at the outputs
   * is as before afterwards, the deltas of all other layers are overwritten.
   */
  readonly measure: (samples: number) => number
}

const FLOAT32_BYTES = 4

export function createJacobianMeter(
  { machine, allocate, capacity }: Workbench,
  network: Network,
  seed: number,
): JacobianMeter {
  const { kernels, heap } = machine
  const { delta, fanOut: outputs } = network.output
  const kept = allocate(FLOAT32_BYTES * panelNumbers(capacity.train, 1, outputs))
  const units = createUnitSource(machine, allocate, outputs)

  function fillCotangent(samples: number): void {
    const first = delta.values / FLOAT32_BYTES
    heap.f32.fill(0, first, first + panelNumbers(samples, 1, outputs))
    for (let sample = 0; sample < samples; sample += 1) {
      const draws = units.normals(outputs, { seed, purpose: 'jacobian', layer: 0, row: sample, step: 0 })
      for (let output = 0; output < outputs; output += 1)
        heap.f32[first + panelPlace(sample, 0, output, 1, outputs)] = draws[output]
    }
  }

  return {
    measure: (samples) => {
      const first = delta.values / FLOAT32_BYTES
      const used = panelNumbers(samples, 1, outputs)
      heap.f32.copyWithin(kept / FLOAT32_BYTES, first, first + used)
      fillCotangent(samples)
      network.backwardToInput(samples)
      const { values, positions, features } = network.inputGradient
      const meanSquare = kernels.meanSquare(values, samples, positions, features)
      heap.f32.copyWithin(first, kept / FLOAT32_BYTES, kept / FLOAT32_BYTES + used)
      return (meanSquare * positions * features) / outputs
    },
  }
}
