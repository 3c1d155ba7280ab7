import type { OptimizerSettings } from '@shared/trial-settings'
import type { Address, Kernels } from '../kernels/kernels'
import type { ParameterBlock } from '../nn/network'
import type { Allocate } from '../nn/signal'

/**
 * Changes parameters in place. Every definition is PyTorch's, weight decay included: it takes in all parameters, biases
 * too. Scalar factors are computed in double and rounded to float32 once.
 */
export interface Optimizer {
  /**
   * One update of every block from its gradient as it stands, which may be overwritten. True when every number of the blocks
   * is finite afterwards; padding may hold anything, so false needs a closer look.
   */
  readonly update: (learningRate: number) => boolean
}

/** What an optimizer is built with. */
export interface OptimizerBench {
  readonly kernels: Kernels
  readonly allocate: Allocate
  readonly blocks: readonly ParameterBlock[]
}

/** One zeroed tensor as large as each block. */
export function allocateState({ allocate, blocks }: OptimizerBench): Address[] {
  return blocks.map(({ count }) => allocate(4 * count))
}

/** g = g + weightDecay w for every block, the gradient of weightDecay/2 |w|^2; nothing when weightDecay is 0. */
export function addWeightDecay({ kernels, blocks }: OptimizerBench, weightDecay: number): void {
  if (weightDecay === 0) return
  const factor = Math.fround(weightDecay)
  for (const { values, gradient, count } of blocks) kernels.addWeightDecay(values, gradient, count, factor)
}

/** @throws when the value is null: the settings of this optimizer lack a parameter that it has. */
export function needed(
  value: number | null,
  name: keyof OptimizerSettings,
  settings: OptimizerSettings,
): number {
  if (value === null)
    throw new Error(`Optimizer ${settings.name} needs ${name}, which is null in its settings`)
  return value
}
