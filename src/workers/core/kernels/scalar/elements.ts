import type { Heap } from '../heap'
import type { ElementKernels } from '../kernels'

export function scalarElements(heap: Heap): Omit<ElementKernels, 'dotPanels'> {
  return {
    addScaled: (out, a, b, scale, count) => {
      const { f32 } = heap
      const factor = Math.fround(scale)
      for (let index = 0; index < count; index += 1) {
        f32[out / 4 + index] = f32[a / 4 + index] + Math.fround(factor * f32[b / 4 + index])
      }
    },
    scale: (out, a, scale, count) => {
      const { f32 } = heap
      const factor = Math.fround(scale)
      for (let index = 0; index < count; index += 1) f32[out / 4 + index] = f32[a / 4 + index] * factor
    },
    multiply: (out, a, b, count) => {
      const { f32 } = heap
      for (let index = 0; index < count; index += 1) {
        f32[out / 4 + index] = f32[a / 4 + index] * f32[b / 4 + index]
      }
    },
  }
}
