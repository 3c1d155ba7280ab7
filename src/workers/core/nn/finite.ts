import type { Kernels } from '../kernels/kernels'
import type { Network } from './network'

/**
 * Whether every learned number is finite. Needed beside the loss: an infinite weight before tanh, sigmoid or a dead relu
 * leaves the loss finite, and the run would look healthy. The updates say so themselves while all is well; this is for the
 * start, the end and where an update is in doubt. One call a block when all is finite; padding may hold anything,
 * so only when a block is not finite are its real numbers looked at one tensor at a time.
 */
export function hasFiniteParameters(kernels: Kernels, { blocks, layers }: Network): boolean {
  let suspicious = false
  for (const { values, count } of blocks) if (kernels.isFinite(values, 1, count) === 0) suspicious = true
  if (!suspicious) return true
  for (const { weights, bias, fanIn, fanOut, others } of layers) {
    if (kernels.isFinite(weights, fanOut, fanIn) === 0) return false
    if (kernels.isFinite(bias, 1, fanOut) === 0) return false
    for (const { values, count } of others) if (kernels.isFinite(values, 1, count) === 0) return false
  }
  return true
}
