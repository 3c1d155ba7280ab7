import { initSettings, SCHEMES, weightVariance } from '@shared/schemes'
import type { FactorValue } from '@shared/sweep-spec'
import { SCHEME_NAMES, type InitSettings, type SchemeName } from '@shared/trial-settings'
import { isRecord } from './document-path'

export interface SpreadRow {
  readonly fans: string
  /** Standard deviation of one weight. */
  readonly std: number
}

const EXAMPLES = [
  { fanIn: 64, fanOut: 32 },
  { fanIn: 32, fanOut: 32 },
  { fanIn: 32, fanOut: 10 },
] as const

/** The settings of a scheme as a spec writes them; null for anything else. */
export function writtenScheme(value: FactorValue): InitSettings | null {
  const name = isRecord(value) ? value['scheme'] : value
  const scheme = SCHEME_NAMES.find((known) => known === name)
  if (scheme === undefined) return null
  return { ...initSettings(scheme), ...(isRecord(value) ? writtenParameters(value, scheme) : {}) }
}

function writtenParameters(
  value: { readonly [key: string]: FactorValue },
  scheme: SchemeName,
): Partial<InitSettings> {
  const known = SCHEMES[scheme].parameters
  const number = (name: 'gain' | 'value' | 'std' | 'bound' | 'sparsity'): Partial<InitSettings> => {
    const given = value[name]
    return known[name] !== undefined && typeof given === 'number' ? { [name]: given } : {}
  }
  return {
    ...number('gain'),
    ...number('value'),
    ...number('std'),
    ...number('bound'),
    ...number('sparsity'),
    ...(known.mode !== undefined && value['mode'] === 'fan_out' ? { mode: 'fan_out' as const } : {}),
    ...(known.corrected !== undefined && value['corrected'] === true ? { corrected: true } : {}),
  }
}

/** What a scheme draws in layers of usual sizes, with relu; null for a scheme that draws nothing. */
export function schemeSpread(value: FactorValue): readonly SpreadRow[] | null {
  const init = writtenScheme(value)
  if (init === null || SCHEMES[init.scheme].family === 'fixed') return null
  return EXAMPLES.map(({ fanIn, fanOut }) => {
    const variance = weightVariance({ fanIn, fanOut, init, activation: { name: 'relu', slope: null } })
    return { fans: `${fanIn} → ${fanOut}`, std: Number(Math.sqrt(variance).toPrecision(3)) }
  })
}
