// For Node and Electron as Node: which kernels differ from the oracle in this engine, under its switches. The bits of
// a training hang on few kernels; here each one is called by itself.
import fc from 'fast-check'
import { openMachine } from '@core/kernels/machine'
import { namedCases } from '../workers/core/kernels/cases/all-kernels'
import { differentBits } from '../workers/core/kernels/compare'
import { drawInputs } from '../workers/core/kernels/kernel-case'
import { GARBAGE, runKernel } from '../workers/core/kernels/run-kernel'

const SHAPES = 25

const simd = openMachine('simd')
const scalar = openMachine('scalar')
const wrong: Record<string, readonly string[]> = {}
for (const [name, kernel] of namedCases) {
  for (const [index, shape] of fc.sample(kernel.shapes, { numRuns: SHAPES, seed: 7 }).entries()) {
    const inputs = drawInputs(kernel, shape, index)
    const fast = runKernel(simd, kernel, shape, inputs, GARBAGE[0])
    const strict = runKernel(scalar, kernel, shape, inputs, GARBAGE[1])
    const found = [...differentBits(fast.outputs, strict.outputs), ...fast.damage]
    if (found.length > 0) wrong[name] = [JSON.stringify(shape), ...found.slice(0, 3)]
  }
}
process.stdout.write(JSON.stringify({ kernels: namedCases.length, wrong }))
