import type { Heap } from '../heap'
import type { ActivationKernels, ElementKernels } from '../kernels'
import { LANES, pad8 } from '../layout'
import { laneSum } from './lane-sums'

/** Sums of products over all features. */
export function scalarPanelSums(
  heap: Heap,
): Pick<ElementKernels, 'dotPanels'> & Pick<ActivationKernels, 'preluGradient'> {
  const sums = new Float32Array(LANES)
  return {
    dotPanels: (a, b, samples, positions, features) => {
      const { f32 } = heap
      return laneSum(sums, samples, positions, features, (line, feature, lane) => {
        const place = (line * pad8(features) + feature) * LANES + lane
        return Math.fround(f32[a / 4 + place] * f32[b / 4 + place])
      })
    },
    preluGradient: (z, dh, samples, positions, features) => {
      const { f32 } = heap
      return laneSum(sums, samples, positions, features, (line, feature, lane) => {
        const place = (line * pad8(features) + feature) * LANES + lane
        return Math.fround(f32[dh / 4 + place] * Math.min(f32[z / 4 + place], 0))
      })
    },
  }
}
