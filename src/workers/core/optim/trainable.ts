import type { OptimizerSettings } from '@shared/trial-settings'

/**
 * Changes parameters in place. Every definition is PyTorch's; every elementwise operation is rounded to float32, with
 * the scalar factors computed in double and rounded to float32 first, so four-lane kernels can repeat the bits.
 */
export interface Optimizer {
  /** One update of every tensor from the gradients as they stand. */
  readonly update: () => void
}

/** A parameter tensor and its gradient; an update may overwrite the gradient. */
export interface Trainable {
  readonly values: Float32Array
  readonly gradient: Float32Array
}

/** One zeroed array of each tensor's length. */
export function zeroState(trainables: readonly Trainable[]): Float32Array[] {
  return trainables.map(({ values }) => new Float32Array(values.length))
}

/** g = g + weightDecay w, the gradient of weightDecay/2 |w|^2; nothing when weightDecay is 0. */
export function addWeightDecay({ values, gradient }: Trainable, weightDecay: number): void {
  if (weightDecay === 0) return
  const factor = Math.fround(weightDecay)
  for (let index = 0; index < values.length; index += 1)
    gradient[index] += Math.fround(factor * values[index])
}

/** @throws when the value is null: the settings of this optimizer lack a parameter that it has. */
export function needed(
  value: number | null,
  name: keyof OptimizerSettings,
  settings: OptimizerSettings,
): number {
  if (value === null)
    throw new Error(`Optimizer ${settings.name} needs ${name}, which is null in its settings`)
  return value
}
