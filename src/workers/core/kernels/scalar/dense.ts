import type { Heap } from '../heap'
import type { DenseKernels } from '../kernels'
import { LANES, pad8, panelPlace, weightNumbers } from '../layout'
import { laneSum } from './lane-sums'

/**
 * The dense kernels sample by sample. A layer with positions is a dense layer over (sample, position), and a number of
 * virtual panels is that many panels of 16 samples with one position.
 */
export function scalarDense(heap: Heap): DenseKernels {
  return {
    gatherRows: (data, indices, x, samples, features) => {
      const { f32, i32 } = heap
      for (let sample = 0; sample < samples; sample += 1) {
        const row = data / 4 + i32[indices / 4 + sample] * features
        for (let feature = 0; feature < features; feature += 1) {
          f32[x / 4 + panelPlace(sample, 0, feature, 1, features)] = f32[row + feature]
        }
      }
    },
    denseForward: (x, weights, bias, z, panels, fanIn, fanOut) => {
      const { f32 } = heap
      for (let sample = 0; sample < panels * LANES; sample += 1) {
        for (let unit = 0; unit < fanOut; unit += 1) {
          let sum = f32[bias / 4 + unit]
          for (let input = 0; input < fanIn; input += 1) {
            const weight = f32[weights / 4 + unit * pad8(fanIn) + input]
            const value = f32[x / 4 + panelPlace(sample, 0, input, 1, fanIn)]
            sum = Math.fround(sum + Math.fround(weight * value))
          }
          f32[z / 4 + panelPlace(sample, 0, unit, 1, fanOut)] = sum
        }
      }
    },
    denseInputGradient: (delta, weights, dx, first, end, fanIn, fanOut) => {
      const { f32 } = heap
      for (let sample = first * LANES; sample < end * LANES; sample += 1) {
        for (let input = 0; input < fanIn; input += 1) {
          let sum = Math.fround(0)
          for (let unit = 0; unit < fanOut; unit += 1) {
            const weight = f32[weights / 4 + unit * pad8(fanIn) + input]
            const value = f32[delta / 4 + panelPlace(sample, 0, unit, 1, fanOut)]
            sum = Math.fround(sum + Math.fround(weight * value))
          }
          f32[dx / 4 + panelPlace(sample, 0, input, 1, fanIn)] = sum
        }
      }
    },
    denseWeightGradient: (x, delta, weightGradient, first, end, samples, positions, fanIn, fanOut) => {
      const { f32 } = heap
      f32.fill(0, weightGradient / 4 + first * pad8(fanIn), weightGradient / 4 + weightNumbers(fanIn, end))
      for (const { sample, position } of realPlaces(samples, positions)) {
        for (let unit = first; unit < end; unit += 1) {
          const value = f32[delta / 4 + panelPlace(sample, position, unit, positions, fanOut)]
          for (let input = 0; input < fanIn; input += 1) {
            const product = value * f32[x / 4 + panelPlace(sample, position, input, positions, fanIn)]
            f32[weightGradient / 4 + unit * pad8(fanIn) + input] += Math.fround(product)
          }
        }
      }
    },
    denseBiasGradient: (delta, biasGradient, samples, positions, fanOut) => {
      const { f32 } = heap
      const sums = new Float32Array(LANES)
      for (let unit = 0; unit < fanOut; unit += 1) {
        f32[biasGradient / 4 + unit] = laneSum(sums, samples, positions, 1, (line, _, lane) => {
          return f32[delta / 4 + (line * pad8(fanOut) + unit) * LANES + lane]
        })
      }
    },
  }
}

/** Every (sample, position) in the order of sums over them: panels, inside one positions, inside one samples. */
function realPlaces(
  samples: number,
  positions: number,
): { readonly sample: number; readonly position: number }[] {
  const places = []
  for (let first = 0; first < samples; first += LANES) {
    for (let position = 0; position < positions; position += 1) {
      for (let sample = first; sample < Math.min(first + LANES, samples); sample += 1) {
        places.push({ sample, position })
      }
    }
  }
  return places
}
