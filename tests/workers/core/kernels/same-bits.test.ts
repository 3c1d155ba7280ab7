import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openMachine } from '@core/kernels/machine'
import { namedCases } from './cases/all-kernels'
import { differentBits } from './compare'
import { drawInputs, randomWord } from './kernel-case'
import { GARBAGE, runKernel } from './run-kernel'

/** Numbers that a fast path might treat differently. */
const ODD_NUMBERS = {
  none: [],
  zeros: [0, -0],
  subnormals: [2 ** -149, -(2 ** -149), 3 * 2 ** -140, -(2 ** -127)],
  'large and small': [3e38, -3e38, 1e-30, -1e-38, 2 ** 24],
  infinities: [Infinity, -Infinity],
  NaN: [NaN, Infinity, -Infinity],
} as const

const oddNumbers = fc.constantFrom(...Object.values<readonly number[]>(ODD_NUMBERS))

describe('simd and scalar', () => {
  const simd = openMachine('simd')
  const scalar = openMachine('scalar')

  it.each(namedCases)(
    '%s: the same bits, whatever the shape, the numbers and the padding',
    (_name, kernel) => {
      const garbage = fc.constantFrom(...GARBAGE)
      fc.assert(
        fc.property(
          kernel.shapes,
          fc.nat(1e6),
          oddNumbers,
          garbage,
          garbage,
          (shape, seed, odd, one, other) => {
            const inputs = drawInputs(kernel, shape, seed, (value, name, flat) => {
              const word = randomWord(seed + 1, 100, flat)
              const isFloat = kernel.operands[name]!.layout.type === 'f32'
              return isFloat && odd.length > 0 && word % 6 === 0 ? odd[(word >>> 8) % odd.length]! : value
            })
            const fast = runKernel(simd, kernel, shape, inputs, one)
            const strict = runKernel(scalar, kernel, shape, inputs, other)
            expect(differentBits(fast.outputs, strict.outputs)).toEqual([])
            expect([...fast.damage, ...strict.damage]).toEqual([])
          },
        ),
        { numRuns: 80 },
      )
    },
  )
})
