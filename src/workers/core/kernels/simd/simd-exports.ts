import type {
  ActivationKernels,
  ConvolutionKernels,
  ElementKernels,
  LossKernels,
  NormalizationKernels,
  OptimizerKernels,
  PeakKernels,
  RandomKernels,
  StatisticsKernels,
} from '../kernels'
import type { ElementaryExports } from './elementary-exports'
import type { ActivationExports } from './simd-activations'
import type { DenseExports } from './simd-dense'

/** What kernels.wasm exports under its own name for each kernel; the dense kernels are put together from tiles. */
export interface SimdExports
  extends
    DenseExports,
    ActivationExports,
    ElementaryExports,
    Pick<ActivationKernels, 'preluGradient'>,
    LossKernels,
    NormalizationKernels,
    ConvolutionKernels,
    ElementKernels,
    OptimizerKernels,
    RandomKernels,
    StatisticsKernels,
    PeakKernels {}
