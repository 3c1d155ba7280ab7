import { HISTOGRAM_BINS, HISTOGRAM_QUANTITIES } from '@shared/trial-result'
import type { Network } from '../nn/network'
import type { Workbench } from '../nn/part'

/** Histograms of z, h and delta of every layer at the chosen steps; the layout is that of trial-result.ts. */
export interface HistogramMeter {
  /** Whether the step was chosen; `isLast` for the point at the end. */
  readonly wants: (step: number, isLast: boolean) => boolean
  /** After a forward and a backward pass on `samples` samples. */
  readonly measure: (step: number, samples: number) => void
  readonly values: () => Float32Array
}

const FLOAT32_BYTES = 4

/** Numbers of one histogram: step, smallest, largest and the bins. */
const HISTOGRAM_NUMBERS = 3 + HISTOGRAM_BINS

export function createHistogramMeter(
  { machine, allocate }: Workbench,
  { layers }: Network,
  chosen: readonly (number | 'last')[],
): HistogramMeter {
  const { kernels, heap } = machine
  const steps = new Set(chosen)
  const perStep = layers.length * HISTOGRAM_QUANTITIES.length * HISTOGRAM_NUMBERS
  const values = new Float32Array(steps.size * perStep)
  const out = allocate(FLOAT32_BYTES * (HISTOGRAM_NUMBERS - 1))
  let written = 0
  return {
    wants: (step, isLast) => steps.has(step) || (isLast && steps.has('last')),
    measure: (step, samples) => {
      for (const layer of layers) {
        for (const quantity of HISTOGRAM_QUANTITIES) {
          const signal = layer[quantity]
          kernels.histogram(signal.values, out, samples, signal.positions, signal.features)
          const first = out / FLOAT32_BYTES
          values[written] = step
          values.set(heap.f32.subarray(first, first + HISTOGRAM_NUMBERS - 1), written + 1)
          written += HISTOGRAM_NUMBERS
        }
      }
    },
    values: () => (written === values.length ? values : values.slice(0, written)),
  }
}
