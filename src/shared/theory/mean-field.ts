import { correlationFixedPoint, type CorrelationFixedPoint } from './correlation-map'
import { fixedPoint, gradientFactor, momentSlope, type Ensemble, type FixedPoint } from './moment-map'

/** Gradients vanish on their way down, keep their size, or explode. */
export type Phase = 'ordered' | 'critical' | 'chaotic'

/** What becomes of a signal in a deep network of equal layers. */
export interface MeanField {
  /** q* that E[z^2] runs to from 1. */
  readonly fixedPoint: FixedPoint
  /** chi_1: the factor of E[delta^2] per layer at q*; its limit when q* is infinite. */
  readonly gradientFactor: number
  readonly phase: Phase
  /** xi = 1 / |ln chi_1|: layers over which E[delta^2] changes by a factor e. */
  readonly gradientDepth: number
  /** xi_q: layers over which a small difference from q* shrinks by e; null without a finite q* > 0. */
  readonly momentDepth: number | null
  /** Null without a finite q* > 0. */
  readonly correlation: CorrelationFixedPoint | null
  /** xi_c: layers over which two inputs' difference from their common correlation changes by e. */
  readonly correlationDepth: number
}

/** chi_1 this near to 1 is called critical: the gradient changes by a factor e over a thousand layers. */
const CRITICAL_TOLERANCE = 1e-3

/** Layers that can be trained, as a multiple of xi_c. Source: Schoenholz et al. 2017, section 5. */
export const TRAINABLE_DEPTHS = 6

/**
 * Fixed points, depth scales and phase of an ensemble. Where c* = 1, or where no finite q* > 0 exists and the size of the
 * signal itself runs away at the same rate, xi_c is 1 / |ln chi_1|; in the chaotic phase -1 / ln chi(c*).
 * Source: Poole et al. 2016; Schoenholz et al. 2017, equations 8 to 14.
 */
export function meanField(ensemble: Ensemble, tolerance = CRITICAL_TOLERANCE): MeanField {
  const q = fixedPoint(ensemble)
  const chi = gradientFactor(ensemble, q === 'any' ? 1 : q)
  const phase = phaseOf(chi, tolerance)
  const gradientDepth = depthScale(chi)
  const isFinite = q !== 'any' && q > 0 && q < Infinity
  const correlation = isFinite ? correlationFixedPoint(ensemble, q) : null
  return {
    fixedPoint: q,
    gradientFactor: chi,
    phase,
    gradientDepth,
    momentDepth: isFinite ? depthScale(momentSlope(ensemble, q)) : null,
    correlation,
    correlationDepth: correlation === null ? gradientDepth : depthScale(correlation.slope),
  }
}

/** Largest depth that trains, about 6 xi_c; Infinity on the critical line. */
export function trainableDepth({ correlationDepth }: MeanField): number {
  return TRAINABLE_DEPTHS * correlationDepth
}

export function phaseOf(chi: number, tolerance = CRITICAL_TOLERANCE): Phase {
  if (Math.abs(chi - 1) <= tolerance) return 'critical'
  return chi < 1 ? 'ordered' : 'chaotic'
}

/** 1 / |ln factor|: layers over which a quantity that is multiplied by `factor` a layer changes by e. */
export function depthScale(factor: number): number {
  return 1 / Math.abs(Math.log(factor))
}
