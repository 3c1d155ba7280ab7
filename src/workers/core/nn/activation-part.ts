import { DEFAULT_ELU_ALPHA, DEFAULT_LEAKY_SLOPE } from '@shared/activation-defaults'
import type { ActivationSettings } from '@shared/trial-settings'
import { ACTIVATION_CODES } from '../kernels/kernels'
import type { LayerActivation, OtherParameters } from './network'
import { allocateSignal, signalOperations, type Part, type Wire, type Workbench } from './part'

/**
 * h = phi(input), the gradient in place. `slope` holds the learned slope of prelu, null for every other activation.
 */
export function createActivation(
  bench: Workbench,
  settings: ActivationSettings,
  input: Wire,
  slope: OtherParameters | null,
): { readonly part: Part; readonly output: Wire; readonly activation: LayerActivation } {
  const { kernels, heap } = bench.machine
  const { positions, features } = input.value
  const code = ACTIVATION_CODES[settings.name]
  const value = allocateSignal(bench, bench.capacity.evaluate, positions, features)
  const numbers = signalOperations(value)
  const z = input.value.values
  const h = value.values
  const delta = input.gradient.values
  const fixed = fixedParameter(settings)
  const parameter = slope === null ? () => fixed : () => heap.f32[slope.values >> 2]
  const part: Part = {
    operations: numbers,
    forward: (_, panels) => {
      kernels.activate(code, parameter(), z, h, panels * numbers)
    },
    backward: (samples, panels) => {
      if (slope !== null)
        heap.f32[slope.gradient >> 2] = kernels.preluGradient(z, delta, samples, positions, features)
      kernels.applySlope(code, parameter(), z, h, delta, panels * numbers)
    },
  }
  return {
    part,
    output: { value, gradient: input.gradient },
    activation: { code, parameter, input: input.value, output: value },
  }
}

/** The slope of leaky-relu, the alpha of elu; of no meaning to the others. */
function fixedParameter({ name, slope }: ActivationSettings): number {
  return slope ?? (name === 'elu' ? DEFAULT_ELU_ALPHA : DEFAULT_LEAKY_SLOPE)
}
