import type { Heap } from '../heap'
import type { RandomKernels } from '../kernels'
import { panelPlace } from '../layout'
import { philox } from '../../random/philox'

export function scalarDropout(heap: Heap): Pick<RandomKernels, 'dropoutMask'> {
  const counter = new Uint32Array(4)
  const key = new Uint32Array(2)
  const words = new Uint32Array(4)
  return {
    dropoutMask: (mask, samples, positions, features, key0, key1, layer, step, threshold, keepScale) => {
      const { f32 } = heap
      key[0] = key0
      key[1] = key1
      counter[2] = layer
      counter[3] = step
      for (let sample = 0; sample < samples; sample += 1) {
        counter[1] = sample
        for (let feature = 0; feature < features; feature += 1) {
          counter[0] = feature >>> 2
          philox(counter, key, words)
          const value = words[feature & 3] < threshold ? 0 : keepScale
          for (let position = 0; position < positions; position += 1) {
            f32[mask / 4 + panelPlace(sample, position, feature, positions, features)] = value
          }
        }
      }
    },
  }
}
