import { criticalLine, depthEdge, ensembleWeightVariance } from '@shared/theory/phase-diagram'
import { meanField, TRAINABLE_DEPTHS } from '@shared/theory/mean-field'
import type { Configuration } from '@shared/sweep'
import type { ActivationSettings, BiasSettings } from '@shared/trial-settings'

/** What theory is asked about: hidden layers of one width, drawn alike, without a normalization. */
export interface Ensemble {
  readonly activation: ActivationSettings
  /** sigma_w^2 at each column. */
  readonly weightVariances: readonly number[]
  /** sigma_b^2 at each row, or one for all. */
  readonly biasVariances: readonly number[]
}

/** A point of an edge in places of the diagram: column and row, whole numbers at the middle of a cell. */
export type EdgePoint = readonly [column: number, row: number]

/** Points of a curve between two neighbouring columns or rows. */
const STEPS = 8

/** sigma_b^2 of the hidden biases; null for those that no ensemble of equal layers has. */
export function biasVariance(bias: BiasSettings): number | null {
  switch (bias.kind) {
    case 'constant':
      return bias.value === 0 ? 0 : null
    case 'normal':
      return bias.std * bias.std
    case 'uniform-fan-in':
      return null
  }
}

/** sigma_w^2 of the hidden layers of a configuration; null where theory of equal layers does not speak of it, with the reason. */
export function weightVarianceOf({ settings }: Configuration): number | string {
  const { kind, widths, activation, normalization, init, overrides } = settings.model
  const [width] = widths
  if (kind !== 'mlp') return 'the theory is of plain networks'
  if (normalization !== 'none') return 'the theory is of networks without normalization'
  if (width === undefined || widths.some((other) => other !== width)) return 'the theory is of one width'
  if (overrides.length > 0) return 'the theory is of layers drawn alike'
  if (settings.pretrain !== null && settings.pretrain.transfer !== 'scratch')
    return 'the theory is of random weights'
  if (init.scheme === 'lsuv') return 'LSUV chooses its scale by the data'
  const variance = ensembleWeightVariance(init, activation, width)
  return variance > 0 ? variance : 'a variance of 0 has no edge'
}

/** Where a number lies among the places of an axis, straight in the logarithm where all are positive; half a place beyond its ends. */
export function placeOf(value: number, numbers: readonly number[]): number {
  const isLog = numbers.every((number) => number > 0) && value > 0
  const at = (number: number): number => (isLog ? Math.log(number) : number)
  const last = numbers.length - 1
  if (last === 0) return value === numbers[0] ? 0 : value > (numbers[0] ?? 0) ? 0.5 : -0.5
  const above = numbers.findIndex((number) => number >= value)
  const upper = above === -1 ? last : Math.max(1, above)
  const [low, high] = [at(numbers[upper - 1] ?? NaN), at(numbers[upper] ?? NaN)]
  const place = upper - 1 + (at(value) - low) / (high - low)
  return Math.min(last + 0.5, Math.max(-0.5, place))
}

/** The number at a place of an axis: the inverse of placeOf. */
function numberAt(place: number, numbers: readonly number[]): number {
  const last = numbers.length - 1
  const lower = Math.max(0, Math.min(last - 1, Math.floor(place)))
  const [low = NaN, high = low] = [numbers[lower], numbers[lower + 1]]
  const share = place - lower
  if (last === 0) return low
  return low > 0 && high > 0 ? low * Math.pow(high / low, share) : Math.max(0, low + (high - low) * share)
}

/** Places from half a place before the first to half a place after the last. */
function finePlaces(count: number): readonly number[] {
  return Array.from({ length: count * STEPS + 1 }, (_, index) => -0.5 + index / STEPS)
}

/**
 * The largest depth that trains, 6 xi_c, over the columns; a depth beyond the last row is half a place above it.
 * Source: Schoenholz et al. 2017, figure 5.
 */
export function depthCurve(
  { activation, weightVariances, biasVariances }: Ensemble,
  depths: readonly number[],
): readonly EdgePoint[] {
  const places = finePlaces(weightVariances.length)
  const variances = places.map((place) => numberAt(place, weightVariances))
  return depthEdge(activation, variances, biasVariances[0] ?? 0).map(({ depth }, index) => [
    places[index] ?? 0,
    placeOf(Math.min(depth, Number.MAX_VALUE), depths),
  ])
}

/** The line between order and chaos: the critical sigma_w^2 over the rows. Source: Schoenholz et al. 2017, figure 1. */
export function criticalCurve({
  activation,
  weightVariances,
  biasVariances,
}: Ensemble): readonly EdgePoint[] {
  const places = finePlaces(biasVariances.length)
  const points = criticalLine(
    activation,
    places.map((place) => numberAt(place, biasVariances)),
  )
  return points.flatMap(({ weightVariance }, index): readonly EdgePoint[] =>
    weightVariance === null ? [] : [[placeOf(weightVariance, weightVariances), places[index] ?? 0]],
  )
}

/** Whether theory lets a network of this depth train: at most 6 xi_c deep. */
export function isTrainable(
  activation: ActivationSettings,
  weightVariance: number,
  sigmaB2: number,
  depth: number,
): boolean {
  const { correlationDepth } = meanField({ activation, weightVariance, biasVariance: sigmaB2 })
  return depth <= TRAINABLE_DEPTHS * correlationDepth
}
