import type { Address } from '../kernels/kernels'
import type { LayerPlan } from './layer-plan'
import { allocateWire, type Part, type Wire, type Workbench } from './part'
import { panelProducts, productsOf } from './products'

/** Addresses of W and b and of their gradients. */
export interface WeightAddresses {
  readonly weights: Address
  readonly bias: Address
  readonly weightGradient: Address
  readonly biasGradient: Address
}

/** z = W x + b. `workspace`: denseWorkspaceBytes of memory, shared by all layers. */
export function createDense(
  bench: Workbench,
  plan: LayerPlan,
  { weights, bias, weightGradient, biasGradient }: WeightAddresses,
  input: Wire,
  workspace: Address,
): { readonly part: Part; readonly output: Wire } {
  const { kernels } = bench.machine
  const { fanIn, fanOut } = plan
  const products = productsOf(bench, plan)
  const output = allocateWire(bench, 1, fanOut)
  const x = input.value.values
  const dx = input.gradient.values
  const z = output.value.values
  const delta = output.gradient.values
  const part: Part = {
    operations: panelProducts(plan),
    forward: (_, panels) => {
      products.denseForward(x, weights, bias, z, panels, fanIn, fanOut)
    },
    backward: (samples, panels, toInput, toParameters) => {
      if (toParameters) {
        products.denseWeightGradient(
          x,
          delta,
          weightGradient,
          0,
          fanOut,
          samples,
          1,
          fanIn,
          fanOut,
          workspace,
        )
        kernels.denseBiasGradient(delta, biasGradient, samples, 1, fanOut)
      }
      if (toInput) products.denseInputGradient(delta, weights, dx, 0, panels, fanIn, fanOut, workspace)
    },
  }
  return { part, output }
}
