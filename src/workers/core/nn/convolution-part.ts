import type { Address } from '../kernels/kernels'
import type { WeightAddresses } from './dense-part'
import type { ConvolutionPlan, LayerPlan } from './layer-plan'
import { allocateWire, type Part, type Wire, type Workbench } from './part'
import { panelProducts, productsOf } from './products'

/** Memory for the patches of one convolution at a time; `holds` is the layer whose patches stand there, 0 for none. */
export interface PatchMemory {
  readonly values: Address
  holds: number
}

/**
 * z(position) = W patch(position) + b. The patches of a layer are many times its image: one memory serves all layers, so
 * a backward pass gathers them again, and writes the gradient of the patches over them.
 */
export function createConvolution(
  bench: Workbench,
  plan: LayerPlan,
  { image, kernel, stride, circular }: ConvolutionPlan,
  { weights, bias, weightGradient, biasGradient }: WeightAddresses,
  input: Wire,
  memory: { readonly patches: PatchMemory; readonly workspace: Address },
): { readonly part: Part; readonly output: Wire } {
  const { kernels } = bench.machine
  const { layer, fanIn, fanOut, positions } = plan
  const { patches, workspace } = memory
  const products = productsOf(bench, plan)
  const { channels, height, width } = image
  const wraps = circular ? 1 : 0
  const output = allocateWire(bench, positions, fanOut)
  const x = input.value.values
  const dx = input.gradient.values
  const z = output.value.values
  const delta = output.gradient.values

  function gather(panels: number): void {
    kernels.gatherPatches(x, patches.values, panels, channels, height, width, kernel, stride, wraps)
    patches.holds = layer
  }

  const part: Part = {
    operations: positions * panelProducts(plan),
    forward: (_, panels) => {
      gather(panels)
      products.denseForward(patches.values, weights, bias, z, panels * positions, fanIn, fanOut)
    },
    backward: (samples, panels, toInput, toParameters) => {
      if (toParameters) {
        if (patches.holds !== layer) gather(panels)
        const read = patches.values
        products.denseWeightGradient(
          read,
          delta,
          weightGradient,
          0,
          fanOut,
          samples,
          positions,
          fanIn,
          fanOut,
          workspace,
        )
        kernels.denseBiasGradient(delta, biasGradient, samples, positions, fanOut)
      }
      if (!toInput) return
      patches.holds = 0
      products.denseInputGradient(
        delta,
        weights,
        patches.values,
        0,
        panels * positions,
        fanIn,
        fanOut,
        workspace,
      )
      kernels.scatterPatches(patches.values, dx, panels, channels, height, width, kernel, stride, wraps)
    },
  }
  return { part, output }
}
