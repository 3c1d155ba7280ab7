import { describe, expect, it } from 'vitest'
import {
  BENCH_SHAPES,
  benchShape,
  benchShapeText,
  benchStepFlops,
  benchWidths,
  gigaflops,
} from '@shared/bench'

describe('the shapes that are measured', () => {
  it.each([
    ['a', '2-64x3-2', [2, 64, 64, 64, 2]],
    ['b', '784-100x10-10', [784, ...Array.from({ length: 10 }, () => 100), 10]],
    ['c', '784-256x5-10', [784, 256, 256, 256, 256, 256, 10]],
    ['d', '784-64x30-10', [784, ...Array.from({ length: 30 }, () => 64), 10]],
    ['e', '784-512x3-10', [784, 512, 512, 512, 10]],
  ] as const)('%s is %s', (name, text, widths) => {
    expect(benchShapeText(benchShape(name))).toBe(text)
    expect(benchWidths(benchShape(name))).toEqual(widths)
  })

  it('counts three products for each layer but the first, which has no input gradient', () => {
    // 2-64-64-64-2, 32 samples: 6 * 32 * (128 + 4096 + 4096 + 128) - 2 * 32 * 128
    expect(benchStepFlops(benchShape('a'))).toBe(1_613_824)
    // 784-100x10-10, 64 samples: 6 * 64 * (78,400 + 9 * 10,000 + 1,000) - 2 * 64 * 78,400
    expect(benchStepFlops(benchShape('b'))).toBe(55_014_400)
  })

  it('turns milliseconds into 10^9 operations a second', () => {
    expect(gigaflops(benchShape('b'), 1)).toBeCloseTo(55.0144, 10)
    for (const shape of BENCH_SHAPES) expect(gigaflops(shape, 2)).toBe(gigaflops(shape, 1) / 2)
  })
})
