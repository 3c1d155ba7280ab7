import { DEFAULT_PRELU_SLOPE } from '@shared/activation-defaults'
import { SCHEMES } from '@shared/schemes'
import type { BiasSettings, InitSettings, ModelSettings } from '@shared/trial-settings'
import type { Heap } from '../kernels/heap'
import { pad8 } from '../kernels/layout'
import type { LayerPlan } from '../nn/layer-plan'
import type { WeightLayer } from '../nn/network'
import { learnsMultiplier } from '../nn/parameters'
import type { Pace } from '../pace'
import type { UnitSource } from '../random/unit-source'
import { drawBias } from './draw-bias'
import { drawWeights } from './draw-weights'

/** How the weights of one layer start: all zero, bias included, or `factor` times a scheme. */
export type LayerStart =
  | { readonly kind: 'zero' }
  | { readonly kind: 'scheme'; readonly init: InitSettings; readonly factor: number }

/**
 * The start of a layer: its override when it has one; else zero for the output layer with `head: zero` or fixup, and for
 * the second layer of a block with zero-last or fixup; else model.init, times D^(-1/2) in the first layer of a fixup
 * block (D blocks).
 */
export function layerStart({ layer, block, isOutput }: LayerPlan, model: ModelSettings): LayerStart {
  const override = model.overrides.find((entry) => entry.layer === layer)
  if (override !== undefined) return { kind: 'scheme', init: override.init, factor: 1 }
  const branch = model.residual?.branch
  if (isOutput && (model.head === 'zero' || branch === 'fixup')) return { kind: 'zero' }
  if (block === 'second' && (branch === 'zero-last' || branch === 'fixup')) return { kind: 'zero' }
  const shrinks = block === 'first' && branch === 'fixup'
  const factor = shrinks ? 1 / Math.sqrt((model.widths.length - 1) / 2) : 1
  return { kind: 'scheme', init: model.init, factor }
}

/** What the draws of a trial depend on besides the model. */
export interface DrawOrigin {
  readonly seed: number
  /** 0, or 1 for an output layer that replaces a pretrained one. */
  readonly step: number
}

/**
 * Fills W, b and the other numbers of one layer. Hidden biases follow model.biasInit, the output bias is 0; a scheme that
 * sets biases itself (pytorch-default) draws them from U(-1/sqrt(fanIn), 1/sqrt(fanIn)) instead. Weights are computed in
 * double and rounded to float32 once.
 */
export function initializeLayer(
  heap: Heap,
  layer: WeightLayer,
  plan: LayerPlan,
  model: ModelSettings,
  { seed, step }: DrawOrigin,
  units: UnitSource,
  pace: Pace,
): void {
  const { fanIn, fanOut, kernelArea } = plan
  fillOthers(heap, layer, plan, model)
  const start = layerStart(plan, model)
  if (start.kind === 'zero') return
  const place = { fanIn, fanOut, kernelArea, layer: plan.layer, seed, step }
  const weights = new Float64Array(fanIn * fanOut)
  drawWeights(weights, place, start.init, model.activation, units, pace)
  const { f32 } = heap
  for (let row = 0; row < fanOut; row += 1) {
    const to = (layer.weights >> 2) + row * pad8(fanIn)
    for (let column = 0; column < fanIn; column += 1)
      f32[to + column] = start.factor * weights[row * fanIn + column]
  }
  const bias = f32.subarray(layer.bias >> 2, (layer.bias >> 2) + fanOut)
  drawBias(bias, place, biasOf(start.init, model, plan.isOutput), units)
}

/** Gamma and running variances 1, beta 0, the slope of prelu as set, a learned multiplier 1 (fixup) or 0 (rezero). */
function fillOthers(heap: Heap, layer: WeightLayer, plan: LayerPlan, model: ModelSettings): void {
  const { f32 } = heap
  let next = 0
  const fill = (value: number): void => {
    const { values, count } = layer.others[next]
    f32.fill(value, values >> 2, (values >> 2) + count)
    next += 1
  }
  if (plan.activated && model.normalization !== 'none') {
    fill(1)
    fill(0)
  }
  if (plan.activated && model.activation.name === 'prelu') fill(model.activation.slope ?? DEFAULT_PRELU_SLOPE)
  if (plan.block === 'second' && learnsMultiplier(model)) fill(model.residual?.branch === 'fixup' ? 1 : 0)
  if (layer.running === null) return
  const { variance, features } = layer.running
  f32.fill(1, variance >> 2, (variance >> 2) + features)
}

/** The longest row of draws that a network asks for. */
export function longestDraw(plans: readonly LayerPlan[]): number {
  return Math.max(...plans.map(({ fanIn, fanOut }) => Math.max(fanIn, fanOut)))
}

function biasOf(init: InitSettings, model: ModelSettings, isOutput: boolean): BiasSettings {
  if (SCHEMES[init.scheme].setsBias) return { kind: 'uniform-fan-in' }
  return isOutput ? { kind: 'constant', value: 0 } : model.biasInit
}
