import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openMachine } from '@core/kernels/machine'
import { kernelCases, namedCases } from './cases/all-kernels'
import { farFrom } from './compare'
import { drawInputs, expectedOutputs } from './kernel-case'
import { GARBAGE, runKernel } from './run-kernel'

describe.each(['simd', 'scalar'] as const)('the %s kernels', (set) => {
  const machine = openMachine(set)

  it('are all there', () => {
    const missing = Object.keys(kernelCases).filter((name) => !(name in machine.kernels))
    expect(missing).toEqual([])
  })

  // The seed is fixed because a tolerance, unlike equal bits, is a matter of the numbers.
  it.each(namedCases)('%s follows its formula and touches nothing else', (_name, kernel) => {
    fc.assert(
      fc.property(kernel.shapes, fc.nat(1000), fc.constantFrom(...GARBAGE), (shape, seed, garbage) => {
        const inputs = drawInputs(kernel, shape, seed)
        const { outputs, damage } = runKernel(machine, kernel, shape, inputs, garbage)
        const expected = expectedOutputs(kernel, shape, inputs)
        expect(farFrom(outputs, expected, kernel.tolerance, kernel.anyZero ?? false)).toEqual([])
        expect(damage).toEqual([])
      }),
      { numRuns: 40, seed: 3 },
    )
  })

  it.each(namedCases)('%s may work in place where its contract says so', (_name, kernel) => {
    fc.assert(
      fc.property(kernel.shapes, fc.nat(1000), (shape, seed) => {
        const inputs = drawInputs(kernel, shape, seed)
        const { outputs } = runKernel(machine, kernel, shape, inputs)
        for (const shared of kernel.mayShare ?? []) {
          const inPlace = runKernel(machine, kernel, shape, inputs, NaN, shared)
          expect(inPlace.outputs).toEqual(outputs)
          expect(inPlace.damage).toEqual([])
        }
      }),
      { numRuns: 10 },
    )
  })
})
