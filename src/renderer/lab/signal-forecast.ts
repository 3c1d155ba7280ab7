import { weightVariance } from '@shared/schemes'
import type { FactorValue } from '@shared/sweep-spec'
import { nextMoment } from '@shared/theory/moment-map'
import { writtenScheme } from './scheme-spread'

export interface SignalLine {
  readonly label: string
  /** log10 of E[h²] of layer l over that of the input, l = 0..depth. */
  readonly exponents: readonly number[]
  readonly fate: 'vanishes' | 'holds' | 'explodes'
}

const HOLDS_WITHIN = 0.5

/** E[h_l²] / E[h_0²] of a wide relu network of equal layers with zero biases, at the start. */
export function signalLine(label: string, scheme: FactorValue, width: number, depth: number): SignalLine {
  const init = writtenScheme(scheme)
  if (init === null) throw new Error(`No scheme: ${JSON.stringify(scheme)}`)
  const activation = { name: 'relu', slope: null } as const
  const variance = weightVariance({ fanIn: width, fanOut: width, init, activation })
  const ensemble = { activation, weightVariance: width * variance, biasVariance: 0 }
  const squares = [1]
  // The map of E[z²]; with relu and without biases E[h²] is half of that at every layer.
  for (let layer = 1; layer <= depth; layer++) squares.push(nextMoment(ensemble, squares[layer - 1] ?? NaN))
  const exponents = squares.map((square) => Math.log10(square))
  const end = exponents.at(-1) ?? 0
  const fate = Math.abs(end) < HOLDS_WITHIN ? 'holds' : end < 0 ? 'vanishes' : 'explodes'
  return { label, exponents, fate }
}
