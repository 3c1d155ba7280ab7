import { describe, expect, it } from 'vitest'
import { openMachine } from '@core/kernels/machine'
import { kernelCases } from './cases/all-kernels'
import { runKernel } from './run-kernel'
import type { Shape } from './tensors'

const SHAPE = {
  ...{ samples: 100, positions: 1, features: 50 },
  ...{ key0: 123, key1: 8, layer: 2, step: 7 },
  ...{ threshold: 0.3 * 2 ** 32, keepScale: 1 / 0.7 },
}

describe.each(['simd', 'scalar'] as const)('%s dropout', (set) => {
  const machine = openMachine(set)

  function mask(shape: Shape): readonly number[] {
    return runKernel(machine, kernelCases.dropoutMask, shape, {}).outputs.mask!
  }

  it('drops the share that the threshold says and scales what it keeps', () => {
    const drawn = mask(SHAPE)
    expect(new Set(drawn)).toEqual(new Set([0, Math.fround(1 / 0.7)]))
    const dropped = drawn.filter((value) => value === 0).length
    // Four standard deviations of 5,000 draws with probability 0.3.
    expect(Math.abs(dropped - 1500)).toBeLessThan(4 * Math.sqrt(5000 * 0.3 * 0.7))
  })

  it('gives a sample and feature the same mask in any batch and width: masks are paired', () => {
    const wide = mask(SHAPE)
    const narrow = mask({ ...SHAPE, samples: 33, features: 9 })
    for (const [index, value] of narrow.entries()) {
      expect(value).toBe(wide[Math.floor(index / 9) * 50 + (index % 9)])
    }
  })

  it.each(['key0', 'key1', 'layer', 'step'] as const)('draws another mask for another %s', (part) => {
    expect(mask({ ...SHAPE, [part]: SHAPE[part] + 1 })).not.toEqual(mask(SHAPE))
  })

  it('drops whole channels: the positions of a sample share their mask', () => {
    const drawn = mask({ ...SHAPE, samples: 3, positions: 4, features: 20 })
    for (const [index, value] of drawn.entries()) {
      expect(value).toBe(drawn[Math.floor(index / 80) * 80 + (index % 20)])
    }
  })
})
