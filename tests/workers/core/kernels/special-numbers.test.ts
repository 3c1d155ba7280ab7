import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openMachine } from '@core/kernels/machine'
import { namedCases } from './cases/all-kernels'
import { farFrom } from './compare'
import { drawInputs, expectedOutputs, randomWord, type KernelCase } from './kernel-case'
import { runKernel } from './run-kernel'

/** Operands that take any float32. */
function floatOperands({ operands }: KernelCase): string[] {
  return Object.entries(operands)
    .filter(([, { layout, role, derive }]) => {
      return layout.type === 'f32' && (role === 'in' || role === 'inout') && derive === undefined
    })
    .map(([name]) => name)
}

/** Such a kernel is quick, and each of its numbers is a case of its own. */
function isElementwise({ operands }: KernelCase): boolean {
  return Object.values(operands).every(({ layout }) => layout.axes.join() === 'count')
}

function isPlace(seed: number, flat: number, name: string, inputs: number): boolean {
  return flat === randomWord(seed, name.length, 7) % Math.max(1, inputs)
}

describe.each(['simd', 'scalar'] as const)('the %s kernels', (set) => {
  const machine = openMachine(set)

  it.each(namedCases)('%s carries NaN, infinities and -0 where its formula does', (_name, kernel) => {
    fc.assert(
      fc.property(kernel.shapes, fc.nat(1000), (shape, seed) => {
        const plainInputs = drawInputs(kernel, shape, seed)
        for (const planted of floatOperands(kernel)) {
          for (const special of [NaN, Infinity, -Infinity, -0]) {
            const inputs = drawInputs(kernel, shape, seed, (value, name, flat) =>
              name === planted && isPlace(seed, flat, name, plainInputs[name]!.length) ? special : value,
            )
            const { outputs } = runKernel(machine, kernel, shape, inputs, 3e38)
            const expected = expectedOutputs(kernel, shape, inputs)
            const far = farFrom(outputs, expected, kernel.tolerance, kernel.anyZero ?? false)
            expect(far, `${special} in ${planted}`).toEqual([])
          }
        }
      }),
      { numRuns: isElementwise(kernel) ? 100 : 5, seed: 5 },
    )
  })

  it.each(namedCases)('%s flushes no subnormal number to 0', (_name, kernel) => {
    fc.assert(
      fc.property(kernel.shapes, fc.nat(1000), (shape, seed) => {
        const names = floatOperands(kernel)
        for (const [place, chosen] of names.entries()) {
          // Once the chosen operand alone is subnormal, once all the others are.
          for (const isSubnormal of [
            (index: number) => index === place,
            (index: number) => index !== place,
          ]) {
            const inputs = drawInputs(kernel, shape, seed, (value, name) =>
              names.includes(name) && isSubnormal(names.indexOf(name)) ? value * 2 ** -132 : value,
            )
            const { outputs } = runKernel(machine, kernel, shape, inputs, 3e38)
            const expected = expectedOutputs(kernel, shape, inputs)
            const far = farFrom(outputs, expected, Math.max(kernel.tolerance, 1e-3), true)
            expect(far, `subnormal with ${chosen}`).toEqual([])
          }
        }
      }),
      { numRuns: 5, seed: 5 },
    )
  })
})
