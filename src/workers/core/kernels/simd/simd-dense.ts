import type { Address, DenseKernels } from '../kernels'
import { LANES, pad8, panelCount } from '../layout'

/** What the dense kernels are made of: assembly/dense.ts, assembly/pack.ts. */
export interface DenseExports extends Pick<
  DenseKernels,
  'gatherRows' | 'denseForward' | 'denseBiasGradient'
> {
  readonly packWeights: (weights: Address, packed: Address, fanIn: number, fanOut: number) => void
  readonly packInputs: PackPanels
  readonly packDeltas: PackPanels
  readonly inputGradientInPlace: InputGradient
  readonly inputGradientPacked: InputGradient
  readonly weightGradientTiles16: WeightGradientTiles
  readonly weightGradientTiles8: WeightGradientTiles
}

type PackPanels = (
  panels: Address,
  packed: Address,
  samples: number,
  positions: number,
  features: number,
) => void

type InputGradient = (
  delta: Address,
  weights: Address,
  dx: Address,
  panels: number,
  fanIn: number,
  fanOut: number,
) => void

type WeightGradientTiles = (
  packedInputs: Address,
  packedDeltas: Address,
  weightGradient: Address,
  count: number,
  capacity: number,
  fanIn: number,
  fanOut: number,
) => void

const NUMBER_BYTES = 4

/** Weights up to so many are read where they are: 64 kB. Measured with widths that are powers of two, the worst case. */
const IN_PLACE_WEIGHTS = 16_384

/**
 * Packing and tiles are functions of their own, called from here: V8 finds the tile that it can widen only in a function
 * that holds nothing else.
 */
export function simdDense(
  exports: DenseExports,
): Pick<DenseKernels, 'denseInputGradient' | 'denseWeightGradient'> {
  const { packWeights, packInputs, packDeltas } = exports
  const { inputGradientInPlace, inputGradientPacked, weightGradientTiles16, weightGradientTiles8 } = exports
  return {
    denseInputGradient: (delta, weights, dx, first, end, fanIn, fanOut, workspace) => {
      const from = delta + NUMBER_BYTES * LANES * pad8(fanOut) * first
      const to = dx + NUMBER_BYTES * LANES * pad8(fanIn) * first
      if (pad8(fanIn) * fanOut <= IN_PLACE_WEIGHTS) {
        inputGradientInPlace(from, weights, to, end - first, fanIn, fanOut)
        return
      }
      if (first === 0) packWeights(weights, workspace, fanIn, fanOut)
      inputGradientPacked(from, workspace, to, end - first, fanIn, fanOut)
    },
    denseWeightGradient: (
      x,
      delta,
      weightGradient,
      first,
      end,
      samples,
      positions,
      fanIn,
      fanOut,
      workspace,
    ) => {
      const count = samples * positions
      const capacity = panelCount(samples) * positions * LANES
      const deltas = workspace + NUMBER_BYTES * capacity * pad8(fanIn)
      if (first === 0) {
        packInputs(x, workspace, samples, positions, fanIn)
        packDeltas(delta, deltas, samples, positions, fanOut)
      }
      const from = deltas + NUMBER_BYTES * capacity * first
      const to = weightGradient + NUMBER_BYTES * pad8(fanIn) * first
      weightGradientTiles16(workspace, from, to, count, capacity, fanIn, end - first)
      weightGradientTiles8(workspace, from, to, count, capacity, fanIn, end - first)
    },
  }
}
