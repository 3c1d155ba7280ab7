import type { ModelSettings } from '@shared/trial-settings'
import { heapBytes } from '../kernels/heap'
import { blockNumbers } from '../kernels/layout'
import type { LayerPlan } from './layer-plan'

const FLOAT32_BYTES = 4

/** Whether the branches of a residual model end in a learned multiplier. */
export function learnsMultiplier({ residual }: ModelSettings): boolean {
  return residual?.branch === 'fixup' || residual?.branch === 'rezero'
}

/** How many learned numbers stand in each tensor of a layer besides W and b, in the order of LayerParameters.others. */
export function otherCounts(plan: LayerPlan, model: ModelSettings): number[] {
  const counts: number[] = []
  if (plan.activated && model.normalization !== 'none') counts.push(plan.fanOut, plan.fanOut)
  if (plan.activated && model.activation.name === 'prelu') counts.push(1)
  if (plan.block === 'second' && learnsMultiplier(model)) counts.push(1)
  return counts
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
