import fc from 'fast-check'
import { normalQuantile } from '@core/random/normal-quantile'
import { philox } from '@core/random/philox'
import type { RandomKernels } from '@core/kernels/kernels'
import { kernelCase, type KernelCase } from '../kernel-case'
import { panels, plain } from '../tensors'
import { batch, positions, width } from './shapes'

const word = fc.oneof(fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff), fc.nat(0xffffffff))

/** Word `place` of the block at a counter. */
function wordAt(counter: readonly number[], key: readonly number[], place: number): number {
  const words = new Uint32Array(4)
  philox(Uint32Array.from(counter), Uint32Array.from(key), words)
  return words[place]!
}

export const random: Readonly<Record<keyof RandomKernels, KernelCase>> = {
  unitDraws: kernelCase({
    shapes: fc.record({
      count: fc.integer({ min: 1, max: 70 }),
      key0: word,
      key1: word,
      row: word,
      layer: word,
      step: word,
      uniform: fc.constantFrom(0, 1),
    }),
    operands: { out: { layout: plain('f64', 'count'), role: 'out' } },
    call: (kernels, { out }, { count, key0, key1, row, layer, step, uniform }) => {
      kernels.unitDraws(out, count, key0, key1, row, layer, step, uniform)
    },
    formula: (_, { key0, key1, row, layer, step, uniform }) => ({
      out: (column) => {
        const counter = [column >>> 1, row, layer, step]
        const high = wordAt(counter, [key0, key1], (column & 1) * 2)
        const low = wordAt(counter, [key0, key1], (column & 1) * 2 + 1)
        const unit = (high * 2 ** 20 + (low >>> 12) + 0.5) / 2 ** 52
        return uniform === 1 ? unit : normalQuantile(unit)
      },
    }),
    tolerance: 1e-14,
    unequalAlong: ['count'],
  }),
  permutation: kernelCase({
    shapes: fc.record({
      count: fc.integer({ min: 1, max: 70 }),
      key0: word,
      key1: word,
      row: word,
      layer: word,
      step: word,
    }),
    operands: { order: { layout: plain('i32', 'count'), role: 'out' } },
    call: (kernels, { order }, { count, key0, key1, row, layer, step }) => {
      kernels.permutation(order, count, key0, key1, row, layer, step)
    },
    formula: (_, { count, key0, key1, row, layer, step }) => {
      const order = Array.from({ length: count }, (_value, index) => index)
      for (let index = count - 1; index > 0; index -= 1) {
        const other = wordAt([index >>> 2, row, layer, step], [key0, key1], index & 3) % (index + 1)
        const held = order[index]!
        order[index] = order[other]!
        order[other] = held
      }
      return { order: (index) => order[index]! }
    },
    tolerance: 0,
    unequalAlong: ['count'],
  }),
  dropoutMask: kernelCase({
    shapes: fc.record({
      samples: batch,
      positions,
      features: width,
      key0: word,
      key1: word,
      layer: word,
      step: word,
      threshold: fc.oneof(fc.constantFrom(0, 0x80000000, 0xffffffff), fc.nat(0xffffffff)),
      keepScale: fc.constantFrom(1, 2, 1.25),
    }),
    operands: { mask: { layout: panels('features'), role: 'out' } },
    call: (kernels, { mask }, shape) => {
      const { samples, positions, features, key0, key1, layer, step, threshold, keepScale } = shape
      kernels.dropoutMask(mask, samples, positions, features, key0, key1, layer, step, threshold, keepScale)
    },
    formula: (_, { key0, key1, layer, step, threshold, keepScale }) => ({
      mask: (sample, _position, feature) => {
        const drawn = wordAt([feature >>> 2, sample, layer, step], [key0, key1], feature & 3)
        return drawn < threshold ? 0 : keepScale
      },
    }),
    tolerance: 0,
    unequalAlong: ['samples', 'features'],
  }),
}
