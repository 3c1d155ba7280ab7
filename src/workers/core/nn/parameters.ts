import type { ModelSettings } from '@shared/trial-settings'
import { heapBytes } from '../kernels/heap'
import { blockNumbers } from '../kernels/layout'
import type { LayerPlan } from './layer-plan'

const FLOAT32_BYTES = 4

/** Whether the branches of a residual model end in a learned multiplier. */
export function learnsMultiplier({ residual }: ModelSettings): boolean {
  return residual?.branch === 'fixup' || residual?.branch === 'rezero'
}

/** A learned tensor of a layer besides W and b. */
export type OtherName = 'gamma' | 'beta' | 'slope' | 'multiplier'

/** Which of them a layer has, in the order of LayerParameters.others. */
export function otherNames(plan: LayerPlan, model: ModelSettings): OtherName[] {
  const names: OtherName[] = []
  if (plan.activated && model.normalization !== 'none') names.push('gamma', 'beta')
  if (plan.activated && model.activation.name === 'prelu') names.push('slope')
  if (plan.block === 'second' && learnsMultiplier(model)) names.push('multiplier')
  return names
}

/** How many learned numbers stand in each tensor of `otherNames`. */
export function otherCounts(plan: LayerPlan, model: ModelSettings): number[] {
  return otherNames(plan, model).map((name) => (name === 'gamma' || name === 'beta' ? plan.fanOut : 1))
}

/** Bytes of W and b, padding included. */
function weightBlockBytes({ fanIn, fanOut }: LayerPlan): number {
  return FLOAT32_BYTES * blockNumbers(fanIn, fanOut)
}

/** Bytes in the heap of all learned numbers of a layer: [W | b], then each of `otherCounts`. */
export function parameterBytes(plan: LayerPlan, model: ModelSettings): number {
  const others = otherCounts(plan, model).map((count) => heapBytes(FLOAT32_BYTES * count))
  return others.reduce((sum, bytes) => sum + bytes, heapBytes(weightBlockBytes(plan)))
}
