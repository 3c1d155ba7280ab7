import type { SchemeName } from './trial-settings'

/** A number with its default and admissible range; the bounds belong to the range unless they are exclusive. */
export interface NumberParameter {
  readonly kind: 'number'
  readonly default: number
  readonly min: number
  readonly max: number
  readonly exclusiveMin: boolean
  readonly exclusiveMax: boolean
  readonly meaning: string
}

export interface ModeParameter {
  readonly kind: 'choice'
  readonly default: 'fan_in' | 'fan_out'
  readonly choices: readonly ['fan_in', 'fan_out']
  readonly meaning: string
}

export interface FlagParameter {
  readonly kind: 'flag'
  readonly default: boolean
  readonly meaning: string
}

/** The parameters that a scheme has, by their name in `InitSettings`; an absent one is null in its settings. */
export interface SchemeParameters {
  readonly gain?: NumberParameter
  readonly mode?: ModeParameter
  readonly value?: NumberParameter
  readonly std?: NumberParameter
  readonly bound?: NumberParameter
  readonly corrected?: FlagParameter
  readonly sparsity?: NumberParameter
}

/** @throws when the value is null: a scheme that has the parameter was given without it. */
export function required<Value>(
  value: Value | null,
  name: keyof SchemeParameters,
  scheme: SchemeName,
): Value {
  if (value === null)
    throw new Error(`Scheme ${scheme} needs the parameter ${name}, which is null in its settings`)
  return value
}
