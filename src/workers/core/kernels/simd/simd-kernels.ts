import type { Kernels } from '../kernels'
import { simdActivations } from './simd-activations'
import { simdDense } from './simd-dense'
import type { SimdExports } from './simd-exports'

/** The compiled kernels as `Kernels`: most are exports as they are. */
export function simdKernels(exports: SimdExports): Kernels {
  return { ...exports, ...simdDense(exports), ...simdActivations(exports) }
}
