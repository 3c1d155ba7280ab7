import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openMachine } from '@core/kernels/machine'
import { kernelCases } from './cases/all-kernels'
import { range, sumOver } from './cases/shapes'
import { drawInputs, type Tensors } from './kernel-case'
import { runKernel } from './run-kernel'
import type { Shape } from './tensors'

const { gatherPatches, scatterPatches, averagePositions, spreadPositions } = kernelCases

/** Whole numbers, whose float32 products and sums are exact. */
function whole(tensors: Tensors): Tensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, values]) => [name, values.map((value) => Math.round(value))]),
  )
}

function dot(a: readonly number[], b: readonly number[]): number {
  expect(a).toHaveLength(b.length)
  return sumOver(a.length, (index) => a[index]! * b[index]!)
}

function shapeOf(size: number, kernel: number, stride: number, circular: number): Shape {
  const outputs = Math.ceil(size / stride) ** 2
  return {
    ...{ samples: 1, channels: 1, height: size, width: size, kernel, stride, circular },
    ...{ pixels: size * size, outputs, patchSize: kernel * kernel },
  }
}

describe.each(['simd', 'scalar'] as const)('%s convolution', (set) => {
  const machine = openMachine(set)

  it('scatters exactly adjoint to how it gathers', () => {
    fc.assert(
      fc.property(gatherPatches.shapes, fc.nat(1000), (shape, seed) => {
        const { image } = whole(drawInputs(gatherPatches, shape, seed))
        const { patches } = whole(drawInputs(scatterPatches, shape, seed + 1))
        const gathered = runKernel(machine, gatherPatches, shape, { image: image! }).outputs.patches!
        const scattered = runKernel(machine, scatterPatches, shape, { patches: patches! }).outputs.image!
        expect(dot(gathered, patches!)).toBe(dot(image!, scattered))
      }),
      { numRuns: 60 },
    )
  })

  it('averages positions, and spreads their gradient, adjoint to each other', () => {
    const shape = { samples: 19, positions: 8, features: 5 }
    const { x } = whole(drawInputs(averagePositions, shape, 1))
    const { dy } = whole(drawInputs(spreadPositions, shape, 2))
    const averaged = runKernel(machine, averagePositions, shape, { x: x! }).outputs.y!
    const spread = runKernel(machine, spreadPositions, shape, { dy: dy! }).outputs.dx!
    expect(dot(averaged, dy!)).toBe(dot(x!, spread))
  })

  it('shows each output its neighbours, with zeros or the other side beyond the edge', () => {
    const image = [1, 2, 3, 4, 5, 6, 7, 8, 9]
    const corner = (circular: number): readonly number[] =>
      runKernel(machine, gatherPatches, shapeOf(3, 3, 1, circular), { image }).outputs.patches!.slice(0, 9)
    expect(corner(0)).toEqual([0, 0, 0, 0, 1, 2, 0, 4, 5])
    expect(corner(1)).toEqual([9, 7, 8, 3, 1, 2, 6, 4, 5])
  })

  it('is centred on every second pixel with stride 2', () => {
    const image = range(16)
    const { patches } = runKernel(machine, gatherPatches, shapeOf(4, 3, 2, 0), { image }).outputs
    expect(range(4).map((output) => patches![output * 9 + 4])).toEqual([0, 2, 8, 10])
  })

  it('wraps a kernel of 5 round an image of one pixel', () => {
    const shape = shapeOf(1, 5, 1, 1)
    const gathered = runKernel(machine, gatherPatches, shape, { image: [3] }).outputs.patches!
    expect(gathered).toEqual(range(25).map(() => 3))
    const scattered = runKernel(machine, scatterPatches, shape, { patches: range(25) }).outputs.image!
    expect(scattered).toEqual([300])
  })
})
