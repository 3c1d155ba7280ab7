import type { BiasSettings } from '@shared/trial-settings'
import type { UnitSource } from '../random/unit-source'
import type { WeightPlace } from './weight-place'

/**
 * Fills the bias (fanOut) of one layer: a constant, U(-1/sqrt(fanIn), 1/sqrt(fanIn)), or N(0, std^2).
 * Unit i takes draw i at (seed, bias, layer).
 */
export function drawBias(
  bias: Float32Array,
  { fanIn, seed, layer, step }: WeightPlace,
  settings: BiasSettings,
  units: UnitSource,
): void {
  if (settings.kind === 'constant') {
    bias.fill(settings.value)
    return
  }
  const address = { seed, purpose: 'bias', layer, row: 0, step } as const
  if (settings.kind === 'normal') {
    const draws = units.normals(bias.length, address)
    for (let unit = 0; unit < bias.length; unit += 1) bias[unit] = settings.std * draws[unit]
    return
  }
  const draws = units.uniforms(bias.length, address)
  const bound = 1 / Math.sqrt(fanIn)
  for (let unit = 0; unit < bias.length; unit += 1) bias[unit] = bound * (2 * draws[unit] - 1)
}
