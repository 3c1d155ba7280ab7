import type { Heap } from '../heap'
import type { Kernels } from '../kernels'
import { scalarCounts } from './counts'
import { scalarSpectrum } from './spectrum'
import { scalarStatistics } from './statistics'
import { scalarConvolution } from './convolution'
import { scalarActivations } from './activations'
import { scalarDense } from './dense'
import { scalarDropout } from './dropout'
import { scalarElements } from './elements'
import { scalarNormalization } from './normalization'
import { scalarLosses } from './loss'
import { scalarOptimizers } from './optimizers'
import { scalarDraws } from './random'
import { scalarPanelSums } from './panel-sums'
import { scalarPeak } from './peak'

/** The oracle: every kernel as plain loops over `heap`, each result rounded to float32. */
export function scalarKernels(heap: Heap): Kernels {
  return {
    ...scalarCounts(heap),
    ...scalarSpectrum(heap),
    ...scalarStatistics(heap),
    ...scalarConvolution(heap),
    ...scalarDense(heap),
    ...scalarActivations(heap),
    ...scalarLosses(heap),
    ...scalarDraws(heap),
    ...scalarDropout(heap),
    ...scalarElements(heap),
    ...scalarNormalization(heap),
    ...scalarOptimizers(heap),
    ...scalarPanelSums(heap),
    ...scalarPeak(heap),
  }
}
