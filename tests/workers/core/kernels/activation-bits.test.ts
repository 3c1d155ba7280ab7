import { ACTIVATION_CODES } from '@core/kernels/kernels'
import { openMachine } from '@core/kernels/machine'
import { ACTIVATION_NAMES, type ActivationName } from '@shared/trial-settings'
import { describe, expect, it } from 'vitest'
import { allExponents, bitsOf, spread } from './float32-sweep'
import { inHeap } from './in-heap'

const SWEEPS: readonly (readonly [string, Float32Array])[] = [
  ['every exponent', allExponents(128)],
  ['[-20, 20]', spread(-20, 20, 65_536)],
  ['[-110, 110]', spread(-110, 110, 65_536)],
]
const PARAMETERS: Partial<Record<ActivationName, readonly number[]>> = {
  'leaky-relu': [0.01, 0, -0.5],
  prelu: [0.25, 3],
  elu: [1, 0.7],
}

const simd = openMachine('simd')
const scalar = openMachine('scalar')

describe('the activations of both kernel sets have the same bits', () => {
  const cases = ACTIVATION_NAMES.flatMap((name) =>
    (PARAMETERS[name] ?? [0]).flatMap((parameter) =>
      SWEEPS.map(([range, z]) => ({ name, parameter, range, z })),
    ),
  )
  it.each(cases)('$name ($parameter) over $range', ({ name, parameter, z }) => {
    const code = ACTIVATION_CODES[name]
    const delta = Float32Array.from(z, (_, index) => (index % 3) - 1 + index * 1e-5)
    const [fast, slow] = [simd, scalar].map((machine) =>
      inHeap(machine, [z, z, delta], (zAt, hAt, deltaAt) => {
        machine.kernels.activate(code, parameter, zAt, hAt, z.length)
        machine.kernels.applySlope(code, parameter, zAt, hAt, deltaAt, z.length)
      }),
    )
    for (const [place, tensor] of ['z', 'h', 'delta'].entries()) {
      const fastBits = bitsOf(fast![place]!)
      const slowBits = bitsOf(slow![place]!)
      const different = fastBits.findIndex((bits, index) => bits !== slowBits[index])
      expect(
        different === -1 ? null : [tensor, z[different], fast![place]![different], slow![place]![different]],
      ).toBe(null)
    }
  })
})
