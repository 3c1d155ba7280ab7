import type { Heap } from '../heap'
import type { OptimizerKernels } from '../kernels'

/** The arguments are made float32 first, as they are when a compiled kernel takes them. */
export function scalarOptimizers(heap: Heap): OptimizerKernels {
  return {
    addWeightDecay: (values, gradient, count, factor) => {
      const [w, g] = [heap.f32.subarray(values / 4), heap.f32.subarray(gradient / 4)]
      const decay = Math.fround(factor)
      for (let index = 0; index < count; index += 1) g[index] += Math.fround(decay * w[index])
    },
    descend: (values, gradient, count, rate) => {
      const [w, g] = [heap.f32.subarray(values / 4), heap.f32.subarray(gradient / 4)]
      const step = Math.fround(rate)
      for (let index = 0; index < count; index += 1) w[index] -= Math.fround(step * g[index])
      return isFinite(w, count)
    },
    momentum: (values, gradient, velocity, count, rate, mu, nesterov) => {
      const [w, g] = [heap.f32.subarray(values / 4), heap.f32.subarray(gradient / 4)]
      const v = heap.f32.subarray(velocity / 4)
      const step = Math.fround(rate)
      const inertia = Math.fround(mu)
      for (let index = 0; index < count; index += 1) {
        v[index] = Math.fround(inertia * v[index]) + g[index]
        const ahead = Math.fround(g[index] + Math.fround(inertia * v[index]))
        w[index] -= Math.fround(step * (nesterov === 0 ? v[index] : ahead))
      }
      return isFinite(w, count)
    },
    adam: (
      ...[values, gradient, first, second, count, rate, keep1, take1, keep2, take2, correction, epsilon]
    ) => {
      const [w, g] = [heap.f32.subarray(values / 4), heap.f32.subarray(gradient / 4)]
      const [m, v] = [heap.f32.subarray(first / 4), heap.f32.subarray(second / 4)]
      const step = Math.fround(Math.fround(rate) * Math.fround(correction))
      const floor = Math.fround(Math.fround(epsilon) * Math.fround(correction))
      for (let index = 0; index < count; index += 1) {
        m[index] = blend(keep1, m[index], take1, g[index])
        v[index] = blend(keep2, v[index], take2, Math.fround(g[index] * g[index]))
        const size = Math.fround(Math.fround(Math.sqrt(v[index])) + floor)
        w[index] -= Math.fround(Math.fround(step * m[index]) / size)
      }
      return isFinite(w, count)
    },
    divideByRoot: (gradient, squares, count, keep, take, epsilon) => {
      const [g, v] = [heap.f32.subarray(gradient / 4), heap.f32.subarray(squares / 4)]
      const floor = Math.fround(epsilon)
      for (let index = 0; index < count; index += 1) {
        v[index] = blend(keep, v[index], take, Math.fround(g[index] * g[index]))
        g[index] /= Math.fround(Math.fround(Math.sqrt(v[index])) + floor)
      }
    },
  }
}

function isFinite(values: Float32Array, count: number): number {
  return values.subarray(0, count).every(Number.isFinite) ? 1 : 0
}

/** keep a + take b, each product and the sum rounded */
function blend(keep: number, a: number, take: number, b: number): number {
  return Math.fround(Math.fround(Math.fround(keep) * a) + Math.fround(Math.fround(take) * b))
}
