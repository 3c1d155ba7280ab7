import type { DenseKernels } from '../kernels/kernels'
import { LANES, pad8, panelCount } from '../kernels/layout'
import { OPERATIONS_AT_ONCE, type Pace } from '../pace'
import type { LayerPlan } from './layer-plan'
import type { Workbench } from './part'

/** The matrix products of a weight layer. */
export type Products = Pick<DenseKernels, 'denseForward' | 'denseInputGradient' | 'denseWeightGradient'>

const NUMBER_BYTES = 4

/** Products on one virtual panel of a layer. */
export function panelProducts({ fanIn, fanOut }: Pick<LayerPlan, 'fanIn' | 'fanOut'>): number {
  return LANES * fanIn * fanOut
}

/** The kernels themselves; for a layer whose largest batch takes long, cut into pieces, which changes no bit. */
export function productsOf({ machine, pace, capacity }: Workbench, plan: LayerPlan): Products {
  const most = panelCount(capacity.evaluate) * plan.positions * panelProducts(plan)
  return most <= OPERATIONS_AT_ONCE ? machine.kernels : productsInPieces(machine.kernels, pace)
}

/** Asks between the pieces. */
function productsInPieces(kernels: Products, pace: Pace): Products {
  /** Rows from `first` to `end` - 1, a multiple of `step` at once, each of so many `products`. */
  function cut(
    first: number,
    end: number,
    step: number,
    products: number,
    compute: (first: number, end: number) => void,
  ): void {
    const atOnce = step * Math.max(1, Math.floor(OPERATIONS_AT_ONCE / (step * products)))
    for (let from = first; from < end; from += atOnce) {
      if (from > first) pace.spendInPass(atOnce * products)
      compute(from, Math.min(from + atOnce, end))
    }
  }

  return {
    denseForward: (x, weights, bias, z, panels, fanIn, fanOut) => {
      const inputBytes = NUMBER_BYTES * LANES * pad8(fanIn)
      const outputBytes = NUMBER_BYTES * LANES * pad8(fanOut)
      cut(0, panels, 1, panelProducts({ fanIn, fanOut }), (first, end) => {
        const to = z + first * outputBytes
        kernels.denseForward(x + first * inputBytes, weights, bias, to, end - first, fanIn, fanOut)
      })
    },
    denseInputGradient: (delta, weights, dx, begin, stop, fanIn, fanOut, workspace) => {
      cut(begin, stop, 1, panelProducts({ fanIn, fanOut }), (first, end) => {
        kernels.denseInputGradient(delta, weights, dx, first, end, fanIn, fanOut, workspace)
      })
    },
    denseWeightGradient: (x, delta, gradient, begin, stop, samples, positions, fanIn, fanOut, workspace) => {
      cut(begin, stop, 2, samples * positions * fanIn, (first, end) => {
        kernels.denseWeightGradient(
          x,
          delta,
          gradient,
          first,
          end,
          samples,
          positions,
          fanIn,
          fanOut,
          workspace,
        )
      })
    },
  }
}
