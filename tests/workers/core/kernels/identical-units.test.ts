import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openMachine } from '@core/kernels/machine'
import { namedCases } from './cases/all-kernels'
import { drawInputs, RESULT, type KernelCase, type Tensors } from './kernel-case'
import { runKernel } from './run-kernel'
import { extentsOf, flatIndex, mapEntries, type Shape } from './tensors'

/** Axes of the outputs along which equal operands must give equal outputs. */
function equalAxes({ operands, unequalAlong = [] }: KernelCase): string[] {
  const axes = Object.values(operands)
    .filter(({ role }) => role === 'out' || role === 'inout')
    .flatMap(({ layout }) => layout.axes)
  return [...new Set(axes)].filter((axis) => !axis.startsWith('=') && !unequalAlong.includes(axis))
}

/** The tensors with everything along an axis as it is at its first place. */
function levelled({ operands }: KernelCase, shape: Shape, tensors: Tensors, axis: string): Tensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, values]) => {
      const { layout } = operands[name]!
      const extents = extentsOf(layout, shape)
      const along = layout.axes.map((each) => each === axis)
      const first = mapEntries(extents, (indices) => {
        return values[
          flatIndex(
            indices.map((index, place) => (along[place] ? 0 : index)),
            extents,
          )
        ]!
      })
      return [name, first]
    }),
  )
}

const named = namedCases.filter(([, kernel]) => equalAxes(kernel).length > 0)

describe.each(['simd', 'scalar'] as const)('the %s kernels', (set) => {
  const machine = openMachine(set)

  it.each(named)('%s: what is equal stays equal, whatever its place', (_name, kernel) => {
    fc.assert(
      fc.property(kernel.shapes, fc.nat(1e6), (shape, seed) => {
        const drawn = drawInputs(kernel, shape, seed)
        for (const axis of equalAxes(kernel)) {
          const ran = runKernel(machine, kernel, shape, levelled(kernel, shape, drawn, axis))
          const outputs = Object.fromEntries(Object.entries(ran.outputs).filter(([name]) => name !== RESULT))
          expect(outputs, axis).toEqual(levelled(kernel, shape, outputs, axis))
        }
      }),
      { numRuns: 25 },
    )
  })

  it('are held to it along the units of every layer', () => {
    const axes = Object.fromEntries(named.map(([name, kernel]) => [name, equalAxes(kernel)]))
    expect(axes).toMatchObject({
      denseForward: ['samples', 'positions', 'fanOut'],
      denseInputGradient: ['samples', 'positions', 'fanIn'],
      denseWeightGradient: ['fanOut', 'fanIn'],
      denseBiasGradient: ['fanOut'],
      batchNormForward: ['samples', 'positions', 'features'],
      layerNormBackward: ['samples', 'positions', 'features'],
      adam: ['count'],
    })
  })
})
