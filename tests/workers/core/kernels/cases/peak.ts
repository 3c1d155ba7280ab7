import fc from 'fast-check'
import { PEAK_BYTES, type PeakKernels } from '@core/kernels/kernels'
import { kernelCase, RESULT, type KernelCase } from '../kernel-case'
import { plain } from '../tensors'
import { sumOver } from './shapes'

export const peak: Readonly<Record<keyof PeakKernels, KernelCase>> = {
  peak128: kernelCase({
    shapes: fc.record({ turns: fc.integer({ min: 1, max: 3 }) }),
    operands: { values: { layout: plain('f32', `=${PEAK_BYTES / 4}`), role: 'in' } },
    call: (kernels, { values }, { turns }) => kernels.peak128(values, turns),
    formula: (of, { turns }) => ({
      [RESULT]: () =>
        turns *
        sumOver(8, (chain) =>
          sumOver(192, (place) => {
            const weight = of('values')(place * 2 + Math.floor(chain / 4))
            return weight * of('values')(place * 16 + (chain % 4) * 4)
          }),
        ),
    }),
    tolerance: 1e-4,
  }),
}
