import type { Heap } from '../heap'
import type { Kernels } from '../kernels'
import { scalarConvolution } from './convolution'
import { scalarDense } from './dense'
import { scalarDropout } from './dropout'
import { scalarElements } from './elements'
import { scalarNormalization } from './normalization'
import { scalarOptimizers } from './optimizers'
import { scalarPanelSums } from './panel-sums'

/** The oracle: every kernel as plain loops over `heap`, each result rounded to float32. */
export function scalarKernels(heap: Heap): Kernels {
  return {
    ...scalarConvolution(heap),
    ...scalarDense(heap),
    ...scalarDropout(heap),
    ...scalarElements(heap),
    ...scalarNormalization(heap),
    ...scalarOptimizers(heap),
    ...scalarPanelSums(heap),
  }
}
