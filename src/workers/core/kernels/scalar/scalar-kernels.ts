import type { Heap } from '../heap'
import type { Kernels } from '../kernels'
import { scalarDense } from './dense'
import { scalarElements } from './elements'
import { scalarOptimizers } from './optimizers'

/** The oracle: every kernel as plain loops over `heap`, each result rounded to float32. */
export function scalarKernels(heap: Heap): Kernels {
  return {
    ...scalarDense(heap),
    ...scalarElements(heap),
    ...scalarOptimizers(heap),
  }
}
