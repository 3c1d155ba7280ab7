import type { ModelSettings } from '../trial-settings'
import { backwardSpread } from './finite-width'
import { branchScale, type ForwardLayer } from './forward-pass'

/** E[delta^2] of a weight layer as a multiple of the output layer's, and the variance of its logarithm. */
export interface BackwardLayer {
  readonly delta2: number
  readonly spread: number
}

/**
 * E[delta^2] from the outputs down: delta_l = dh/dz (W^T delta)_(l+1), with W independent of delta, so
 * delta2_l = E[(dh/dz)^2] n_(l+1) Var(w_(l+1)) delta2_(l+1); n is the number of rows, times kernel^2 in a convolution. A
 * residual sum hands its gradient to both of its terms, and the skip adds up what comes back; the two are independent.
 * Source: Schoenholz et al. 2017, section 4; Yang and Schoenholz 2017 for residual networks.
 */
export function backwardPass(model: ModelSettings, layers: readonly ForwardLayer[]): BackwardLayer[] {
  const alpha = branchScale(model)
  const result: BackwardLayer[] = []
  /** dLoss/dh of the layer at hand. */
  let gradient: BackwardLayer = { delta2: 1, spread: 0 }
  /** dLoss/dh behind the block at hand. */
  let behind = gradient
  for (const layer of layers.toReversed()) {
    const { block, isOutput } = layer.start
    if (block === 'second') behind = gradient
    const arriving = block === 'second' ? times(gradient, alpha * alpha) : gradient
    const delta = isOutput ? arriving : throughActivation(layer, arriving)
    result.push(delta)
    gradient = throughWeights(layer, delta)
    if (block === 'first') gradient = joined(behind, gradient, layer.start.units)
  }
  return result.toReversed()
}

/** A product with 0 is 0, whatever the other factor. */
function times({ delta2, spread }: BackwardLayer, factor: number): BackwardLayer {
  if (factor === 0 || delta2 === 0) return { delta2: 0, spread: 0 }
  return { delta2: delta2 * factor, spread }
}

function throughActivation(
  { start, slopeSquare, slopeKurtosis }: ForwardLayer,
  arriving: BackwardLayer,
): BackwardLayer {
  const { delta2, spread } = times(arriving, slopeSquare)
  return delta2 === 0
    ? { delta2, spread }
    : { delta2, spread: spread + backwardSpread(slopeKurtosis, start.units) }
}

/** Of a convolution each input is read kernel^2 P / P_before times a channel; the mean before an output layer divides by P. */
function throughWeights({ start, weightVariance }: ForwardLayer, delta: BackwardLayer): BackwardLayer {
  const { units, kernelArea, coverage, positions, positionsBefore, isOutput } = start
  const reads = isOutput ? 1 / positionsBefore ** 2 : (kernelArea * coverage * positions) / positionsBefore
  return times(delta, units * weightVariance * reads)
}

function joined(skip: BackwardLayer, branch: BackwardLayer, units: number): BackwardLayer {
  const delta2 = skip.delta2 + branch.delta2
  if (delta2 === 0) return skip
  const kept = skip.delta2 / delta2
  const added = 1 - kept
  const own = Math.max(0, branch.spread - skip.spread)
  return { delta2, spread: skip.spread + added * added * own + (4 * kept * added) / units }
}
