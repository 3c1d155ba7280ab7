import type { Kernels } from '@core/kernels/kernels'
import type { KernelCase } from '../kernel-case'
import { activations } from './activations'
import { convolution } from './convolution'
import { dense } from './dense'
import { elements } from './elements'
import { losses } from './losses'
import { normalization } from './normalization'
import { optimizers } from './optimizers'
import { peak } from './peak'
import { random } from './random'
import { statistics } from './statistics'

/** Every kernel; one that has no case does not compile. */
export const kernelCases: Readonly<Record<keyof Kernels, KernelCase>> = {
  ...activations,
  ...convolution,
  ...dense,
  ...elements,
  ...losses,
  ...normalization,
  ...optimizers,
  ...peak,
  ...random,
  ...statistics,
}

/** Names and cases, for it.each. */
export const namedCases: readonly (readonly [string, KernelCase])[] = Object.entries(kernelCases)
