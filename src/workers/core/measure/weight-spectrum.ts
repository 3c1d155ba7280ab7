import { SPECTRUM_COLUMNS } from '@shared/trial-result'
import { spectrumWorkspaceBytes } from '../kernels/layout'
import type { Network } from '../nn/network'
import type { Workbench } from '../nn/part'
import type { Pace } from '../pace'

/**
 * The shorter side of the largest matrix whose singular values are measured: 512 x 512 takes some 40 ms, and the time grows
 * with the cube.
 */
export const LARGEST_SPECTRUM = 512

/** Largest and smallest singular value of W of each layer, before the first and after the last update. */
export interface SpectrumMeter {
  /** All of a moment or, when the trial is stopped on the way, nothing of it. */
  readonly measure: (moment: 'start' | 'end') => void
  /** (2, L + 1, SPECTRUM_COLUMNS.length), NaN where not measured. */
  readonly values: Float32Array
}

const FLOAT64_BYTES = 8

export function createSpectrumMeter(
  { machine, allocate }: Workbench,
  { layers }: Network,
  pace: Pace,
): SpectrumMeter {
  const { kernels, heap } = machine
  const columns = SPECTRUM_COLUMNS.length
  const values = new Float32Array(2 * layers.length * columns).fill(NaN)
  const measured = layers.map(({ fanIn, fanOut }) => Math.min(fanIn, fanOut) <= LARGEST_SPECTRUM)
  const bytes = layers.reduce(
    (most, { fanIn, fanOut }, index) =>
      measured[index] ? Math.max(most, spectrumWorkspaceBytes(fanOut, fanIn)) : most,
    0,
  )
  const workspace = allocate(bytes)
  const out = allocate(columns * FLOAT64_BYTES)
  return {
    values,
    measure: (moment) => {
      const found = new Float32Array(layers.length * columns).fill(NaN)
      for (const [index, { fanIn, fanOut, weights }] of layers.entries()) {
        if (!measured[index]) continue
        kernels.singularValues(weights, out, fanOut, fanIn, workspace)
        pace.spend(fanIn * fanOut * Math.min(fanIn, fanOut))
        const first = out / FLOAT64_BYTES
        found.set(heap.f64.subarray(first, first + columns), index * columns)
      }
      values.set(found, moment === 'start' ? 0 : found.length)
    },
  }
}
