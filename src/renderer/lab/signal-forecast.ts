import { weightVariance } from '@shared/schemes'
import type { FactorValue } from '@shared/sweep-spec'
import { writtenScheme } from './scheme-spread'

export interface SignalLine {
  readonly label: string
  /** log10 of E[h²] of layer l over that of the input, l = 0..depth. */
  readonly exponents: readonly number[]
  readonly fate: 'vanishes' | 'holds' | 'explodes'
}

const HOLDS_WITHIN = 0.5

/**
 * E[h_l²] / E[h_0²] of a relu network with zero biases at the start: (width · Var(W) / 2)^l.
 * Source: He et al. 2015, equation 9; exact in the mean over draws at any width.
 */
export function signalLine(label: string, scheme: FactorValue, width: number, depth: number): SignalLine {
  const init = writtenScheme(scheme)
  if (init === null) throw new Error(`No scheme: ${JSON.stringify(scheme)}`)
  const variance = weightVariance({
    fanIn: width,
    fanOut: width,
    init,
    activation: { name: 'relu', slope: null },
  })
  const exponents = Array.from(
    { length: depth + 1 },
    (_, layer) => layer * Math.log10((width * variance) / 2),
  )
  const end = exponents.at(-1) ?? 0
  const fate = Math.abs(end) < HOLDS_WITHIN ? 'holds' : end < 0 ? 'vanishes' : 'explodes'
  return { label, exponents, fate }
}
